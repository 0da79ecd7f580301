import { plusMilliseconds, type OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { caseEvent, commitmentTo, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  court,
  idOf,
  skopje,
  stranger,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { refusalEvents as refusals } from '../consent/refusals.fixture.ts'
import { events as handover } from '../handover/handover.fixture.ts'
import { events as opening } from '../opening/opening.fixture.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { commands as correcting, onward } from '../corrections/corrections.fixture.ts'
import {
  commands as sharing,
  copyTo,
  events as passing,
  hasShared,
  held,
} from '../sharing/sharing.fixture.ts'
import { commands as returning } from '../return/return.fixture.ts'
import type { CaseCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { CaseEvent, EventDraft } from './events.ts'
import { foldCase } from './evolve.ts'

const { expired, proposed, taken, withdrawn } = handover
const { declined, identified, notIdentified, requested } = opening

/** Folds what happened in every order in which it can arrive, and hands out the one state that all give. */
function stateOf(before: readonly CaseEvent[], ...atOnce: readonly CaseEvent[]) {
  const states = permutations(atOnce).flatMap((order) => [
    foldCase([...before, ...order]),
    foldCase([...order, ...before]),
  ])
  const [first] = states
  if (first === undefined) throw new Error('there is at least one order')
  for (const state of states) expect(state).toStrictEqual(first)
  return first
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, place) =>
    permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]),
  )
}

const referral = idOf('offered')

describe('a referral that is accepted and withdrawn at once', () => {
  const afterwards = { ...withdrawn, recordedAt: at(6.5) }

  it.each([
    ['before', afterwards],
    ['after', withdrawn],
  ])('is both, whether it was taken back %s the acceptance', (_when, withdrawal) => {
    const state = stateOf(upTo('seen'), story.accepted, withdrawal)
    expect(state.referrals[referral]).toMatchObject({
      decision: { kind: 'accepted' },
      withdrawal: { event: withdrawal.id },
    })
  })

  it('tells nothing more about her, and still lets her arrive', () => {
    const state = foldCase([...upTo('departed'), withdrawn])
    expect(decide(state, c.ExchangeContact, as(vienna, 13))).toMatchObject({
      ok: false,
      failure: { kind: 'already-decided', outcome: 'withdrawn' },
    })
    expect(decide(state, c.AssessRisk, as(vienna, 13)).ok).toBe(false)
    expect(decide(state, c.ConfirmArrival, as(belgrade, 13)).ok).toBe(true)
  })
})

describe('a consent that is taken back while she is on her way', () => {
  const offered = { ...story.offered, grants: [grantTo(belgrade)] }
  const before = upTo('departed').map((event) => (event.id === offered.id ? offered : event))
  const revoked = caseEvent('DataConsentWithdrawn', 'revoked', vienna, 12.2, {
    consent: story.consent.id,
  })
  const held = [...before, revoked]
  const { ConfirmDeparture, ConfirmArrival, AssessRisk } = c
  const { RecordPersonNotSeen } = returning

  const decideIn = (history: readonly CaseEvent[], command: CaseCommand, self: OrganisationId) => {
    const decided = decide(foldCase(history), command, as(self, 13))
    if (!decided.ok) throw new Error(`refused: ${decided.failure.kind}`)
    return decided.value
  }
  const planIn = (history: readonly CaseEvent[], draft: EventDraft, self: OrganisationId) => {
    const planned = planDisclosures(draft, foldCase(history), self, at(13))
    return planned.ok ? planned.value : planned.failure
  }

  it.each([
    [ConfirmArrival, belgrade, vienna, held],
    [RecordPersonNotSeen, belgrade, vienna, held],
    [ConfirmDeparture, vienna, belgrade, held.filter(({ id }) => id !== story.departed.id)],
  ] as const)('lets $type be told as it is, and nothing else', (command, self, to, history) => {
    const draft = decideIn(history, command, self)
    const planned = planIn(history, draft, self)
    expect(planned).toStrictEqual([
      {
        grant: {
          to,
          purpose: 'return',
          sections: [],
          basis: { kind: 'notice', about: referral },
          until: plusMilliseconds(at(13), 90 * 24 * 60 * 60 * 1000),
          onward: false,
        },
        withheld: [],
      },
    ])
    const grants = 'kind' in planned ? [] : planned.map(({ grant }) => ({ ...grant, seq: 9 }))
    const told = {
      ...caseEvent('ArrivalConfirmed', 'told', self, 13, { referral }),
      type: draft.type,
      facts: draft.facts,
      grants,
    } as CaseEvent
    const [grant] = grants
    const readerHolds = foldCase(history)
    expect(grant && reviewGrant({ event: told, grant, at: at(13) }, readerHolds)).toBeUndefined()
    // To one who shares nothing of the referral it is no notice.
    expect(
      grant &&
        reviewGrant({ event: told, grant: { ...grant, to: skopje }, at: at(13) }, readerHolds),
    ).toStrictEqual({ kind: 'basis-refused' })
    expect(
      grant &&
        reviewGrant(
          { event: told, grant: { ...grant, sections: ['travel'] }, at: at(13) },
          readerHolds,
        ),
    ).toMatchObject({ kind: 'section-never-carried' })
  })

  it('lets no risk be told, and no journey', () => {
    expect(planIn(held, decideIn(held, AssessRisk, vienna), vienna)).toStrictEqual({
      kind: 'no-basis',
      recipient: belgrade,
      rule: 'consent-withdrawn',
    })
    expect(planIn(held, decideIn(held, c.PlanReturnTravel, vienna), vienna)).toStrictEqual({
      kind: 'no-basis',
      recipient: belgrade,
      rule: 'consent-withdrawn',
    })
  })
})

