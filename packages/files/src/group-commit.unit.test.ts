import { describe, expect, it } from 'vitest'
import { groupCommit, type GroupCommit } from './group-commit.ts'

/** Groups as they are committed: what each job wrote into its group. */
function recordingCommits() {
  const groups: (readonly number[])[] = []
  const commits = groupCommit<number[]>((work) => {
    const group: number[] = []
    groups.push(group)
    work(group)
  })
  return { groups, commits }
}

/** A job that writes its number and answers with its double. */
const double = (number: number) => (group: number[]) => 2 * (group[group.push(number) - 1] ?? 0)

/** Submits the numbers from 1 to `count`, in one turn. */
function submitAll(commits: GroupCommit<number[]>, count: number) {
  return Array.from({ length: count }, (_, index) => commits.submit(double(index + 1)))
}

describe('group commit', () => {
  it('answers each job in its place, in groups of at most 64', async () => {
    const { groups, commits } = recordingCommits()
    const answers = await Promise.all(submitAll(commits, 150))
    expect(answers).toStrictEqual(answers.map((_, index) => 2 * (index + 1)))
    expect(groups.map(({ length }) => length)).toStrictEqual([64, 64, 22])
    expect(groups.flat()).toStrictEqual(answers.map((_, index) => index + 1))
  })

  it('does not commit before the turn is over', async () => {
    const { groups, commits } = recordingCommits()
    const first = commits.submit(double(1))
    await Promise.resolve()
    expect(groups).toStrictEqual([])
    const second = commits.submit(double(2))
    await Promise.all([first, second])
    expect(groups).toStrictEqual([[1, 2]])
  })

  it('rejects every job of a group whose commit fails and goes on with the next', async () => {
    let commitsBegun = 0
    const commits = groupCommit<number[]>((work) => {
      commitsBegun++
      work([])
      if (commitsBegun === 1) throw new Error('disk full')
    })
    const outcomes = await Promise.allSettled(submitAll(commits, 66))
    expect(outcomes.map(({ status }) => status)).toStrictEqual([
      ...Array.from({ length: 64 }, () => 'rejected'),
      'fulfilled',
      'fulfilled',
    ])
    expect(await commits.submit(double(4))).toBe(8)
  })

  it('rejects every job of a group in which one throws', async () => {
    const { commits } = recordingCommits()
    const outcomes = await Promise.allSettled([
      commits.submit(double(1)),
      commits.submit(() => {
        throw new Error('this one')
      }),
      commits.submit(double(3)),
    ])
    expect(outcomes.map(({ status }) => status)).toStrictEqual(['rejected', 'rejected', 'rejected'])
  })

  it('rejects a group that was said to be committed without its work', async () => {
    const commits = groupCommit<number>(() => undefined)
    await expect(commits.submit((number) => number)).rejects.toMatchObject({
      code: 'INVARIANT_BROKEN',
    })
  })

  it('takes what is submitted while a commit runs into the next group', async () => {
    const { groups, commits } = recordingCommits()
    const late: Promise<number>[] = []
    await commits.submit((group) => {
      late.push(commits.submit(double(2)), commits.submit(double(3)))
      return group.push(1)
    })
    await Promise.all(late)
    expect(groups).toStrictEqual([[1], [2, 3]])
  })

  it('begins nothing while it is held, and all of it when every hold is released', async () => {
    const { groups, commits } = recordingCommits()
    const [release, releaseToo] = [commits.hold(), commits.hold()]
    const answers = submitAll(commits, 2)
    await turns(3)
    release()
    release()
    await turns(3)
    expect(groups).toStrictEqual([])
    releaseToo()
    expect(await Promise.all(answers)).toStrictEqual([2, 4])
    expect(groups).toStrictEqual([[1, 2]])
  })

  it('holds also what was about to begin', async () => {
    const { groups, commits } = recordingCommits()
    const answer = commits.submit(double(1))
    const release = commits.hold()
    await turns(3)
    expect(groups).toStrictEqual([])
    release()
    expect(await answer).toBe(2)
  })

  it('leaves nothing waiting when it is drained, held or not', async () => {
    const { groups, commits } = recordingCommits()
    commits.hold()
    const answers = submitAll(commits, 70)
    commits.drain()
    expect(groups.flat()).toHaveLength(70)
    await Promise.all(answers)
    expect(groups.flat()).toHaveLength(70)
  })
})

/** Lets the event loop go round. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}
