import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { chapters, upTo } from '../test-support/case-events.ts'
import { commands } from '../test-support/commands.ts'
import { as, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'

const { MarkReferralSeen, AcceptReferral, DeclineReferral, ExchangeContact, AssessRisk } = commands
const { PlanReturnTravel, ConfirmDeparture, ConfirmArrival, StartSupport, GiveFeedback } = commands

/** Who may give which command about a referral, written down apart from the code that decides it. */
const table = [
  { command: MarkReferralSeen, allowed: [belgrade], other: [vienna] },
  { command: AcceptReferral, allowed: [belgrade], other: [vienna] },
  { command: DeclineReferral, allowed: [belgrade], other: [vienna] },
  { command: ExchangeContact, allowed: [vienna], other: [belgrade] },
  { command: AssessRisk, allowed: [vienna, belgrade], other: [] },
  { command: PlanReturnTravel, allowed: [vienna], other: [belgrade] },
  { command: ConfirmDeparture, allowed: [vienna], other: [belgrade] },
  { command: ConfirmArrival, allowed: [belgrade], other: [vienna] },
  { command: StartSupport, allowed: [belgrade], other: [vienna] },
  { command: GiveFeedback, allowed: [belgrade], other: [vienna] },
].map((row) => ({ ...row, type: row.command.type }))

const states = chapters.map((chapter) => ({ chapter, state: foldCase(upTo(chapter)) }))
const withReferral = states.slice(chapters.indexOf('offered'))
const withoutReferral = states.slice(0, chapters.indexOf('offered'))

function answers(
  command: (typeof table)[number]['command'],
  self: OrganisationId,
  among: typeof states,
) {
  const given = among.map(({ state }) => {
    const decision = decide(state, command, as(self, 50))
    return decision.ok ? 'allowed' : decision.failure.kind
  })
  return new Set(given)
}

describe.each(table)('$type', ({ command, allowed, other }) => {
  it('is allowed, in some state, to whom it is for', () => {
    for (const self of allowed) {
      const kinds = answers(command, self, withReferral)
      expect(kinds).toContain('allowed')
      expect(kinds).not.toContain('not-your-referral')
      expect(kinds).not.toContain('referral-unknown')
    }
  })

  it('is not for the other side, in whatever state the referral is', () => {
    for (const self of other) {
      expect(answers(command, self, withReferral)).toStrictEqual(new Set(['not-your-referral']))
    }
  })

  it('does not tell a stranger that there is a referral, in whatever state it is', () => {
    for (const self of [skopje, viennaOffice]) {
      expect(answers(command, self, states)).toStrictEqual(new Set(['referral-unknown']))
    }
  })

  it('answers everybody alike about a referral that is not there', () => {
    const nowhere = { referral: idOf('nowhere'), about: idOf('nowhere') }
    const elsewhere = { ...command, ...nowhere }
    for (const self of [vienna, belgrade, skopje, viennaOffice]) {
      expect(answers(command, self, withoutReferral)).toStrictEqual(new Set(['referral-unknown']))
      expect(answers(elsewhere, self, states)).toStrictEqual(new Set(['referral-unknown']))
    }
  })
})