describe('a referral that is accepted and has expired', () => {
  it('is what came first', () => {
    const late = { ...story.accepted, id: idOf('late'), recordedAt: at(101) }
    expect(stateOf(upTo('seen'), expired, late).referrals[referral]?.decision?.kind).toBe('expired')
    expect(stateOf(upTo('seen'), expired, story.accepted).referrals[referral]?.decision?.kind).toBe(
      'accepted',
    )
  })
})

describe('a case whose custody two have taken', () => {
  const other = {
    ...story.offered,
    id: idOf('other'),
    facts: { ...story.offered.facts, to: skopje },
  }
  const second = caseEvent('CustodyTransferProposed', 'second', vienna, 20, {
    ...proposed.facts,
    referral: other.id,
  })
  const alsoTaken = caseEvent('CustodyTransferred', 'alsoTaken', skopje, 22, {
    proposal: second.id,
  })

  it('is with the first of them, and the other one is held', () => {
    const before = [...upTo('accepted'), other, proposed, second]
    const state = stateOf(before, taken, alsoTaken)
    expect(state.custody).toStrictEqual({ to: belgrade, event: taken.id })
    expect(state.known[alsoTaken.id]).toBeDefined()
    expect(state.custodyProposals[second.id]?.taken).toBeUndefined()
  })
})

describe('a section that is corrected twice', () => {
  const correction = (name: string, minute: number) =>
    caseEvent('CorrectionIssued', name, vienna, minute, {
      corrects: story.contact.id,
      sections: ['identity'],
      reason: 'typingError',
    })
  const [first, later] = [correction('first', 20), correction('later', 21)]

  it('is as the later one says, and the earlier one says so', () => {
    const state = stateOf(upTo('contact'), first, later)
    expect(state.corrections[first.id]?.supersededBy).toBe(later.id)
    expect(state.corrections[later.id]?.supersededBy).toBeUndefined()
  })
})

describe('a hearing that is put off while she departs for it', () => {
  const testimony = caseEvent(
    'TestimonyRequested',
    'testimony',
    court,
    3,
    {
      purpose: 'testify',
      modes: ['video', 'inPerson'],
      hearingFrom: at(1000),
      hearingUntil: at(1100),
      respondBy: at(500),
      asked: [vienna],
    },
    { grants: [grantTo(vienna)] },
  )
  const consented = caseEvent('TripConsented', 'tripConsent', vienna, 10, {
    testimony: testimony.id,
  })
  const trip = caseEvent('TripPlanned', 'trip', vienna, 11, {
    testimony: testimony.id,
    consent: consented.id,
  })
  const departed = caseEvent('Departed', 'left', vienna, 12, { trip: trip.id })
  const postponed = caseEvent('HearingPostponed', 'postponed', court, 12, {
    testimony: testimony.id,
    reason: 'court',
    hearingFrom: at(2000),
    hearingUntil: at(2100),
  })

  it('is both: she is on her way, and the trip says that it is in vain', () => {
    const before = [...upTo('consent'), testimony, consented, trip]
    const state = stateOf(before, departed, postponed)
    expect(state.trips[trip.id]).toMatchObject({
      departed: departed.id,
      postponed: { event: postponed.id },
    })
    expect(state.testimonies[testimony.id]?.hearingFrom).toBe(at(2000))
  })
})

