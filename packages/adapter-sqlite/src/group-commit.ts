import { invariant } from '@trm/kernel'

const GROUP_MAX = 64

/** Jobs that wait for the disk together. */
export type GroupCommit<Job, Answer> = {
  /** Resolves or rejects after the commit that the job was part of. */
  submit(job: Job): Promise<Answer>
  /** Commits everything that was submitted, before it returns. */
  drain(): void
}

/**
 * Collects what is submitted in one turn of the event loop, or while a commit runs, and commits it as
 * one group of at most 64.
 *
 * @param commit makes a group durable and answers each job in its place; what it throws is what every
 *   job of the group is rejected with.
 */
export function groupCommit<Job, Answer>(
  commit: (jobs: readonly Job[]) => readonly Answer[],
): GroupCommit<Job, Answer> {
  const waiting: { readonly job: Job; readonly promise: PromiseWithResolvers<Answer> }[] = []

  function commitGroup(): void {
    const group = waiting.splice(0, GROUP_MAX)
    if (group.length === 0) return
    try {
      const answers = commit(group.map(({ job }) => job))
      invariant(answers.length === group.length, 'groupCommit: one answer for each job')
      for (const [index, answer] of answers.entries()) group[index]?.promise.resolve(answer)
    } catch (failure) {
      for (const { promise } of group) promise.reject(failure)
    }
  }

  let scheduled = false
  function commitSoon(): void {
    if (scheduled || waiting.length === 0) return
    scheduled = true
    // After input and output of this turn: whatever they bring still joins the group.
    setImmediate(() => {
      scheduled = false
      commitGroup()
      commitSoon()
    })
  }

  return {
    submit(job) {
      const promise = Promise.withResolvers<Answer>()
      waiting.push({ job, promise })
      commitSoon()
      return promise.promise
    },
    drain() {
      while (waiting.length > 0) commitGroup()
    },
  }
}
