import { describe, expect, it } from 'vitest'
import type { DraftOf } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { grantTo, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, listedAs, organisations, vienna } from '../test-support/world.ts'
import { planDisclosures } from './minimise.ts'
import type { Organisations } from './organisations.ts'
import { reviewBasis, reviewGrant } from './review-grant.ts'

/** Belgrade's licence is suspended from minute 15 on. */
const suspended: Organisations = (id, when) => {
  const { facts, ...known } = listedAs('cso')
  return id === belgrade && when >= at(15)
    ? { ...known, facts: { ...facts, licence: 'notInForce' } }
    : organisations(id, when)
}
const state = foldCase([...upTo('consent'), { ...story.contact, grants: [grantTo(belgrade)] }])

const planAt = (minute: number, draft: Parameters<typeof planDisclosures>[0], asOf = suspended) => {
  const planned = planDisclosures(draft, state, vienna, at(minute), asOf)
  return planned.ok
    ? planned.value.map(({ grant, withheld }) => [grant.basis.kind, grant.sections, withheld])
    : planned.failure
}
const denied = { kind: 'no-basis', recipient: belgrade, rule: 'licence-not-in-force' }

describe('an organisation whose licence is suspended', () => {
  const asked: DraftOf<'CapacityAsked'> = {
    type: 'CapacityAsked',
    occurredAt: at(3),
    facts: story.asked.facts,
    sections: {},
    clauses: [],
    recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
  }
  const told: DraftOf<'ContactExchanged'> = {
    type: 'ContactExchanged',
    occurredAt: at(3),
    facts: story.contact.facts,
    sections: { contact: { email: 'a@posta.example' } },
    clauses: [],
    recipients: [{ to: belgrade, purpose: 'handover', needs: ['contact'] }],
  }
  const corrected: DraftOf<'CorrectionIssued'> = {
    type: 'CorrectionIssued',
    occurredAt: at(3),
    facts: { corrects: story.contact.id, sections: ['contact'], reason: 'typingError' },
    sections: { contact: { email: 'b@posta.example' } },
    clauses: [],
    recipients: [{ to: belgrade, purpose: 'handover', needs: ['contact'] }],
  }

  it('is told nothing new, from the very instant on', () => {
    expect(planAt(14.9, told)).toStrictEqual([['consent', ['contact'], []]])
    expect(planAt(15, told)).toStrictEqual(denied)
  })

  it('is not asked for a place either, though that says nothing of anybody', () => {
    expect(planAt(14.9, asked)).toStrictEqual([['consent', [], []]])
    expect(planAt(15, asked)).toStrictEqual(denied)
  })

  it('is told that what it holds is wrong, and not what is right', () => {
    expect(planAt(15, corrected)).toStrictEqual([
      ['notice', [], [{ section: 'contact', rule: 'licence-not-in-force' }]],
    ])
  })

  it('is told that anything was taken back, where no list names it any more, too', () => {
    const withdrawn: DraftOf<'DataConsentWithdrawn'> = {
      type: 'DataConsentWithdrawn',
      occurredAt: at(20),
      facts: { consent: story.consent.id },
      sections: {},
      clauses: [],
      recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
    }
    const expected = [['notice', [], []]]
    expect(planAt(20, withdrawn)).toStrictEqual(expected)
    const nobody: Organisations = (id, when) => (id === belgrade ? undefined : suspended(id, when))
    expect(planAt(20, withdrawn, nobody)).toStrictEqual(expected)
  })
})

describe('a grant to an organisation whose licence was suspended since', () => {
  const review = (minute: number) => {
    const grant = grantTo(belgrade, { sections: ['contact'] })
    return reviewGrant({ event: story.contact, grant, at: at(minute) }, state, suspended)
  }

  it('stands for when it was given, and falls for what would be sent now', () => {
    expect(review(14)).toBeUndefined()
    expect(review(15)).toStrictEqual({ kind: 'not-covered', rule: 'licence-not-in-force' })
  })

  it('has its basis still: that is another question', () => {
    const grant = grantTo(belgrade, { sections: ['contact'] })
    expect(reviewBasis({ event: story.contact, grant, at: at(15) }, state)).toBeUndefined()
  })
})