describe('a trip to which she consents with one while she refuses with another', () => {
  const testimony = caseEvent(
    'TestimonyRequested',
    'testimony',
    court,
    3,
    {
      purpose: 'testify',
      modes: ['video', 'inPerson'],
      hearingFrom: at(1000),
      hearingUntil: at(1100),
      respondBy: at(500),
      asked: [vienna, belgrade],
    },
    { grants: [grantTo(vienna)] },
  )
  const about = { testimony: testimony.id }
  const refused = caseEvent('ParticipationConsentRefused', 'no', belgrade, 10, about)
  const consented = caseEvent('TripConsented', 'tripConsent', vienna, 10, about)
  const trip = caseEvent('TripPlanned', 'trip', vienna, 10, { ...about, consent: consented.id })

  it.each([9, 10, 11])('is none, whichever came first: the refusal at minute %i', (minute) => {
    const refusal = { ...refused, recordedAt: at(minute), occurredAt: at(minute) }
    const state = stateOf([...upTo('consent'), testimony], refusal, consented, trip)
    expect(state.testimonies[testimony.id]?.participation?.kind).toBe('refused')
    expect(state.trips[trip.id]?.refused).toStrictEqual({ event: refusal.id, at: at(minute) })
  })
})

describe('a consent that is narrowed while a copy is on its way', () => {
  const copy = {
    ...story.contact,
    sections: [commitmentTo('contact')],
    grants: [grantTo(belgrade, { sections: ['contact'] })],
  }

  it('covers no reading from then on, in whatever order the two arrived', () => {
    const state = stateOf(upTo('accepted'), copy, story.narrowed)
    const [grant] = copy.grants
    expect(grant && reviewGrant({ event: copy, grant, at: at(17) }, state)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
    expect(decide(state, c.AnswerAsHolder, as(belgrade, 17)).ok).toBe(true)
  })
})

describe('consent that a reader takes back while a copy to it is on its way', () => {
  const grant = grantTo(vienna, {
    sections: ['risk'],
    basis: { kind: 'consent', consent: story.consent.id, clause: 'c2' },
  })
  const copy = { ...story.riskThere, grants: [grant] }
  const review = (...taken: readonly CaseEvent[]) =>
    reviewGrant(
      { event: copy, grant, at: copy.recordedAt },
      foldCase([...upTo('contact'), ...taken]),
    )

  it('refuses the copy as a whole: what its author could not know counts all the same', () => {
    const facts = { consent: story.consent.id, clause: 'c2', sections: ['risk'] } as const
    const narrowed = caseEvent('DataConsentNarrowed', 'c2-narrowed', vienna, 9, facts)
    const withdrawn = caseEvent('DataConsentWithdrawn', 'all-withdrawn', vienna, 9, {
      consent: story.consent.id,
    })
    expect(review()).toBeUndefined()
    expect(review(narrowed)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'risk',
    })
    expect(review(withdrawn)).toStrictEqual({ kind: 'not-covered', rule: 'consent-withdrawn' })
  })
})

describe('an age that changes while a copy is on its way', () => {
  const change = caseEvent('AgeStatusChanged', 'change', vienna, 8, {
    ageStatus: 'presumedChild',
    evidence: 'doubt',
  })
  const copy = { ...story.contact, grants: [grantTo(belgrade, { sections: ['contact'] })] }

  it('suspends what rests on her word alone, wherever it is held', () => {
    const state = stateOf(upTo('accepted'), copy, change)
    const [grant] = copy.grants
    expect(grant && reviewGrant({ event: copy, grant, at: at(9) }, state)).toStrictEqual({
      kind: 'not-covered',
      rule: 'consent-suspended',
    })
  })

  it('lets it stand again when she turns out to be an adult', () => {
    const back = caseEvent('AgeStatusChanged', 'back', vienna, 9, {
      ageStatus: 'verifiedAdult',
      evidence: 'document',
    })
    const state = stateOf(upTo('accepted'), copy, change, back)
    const [grant] = copy.grants
    expect(grant && reviewGrant({ event: copy, grant, at: at(10) }, state)).toBeUndefined()
  })
})

describe('an authority that identifies her while she declines', () => {
  it('is heard beside her, and her word holds', () => {
    const state = stateOf([...upTo('consent'), requested], identified, declined)
    expect(state.identification).toBe('declinedIdentification')
    expect(state.identificationRequests[requested.id]?.answer).toMatchObject({
      kind: 'identified',
      by: viennaOffice,
    })
  })
})

describe('something that is passed on while it is taken back', () => {
  it.each([
    ['afterwards', 10],
    ['before it was known', 20.5],
  ])('was passed on, is erased where it went, and leaves no more: %s', (_when, minute) => {
    const shared = { ...passing.shared, recordedAt: at(minute) }
    const state = stateOf(held, shared, passing.narrowed)
    expect(state.shares[shared.id]).toMatchObject({ to: skopje, ended: [] })
    const { EndSharing, ShareEvent } = sharing
    expect(decide(state, EndSharing, as(belgrade, 21))).toMatchObject({
      ok: true,
      value: { facts: { sections: ['contact'] } },
    })
    const [, grant] = shared.grants
    const flaw = grant && reviewGrant({ event: shared, grant, at: at(21) }, state)
    expect(flaw).toMatchObject({ kind: 'not-covered', rule: 'section-narrowed' })
    const again = decide(foldCase([...held, passing.narrowed]), ShareEvent, as(belgrade, 21))
    expect(again).toMatchObject({ ok: false, failure: { kind: 'no-longer-given' } })
  })
})

