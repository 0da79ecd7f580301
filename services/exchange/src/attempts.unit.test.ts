import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createAttempts } from './attempts.ts'
import type { ExchangeFact } from './environment.ts'

const BELGRADE = 'rs.belgrade-cso' as OrganisationId
/** Nobody waits: it is the count that is looked at. */
const AT_ONCE = AbortSignal.abort()

function failing() {
  const told: ExchangeFact[] = []
  const attempts = createAttempts(BELGRADE, { report: (fact) => void told.push(fact) })
  async function failTimes(count: number) {
    for (let time = 0; time < count; time++) {
      attempts.failed('unreachable')
      await attempts.rest(AT_ONCE)
    }
  }
  return { ...attempts, told, failTimes }
}

describe('attempts that fail', () => {
  it('are told with their number, the first and ever more rarely', async () => {
    const attempts = failing()
    await attempts.failTimes(100)
    expect(attempts.told).toStrictEqual(
      [1, 2, 4, 8, 16, 32, 64].map((attempt) => ({
        kind: 'unreachable',
        organisation: BELGRADE,
        attempt,
      })),
    )
  })

  it('begin anew after one that succeeds, which says that it ended them', async () => {
    const attempts = failing()
    expect(attempts.succeeded()).toBe(false)
    await attempts.failTimes(3)
    expect(attempts.succeeded()).toBe(true)
    expect(attempts.succeeded()).toBe(false)
    attempts.failed('mailbox-full')
    expect(attempts.told.at(-1)).toMatchObject({ kind: 'mailbox-full', attempt: 1 })
  })

  it('count as one where several fail before the next rest', async () => {
    const attempts = failing()
    for (const _letter of [1, 2, 3]) attempts.failed('unreachable')
    await attempts.rest(AT_ONCE)
    attempts.failed('unreachable')
    expect(attempts.told).toMatchObject([1, 1, 1, 2].map((attempt) => ({ attempt })))
  })
})
