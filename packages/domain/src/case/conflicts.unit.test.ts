import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { events as corrections } from '../corrections/corrections.fixture.ts'
import { reviewGrant } from '../disclosure/review-grant.ts'
import { commands as handing, events as handover } from '../handover/handover.fixture.ts'
import { events as opening } from '../opening/opening.fixture.ts'
import { events as consents } from '../consent/consent.fixture.ts'
import { caseEvent, commitmentTo, grantTo, story, upTo } from '../test-support/case-events.ts'
import { outcomeOf } from '../test-support/check-rows.ts'
import {
  beside,
  story as testimony,
  upTo as testified,
} from '../testimony/testimony.story.fixture.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import type { CaseEvent } from './events.ts'
import { foldCase } from './evolve.ts'
import { sharedView } from './shared-view.ts'
import type { CaseState } from './state.ts'

const referral = story.offered.id

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, place) =>
    permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]),
  )
}

/** The state after these events, which is the same in every order in which they can have arrived. */
function settled(before: readonly CaseEvent[], ...concurrent: readonly CaseEvent[]): CaseState {
  const state = foldCase([...before, ...concurrent])
  for (const order of permutations(concurrent)) {
    expect(foldCase([...before, ...order])).toStrictEqual(state)
    expect(foldCase([...order, ...before])).toStrictEqual(state)
  }
  return state
}

/** Both of them recorded in either order. */
const eitherClock = (
  one: CaseEvent,
  other: CaseEvent,
): readonly (readonly [CaseEvent, CaseEvent])[] => [
  [
    { ...one, recordedAt: at(50) },
    { ...other, recordedAt: at(51) },
  ],
  [
    { ...one, recordedAt: at(51) },
    { ...other, recordedAt: at(50) },
  ],
]

describe('accepted on one side, withdrawn on the other', () => {
  const pairs = eitherClock(story.accepted, handover.withdrawn)

  it.each(pairs)('both stand, whichever was recorded first', (accepted, withdrawn) => {
    const { decision, withdrawal } =
      settled(upTo('seen'), accepted, withdrawn).referrals[referral] ?? {}
    expect({ decision, withdrawal }).toStrictEqual({
      decision: { kind: 'accepted', event: accepted.id, firstContactBy: at(150) },
      withdrawal: { event: withdrawn.id },
    })
  })

  it.each(pairs)(
    'content stops and logistics go on, whichever was first',
    (accepted, withdrawn) => {
      const { planned, departed, contact, riskHere, riskThere } = story
      const history = [
        ...upTo('seen'),
        accepted,
        withdrawn,
        contact,
        riskHere,
        riskThere,
        planned,
        departed,
      ]
      for (const command of [handing.ExchangeContact, handing.AssignRoles])
        expect(outcomeOf([history, command, as(vienna, 60)])).toBe('already-decided')
      expect(outcomeOf([history, handing.ConfirmArrival, as(belgrade, 60)])).toBe('allowed')
      expect(outcomeOf([history, handing.ConfirmReferralWithdrawal, as(belgrade, 60)])).toBe(
        'allowed',
      )
    },
  )

  it('ends only when the other side has confirmed, in whatever order that arrives', () => {
    const { withdrawn, confirmed } = handover
    const { withdrawal } =
      settled(upTo('seen'), story.accepted, withdrawn, confirmed).referrals[referral] ?? {}
    expect(withdrawal).toStrictEqual({ event: withdrawn.id, confirmed: confirmed.id })
  })
})

describe('two decisions on one referral', () => {
  it.each(eitherClock(story.accepted, handover.declined))(
    'the first in causal order counts: of one side',
    (accepted, declined) => {
      const first = accepted.recordedAt < declined.recordedAt ? accepted : declined
      const state = settled(upTo('seen'), accepted, declined)
      expect(state.referrals[referral]?.decision?.event).toBe(first.id)
    },
  )

  it.each(eitherClock(story.accepted, handover.expired))(
    'the first in causal order counts: an answer and its being overdue',
    (accepted, expired) => {
      const first = accepted.recordedAt < expired.recordedAt ? accepted : expired
      const state = settled(upTo('seen'), accepted, expired)
      expect(state.referrals[referral]?.decision?.event).toBe(first.id)
    },
  )

  it('by an authority: the first answer counts, and the other one is held', () => {
    const { requested, identified, notIdentified } = opening
    for (const [one, other] of eitherClock(identified, notIdentified)) {
      const first = one.recordedAt < other.recordedAt ? one : other
      const state = settled([...upTo('presumed'), requested], one, other)
      expect(state.identificationRequests[requested.id]?.answer?.event).toBe(first.id)
      expect(Object.keys(state.known)).toContain(one.id)
      expect(Object.keys(state.known)).toContain(other.id)
    }
  })
})