describe('something that is passed on while its author puts it right', () => {
  it.each([9, 10, 11])('is put right where it went, after it: corrected at %i', (minute) => {
    const corrected = { ...onward.corrected, recordedAt: at(minute) }
    const state = stateOf(held, passing.shared, corrected)
    expect(decide(state, correcting.passOn, as(belgrade, 12))).toMatchObject({
      ok: true,
      value: { type: 'EventShared', facts: { event: corrected.id, to: skopje } },
    })
  })
})

describe('a correction that is to be passed on while she takes that back', () => {
  it.each([
    ['at its author', passing.narrowed],
    [
      'where it was passed on',
      caseEvent('DataConsentWithdrawn', 'takenBack', belgrade, 12, { consent: passing.next.id }),
    ],
  ])('is passed on no more: %s', (_where, taking) => {
    const state = stateOf(hasShared, onward.corrected, taking)
    expect(decide(state, correcting.passOn, as(belgrade, 21))).toMatchObject({
      ok: false,
      failure: { kind: 'already-done' },
    })
  })
})

describe('two corrections of one section that two pass on', () => {
  const copy = copyTo(skopje, onward.passedOn)
  const later = {
    ...copy,
    id: idOf('later'),
    author: stranger,
    facts: {
      ...copy.facts,
      event: idOf('laterCorrection'),
      putsRight: [{ corrects: story.contact.id, issuedAt: at(13) }],
    },
  }

  it.each([12.5, 13, 14])('are as their author says, whichever came first: %d', (minute) => {
    const { corrections } = stateOf([passing.next], copy, { ...later, recordedAt: at(minute) })
    expect(corrections[onward.corrected.id]?.supersededBy).toBe(later.facts.event)
    expect(corrections[later.facts.event]?.supersededBy).toBeUndefined()
  })
})

describe('an authority that answers one request twice', () => {
  it.each([
    ['found first', 30, 31, 'identified'],
    ['found last', 31, 30, 'notIdentified'],
  ] as const)('has given its first answer: %s', (_when, found, notFound, kind) => {
    const state = stateOf(
      [...upTo('consent'), requested],
      { ...identified, recordedAt: at(found) },
      { ...notIdentified, recordedAt: at(notFound) },
    )
    expect(state.identificationRequests[requested.id]?.answer?.kind).toBe(kind)
  })
})

describe('a consent that a former custodian takes before it learns that custody has moved', () => {
  it.each([21.5, 20.5])('stands: others were told things on the strength of it', (minute) => {
    const late = { ...story.consent, id: idOf('late'), recordedAt: at(minute) }
    const state = stateOf([...upTo('accepted'), proposed], taken, late)
    expect(state.consents[late.id]?.by).toBe(vienna)
    expect(state.custody?.to).toBe(belgrade)
  })
})

describe('a refusal and a consent to the same', () => {
  const { refused, takenBack, transferProposed, transferred } = refusals
  const consented = { ...story.consent, recordedAt: at(21) }
  const grant = grantTo(belgrade, { sections: ['contact'] })
  const isRefused = (state: ReturnType<typeof foldCase>) => {
    const flaw = reviewGrant(
      { event: { ...story.contact, recordedAt: at(25) }, grant, at: at(30) },
      state,
    )
    return flaw?.kind === 'not-covered' && flaw.rule === 'refused-by-her'
  }

  it.each([20, 22])('come to the refusal, whichever was recorded first', (minute) => {
    const state = stateOf(upTo('presumed'), consented, { ...refused, recordedAt: at(minute) })
    expect(isRefused(state)).toBe(true)
  })

  it('come to the refusal where another of the same is taken back', () => {
    const other = { ...refused, id: idOf('other') }
    const state = stateOf(upTo('presumed'), consented, refused, other, takenBack)
    expect(isRefused(state)).toBe(true)
    expect(isRefused(stateOf(upTo('presumed'), consented, refused, takenBack))).toBe(false)
  })

  it.each([18.5, 22])('come to it, too, by a former custodian', (minute) => {
    const late = { ...refused, recordedAt: at(minute) }
    const state = stateOf([...upTo('accepted'), transferProposed], transferred, late)
    expect(isRefused(state)).toBe(true)
  })
})
