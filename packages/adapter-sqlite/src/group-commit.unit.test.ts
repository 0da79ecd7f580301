import { describe, expect, it } from 'vitest'
import { groupCommit } from './group-commit.ts'

const double = (numbers: readonly number[]) => numbers.map((number) => 2 * number)

/** Submits the numbers from 1 to `count`, in one turn. */
function submitAll(commits: { submit(job: number): Promise<number> }, count: number) {
  return Array.from({ length: count }, (_, index) => commits.submit(index + 1))
}

describe('group commit', () => {
  it('answers each job in its place, in groups of at most 64', async () => {
    const sizes: number[] = []
    const commits = groupCommit<number, number>((jobs) => {
      sizes.push(jobs.length)
      return double(jobs)
    })
    const answers = await Promise.all(submitAll(commits, 150))
    expect(answers).toStrictEqual(answers.map((_, index) => 2 * (index + 1)))
    expect(sizes).toStrictEqual([64, 64, 22])
  })

  it('does not commit before the turn is over', async () => {
    const committed: number[] = []
    const commits = groupCommit<number, number>((jobs) => {
      committed.push(...jobs)
      return jobs
    })
    const first = commits.submit(1)
    await Promise.resolve()
    expect(committed).toStrictEqual([])
    const second = commits.submit(2)
    await Promise.all([first, second])
    expect(committed).toStrictEqual([1, 2])
  })

  it('rejects every job of a failed group and goes on with the next', async () => {
    let commitsBegun = 0
    const commits = groupCommit<number, number>((jobs) => {
      commitsBegun++
      if (commitsBegun === 1) throw new Error('disk full')
      return double(jobs)
    })
    const outcomes = await Promise.allSettled(submitAll(commits, 66))
    expect(outcomes.map(({ status }) => status)).toStrictEqual([
      ...Array.from({ length: 64 }, () => 'rejected'),
      'fulfilled',
      'fulfilled',
    ])
    expect(await commits.submit(4)).toBe(8)
  })

  it('takes what is submitted while a commit runs into the next group', async () => {
    const groups: (readonly number[])[] = []
    const late: Promise<number>[] = []
    const commits = groupCommit<number, number>((jobs) => {
      groups.push(jobs)
      if (groups.length === 1) late.push(commits.submit(2), commits.submit(3))
      return jobs
    })
    await commits.submit(1)
    await Promise.all(late)
    expect(groups).toStrictEqual([[1], [2, 3]])
  })

  it('leaves nothing waiting when it is drained', async () => {
    const committed: number[] = []
    const commits = groupCommit<number, number>((jobs) => {
      committed.push(...jobs)
      return jobs
    })
    const answers = submitAll(commits, 70)
    commits.drain()
    expect(committed).toHaveLength(70)
    await Promise.all(answers)
    expect(committed).toHaveLength(70)
  })
})