describe('two transfers of custody', () => {
  const toSkopje: readonly CaseEvent[] = [
    { ...story.offered, id: idOf('offered2'), facts: { ...story.offered.facts, to: skopje } },
    {
      ...story.accepted,
      id: idOf('accepted2'),
      author: skopje,
      facts: { ...story.accepted.facts, referral: idOf('offered2') },
    },
  ]
  const proposed2 = {
    ...handover.proposed,
    id: idOf('proposed2'),
    facts: { ...handover.proposed.facts, referral: idOf('offered2') },
  }
  const taken2 = {
    ...handover.taken,
    id: idOf('taken2'),
    author: skopje,
    facts: { proposal: proposed2.id },
  }
  const before = [...upTo('accepted'), ...toSkopje, handover.proposed, proposed2]

  it.each(eitherClock(handover.taken, taken2))(
    'the first in causal order moves it, and the second moves nothing',
    (taken, other) => {
      const first = taken.recordedAt < other.recordedAt ? taken : other
      const state = settled(before, taken, other)
      expect(state.custody).toStrictEqual({ to: first.author, event: first.id })
      const untaken = first.id === taken.id ? proposed2.id : handover.proposed.id
      expect(state.custodyProposals[untaken]?.taken).toBeUndefined()
    },
  )

  it('do not come about by one side alone: a proposal is open until it is taken or taken back', () => {
    const history = [...upTo('accepted'), ...toSkopje, handover.proposed]
    const propose = { ...handing.ProposeCustodyTransfer, referral: idOf('offered2') }
    expect(outcomeOf([history, propose, as(vienna, 30)])).toBe('custody-pending')
  })

  it('are both known, and a case has one custodian who acts', () => {
    const state = [...before, handover.taken, { ...taken2, recordedAt: at(60) }]
    const ask = (self: OrganisationId) => outcomeOf([state, handing.AskCapacity, as(self, 70)])
    expect([vienna, belgrade, skopje].map(ask)).toStrictEqual([
      'not-your-case',
      'allowed',
      'not-your-case',
    ])
  })
})

describe('two corrections of one event', () => {
  const { contact, corrected, correctedAgain } = corrections

  it.each(eitherClock(corrected, correctedAgain))(
    'the later one counts, and the earlier one says by which it was superseded',
    (one, other) => {
      const [first, later] = one.recordedAt < other.recordedAt ? [one, other] : [other, one]
      const state = settled([contact], one, other)
      expect(state.corrections[first.id]?.supersededBy).toBe(later.id)
      expect(state.corrections[later.id]?.supersededBy).toBeUndefined()
    },
  )

  it('stand beside each other where they are about different sections', () => {
    const identity = {
      ...correctedAgain,
      facts: { ...correctedAgain.facts, sections: ['identity'] as const },
    }
    const state = settled([contact], corrected, identity)
    expect(Object.values(state.corrections).map(({ supersededBy }) => supersededBy)).toStrictEqual([
      undefined,
      undefined,
    ])
  })
})

describe('a hearing that is postponed, and a departure', () => {
  it.each(eitherClock(testimony.departed, beside.postponed))(
    'both stand: she is on her way, the trip is marked, and somebody brings her home',
    (departed, postponed) => {
      const state = settled(testified('planned'), departed, postponed)
      const trip = state.trips[testimony.planned.id]
      expect(trip?.departed).toBe(departed.id)
      expect(trip?.postponed?.event).toBe(postponed.id)
      expect(state.testimonies[testimony.asked.id]?.hearingFrom).toBe(at(5000))
    },
  )
})

