import type { Instant, OrganisationId, ParticipantCode } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { ownMailboxes } from './own-mailboxes.ts'

const VIENNA = 'at.vienna-cso' as OrganisationId
const AT = 'at' as ParticipantCode
const UNTIL = '2026-03-10T00:00:00.000Z' as Instant

/** A list that can be changed, and a clock. */
function scene() {
  const state = {
    newest: 'one' as string | undefined,
    former: [] as { mailbox: string; until: Instant }[],
    now: '2026-03-01T00:00:00.000Z' as Instant,
  }
  const directory = {
    mailboxOf: () =>
      state.newest === undefined ? undefined : { participant: AT, mailbox: state.newest },
    formerMailboxesOf: () => state.former,
  }
  return { state, mailboxes: ownMailboxes(VIENNA, directory, { now: () => state.now }, 'one') }
}

describe('the mailboxes of an agent', () => {
  it('are those that its list names at the moment', () => {
    const { state, mailboxes } = scene()
    expect(mailboxes()).toStrictEqual({ newest: 'one', former: [] })
    state.newest = 'two'
    state.former = [{ mailbox: 'one', until: UNTIL }]
    expect(mailboxes()).toStrictEqual({
      newest: 'two',
      former: [{ mailbox: 'one', isOver: false }],
    })
  })

  it('have an end, from the very instant on', () => {
    const { state, mailboxes } = scene()
    state.former = [{ mailbox: 'zero', until: UNTIL }]
    state.now = '2026-03-09T23:59:59.999Z' as Instant
    expect(mailboxes().former).toStrictEqual([{ mailbox: 'zero', isOver: false }])
    state.now = UNTIL
    expect(mailboxes().former).toStrictEqual([{ mailbox: 'zero', isOver: true }])
  })

  it('stay what they were where the list names it no more', () => {
    const { state, mailboxes } = scene()
    state.newest = 'two'
    mailboxes()
    state.newest = undefined
    expect(mailboxes()).toStrictEqual({ newest: 'two', former: [] })
  })
})
