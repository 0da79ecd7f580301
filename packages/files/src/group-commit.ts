import { InvariantError } from '@trm/kernel'

const GROUP_MAX = 64

/** Jobs that wait for the disk together. */
export type GroupCommit<Context> = {
  /** Resolves with the job's answer, or rejects, after the commit that the job was part of. */
  submit<Answer>(job: (context: Context) => Answer): Promise<Answer>
  /** Begins no commit until it is released; what is submitted waits. */
  hold(): () => void
  /** Commits everything that was submitted, before it returns, also while commits are held. */
  drain(): void
}

type Waiting<Context> = {
  run(context: Context): void
  /** Hands out the answer of the last run. */
  resolve(): void
  reject(failure: unknown): void
}

/**
 * Collects what is submitted in one turn of the event loop, or while a commit runs, and commits it as
 * one group of at most 64, in the order of submission.
 *
 * @param commit does the work of a group and makes it durable; what it throws is what every job of the
 *   group is rejected with.
 */
export function groupCommit<Context>(
  commit: (work: (context: Context) => void) => void,
): GroupCommit<Context> {
  const waiting: Waiting<Context>[] = []

  function commitGroup(): void {
    const group = waiting.splice(0, GROUP_MAX)
    if (group.length === 0) return
    try {
      commit((context) => {
        for (const job of group) job.run(context)
      })
    } catch (failure) {
      for (const job of group) job.reject(failure)
      return
    }
    for (const job of group) job.resolve()
  }

  let holds = 0
  let scheduled = false
  function commitSoon(): void {
    if (scheduled || holds > 0 || waiting.length === 0) return
    scheduled = true
    // After input and output of this turn: whatever they bring still joins the group.
    setImmediate(() => {
      scheduled = false
      if (holds > 0) return
      commitGroup()
      commitSoon()
    })
  }

  return {
    submit<Answer>(job: (context: Context) => Answer) {
      const promise = Promise.withResolvers<Answer>()
      waiting.push(waitingJob(job, promise))
      commitSoon()
      return promise.promise
    },
    hold() {
      holds++
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holds--
        commitSoon()
      }
    },
    drain() {
      while (waiting.length > 0) commitGroup()
    },
  }
}

function waitingJob<Context, Answer>(
  job: (context: Context) => Answer,
  { resolve, reject }: PromiseWithResolvers<Answer>,
): Waiting<Context> {
  let answer: { readonly value: Answer } | undefined
  return {
    run(context) {
      answer = { value: job(context) }
    },
    resolve() {
      if (answer === undefined)
        reject(new InvariantError('groupCommit: every job of a group has run'))
      else resolve(answer.value)
    },
    reject,
  }
}