describe('a consent that is narrowed while a copy is on its way', () => {
  const consent = story.consent
  const contact = {
    ...story.contact,
    grants: [grantTo(belgrade, { seq: 2, prev: consent.id, sections: ['identity', 'contact'] })],
  }
  const narrowed = {
    ...story.narrowed,
    grants: [grantTo(belgrade, { seq: 3, prev: contact.id })],
  }
  const withdrawn = {
    ...consents.withdrawn,
    grants: [grantTo(belgrade, { seq: 3, prev: contact.id })],
  }
  const inVienna = [story.opened, consent, contact]
  const arrived = (...kept: readonly string[]): readonly CaseEvent[] => [
    { ...consent, grants: consent.grants.slice(0, 1), clauses: consent.clauses.slice(0, 2) },
    { ...contact, sections: contact.sections.filter(({ name }) => kept.includes(name)) },
  ]
  const compared = (log: readonly CaseEvent[], self: OrganisationId, other: OrganisationId) =>
    foldCase(sharedView(log, self, other))

  it('does not leave any more what was taken back', () => {
    const [grant] = contact.grants
    const at60 = { event: contact, at: at(60) }
    const reviewed = (change: CaseEvent) =>
      grant &&
      reviewGrant(
        { ...at60, grant: { ...grant, sections: ['contact'] } },
        foldCase([...inVienna, change]),
      )
    expect(reviewed(narrowed)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
    expect(reviewed(withdrawn)).toStrictEqual({ kind: 'not-covered', rule: 'consent-withdrawn' })
  })

  it.each([
    ['narrowed', narrowed, ['identity']],
    ['withdrawn', withdrawn, []],
  ] as const)(
    'is the same to both whether the copy left before or after: %s',
    (_case, change, still) => {
      const here = compared([...inVienna, change], vienna, belgrade)
      expect(Object.keys(here.sections)).toStrictEqual(still)
      for (const there of [arrived('identity', 'contact'), arrived(...still)])
        for (const order of permutations([...there, change]))
          expect(compared(order, belgrade, vienna)).toStrictEqual(here)
    },
  )

  it('takes away in every order what a second narrowing takes, too', () => {
    const again = caseEvent('DataConsentNarrowed', 'again', vienna, 31, {
      ...story.narrowed.facts,
      sections: ['needs'],
    })
    const state = settled([consent], narrowed, again, contact)
    expect(new Set(state.consents[consent.id]?.clauses[0]?.removed)).toStrictEqual(
      new Set(['contact', 'needs']),
    )
  })

  it('is answered by who holds it, before or after the copy is there', () => {
    const state = settled([consent], contact, narrowed, story.erased)
    expect(state.narrowings[narrowed.id]?.answers).toStrictEqual({ [belgrade]: 'erased' })
    expect(state.sections.contact).toStrictEqual([
      { event: contact.id, author: vienna, digest: commitmentTo('contact').digest },
    ])
  })
})

describe('an age that is in doubt, and what was consented meanwhile', () => {
  const { child, adult } = opening

  it.each(eitherClock(story.narrowed, child))(
    'suspends and narrows, in either order',
    (narrowed, flip) => {
      const state = settled(upTo('consent'), narrowed, flip)
      const [clause] = state.consents[story.consent.id]?.clauses ?? []
      expect([clause?.removed, clause?.standing]).toStrictEqual([['contact'], 'suspended'])
    },
  )

  it.each(eitherClock(consents.withdrawn, child))(
    'is withdrawn for good where she took it back, in either order',
    (withdrawn, flip) => {
      const state = settled(upTo('consent'), withdrawn, flip, { ...adult, recordedAt: at(90) })
      const [clause] = state.consents[story.consent.id]?.clauses ?? []
      expect(clause?.standing).toBe('withdrawn')
    },
  )
})

describe('a consent that the former custodian took before it learned that custody had moved', () => {
  it('stands, whichever was recorded first: others were told things on the strength of it', () => {
    const before = [...upTo('accepted'), handover.proposed]
    const late = { ...story.consent, id: idOf('late') }
    for (const [consent, taken] of eitherClock(late, handover.taken)) {
      const state = settled(before, consent, taken)
      expect(state.consents[late.id]?.by).toBe(vienna)
      expect(state.custody?.to).toBe(belgrade)
    }
  })
})
