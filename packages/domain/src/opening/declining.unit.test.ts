import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { events as handover } from '../handover/handover.fixture.ts'
import { grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events } from './opening.fixture.ts'

const { requested, identified, declined, changedMind } = events
const asked = [...upTo('presumed'), requested]
const request = requested.id
const { RequestFormalIdentification, WithdrawIdentificationDecline } = commands
const nothingElse = { sections: {}, clauses: [] } as const

describe('ask an authority while she declines', () => {
  it('is refused: nothing more goes to an authority that she does not want', () => {
    for (const history of [
      [...upTo('presumed'), declined],
      [...asked, declined],
      [...asked, identified, { ...declined, recordedAt: at(31) }],
    ])
      given(...history)
        .when(RequestFormalIdentification, as(vienna, 40))
        .thenRejected({ kind: 'identification-declined' })
  })

  it('is refused by whoever took custody on and was told so, too', () => {
    const facts = { ...handover.proposed.facts, identification: 'declinedIdentification' } as const
    const held = [story.offered, story.accepted, { ...handover.proposed, facts }, handover.taken]
    given(...held)
      .when(RequestFormalIdentification, as(belgrade, 40))
      .thenRejected({ kind: 'identification-declined' })
  })

  it('is possible again once she has changed her mind', () => {
    given(...upTo('presumed'), declined, changedMind)
      .when(RequestFormalIdentification, as(vienna, 40))
      .then({
        type: 'FormalIdentificationRequested',
        occurredAt: at(40),
        facts: { indicatorSet: 'at-2024', respondBy: at(500) },
        sections: RequestFormalIdentification.sections,
        clauses: [],
        recipients: [
          {
            to: viennaOffice,
            purpose: 'identification',
            needs: ['identity', 'demographics', 'identification', 'exploitation'],
          },
        ],
      })
  })
})

describe('no longer decline a formal identification', () => {
  const toldOffice = {
    ...declined,
    grants: [grantTo(viennaOffice, { basis: { kind: 'notice', about: request } })],
  }
  const expected = {
    type: 'IdentificationDeclineWithdrawn',
    occurredAt: at(28),
    facts: { declined: declined.id },
    ...nothingElse,
  } as const

  it('tells whoever was told that she declines, and nobody else', () => {
    given(...asked, toldOffice)
      .when(WithdrawIdentificationDecline, as(vienna, 28))
      .then({
        ...expected,
        recipients: [{ to: viennaOffice, purpose: 'identification', needs: [] }],
      })
    given(...upTo('presumed'), declined)
      .when(WithdrawIdentificationDecline, as(vienna, 28))
      .then({ ...expected, recipients: [] })
  })

  it('is recorded by whoever took custody on, who does not hold how she declined', () => {
    const facts = { ...handover.proposed.facts, identification: 'declinedIdentification' } as const
    const held = [story.offered, story.accepted, { ...handover.proposed, facts }, handover.taken]
    given(...held)
      .when(WithdrawIdentificationDecline, as(belgrade, 28))
      .then({ ...expected, facts: { declined: handover.proposed.id }, recipients: [] })
    const byBelgrade = {
      ...changedMind,
      author: belgrade,
      facts: { declined: handover.proposed.id },
    }
    expect(foldCase([...held, byBelgrade]).identification).toBe('presumed')
  })

  it('is refused where she does not decline, and twice', () => {
    for (const history of [upTo('presumed'), [...upTo('presumed'), declined, changedMind], asked])
      given(...history)
        .when(WithdrawIdentificationDecline, as(vienna, 29))
        .thenRejected({ kind: 'not-declined' })
    given(story.offered, story.accepted, handover.proposed, handover.taken)
      .when(WithdrawIdentificationDecline, as(belgrade, 28))
      .thenRejected({ kind: 'not-declined' })
  })

  it('leaves her where she was: presumed, or as an authority has found meanwhile', () => {
    const before = foldCase(asked)
    const after = foldCase([...asked, declined, changedMind])
    expect(after).toStrictEqual({ ...before, known: after.known })
    const found = { ...identified, recordedAt: at(26) }
    for (const history of [
      [...asked, declined, found, changedMind],
      [...asked, declined, changedMind, identified],
    ])
      expect(foldCase(history).identification).toBe('formallyIdentified')
  })

  it('comes after the declining, whatever the clocks say, and can be taken back again', () => {
    const early = { ...changedMind, recordedAt: at(24) }
    expect(foldCase([...asked, early, declined]).identification).toBe('presumed')
    const again = { ...declined, id: idOf('again'), recordedAt: at(30) }
    const state = foldCase([...asked, declined, changedMind, again])
    expect([state.identification, state.identificationDeclined]).toStrictEqual([
      'declinedIdentification',
      again.id,
    ])
  })

  it('is hers, as told by who has custody: of anybody else it changes nothing', () => {
    const state = foldCase([...asked, declined, { ...changedMind, author: viennaOffice }])
    expect(state.identification).toBe('declinedIdentification')
  })
})
