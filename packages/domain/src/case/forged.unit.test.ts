import type { EventId, OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { decide } from './decide.ts'
import type { CaseEvent, ConsentClause } from './events.ts'
import { foldCase } from './evolve.ts'

// Whoever is listed can sign anything. What a member of another organisation makes up is stored, for it is
// evidence, and moves nothing.

/** What a reader holds of an event: its own grant, and the clauses that concern it. */
function copyFor(reader: OrganisationId, event: CaseEvent): CaseEvent {
  return {
    ...event,
    grants: event.grants.filter(({ to }) => to === reader),
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === reader || recipient === reader,
    ),
  }
}

const window = { from: at(0), until: at(1000), onward: false }
const spoken = {
  giver: 'self',
  form: 'oral',
  formVersion: 'v1',
  language: 'sr',
  interpreter: true,
  evidence: [],
} as const

/** Belgrade's log after Vienna has handed her over: it does not hold how the case began. */
const atBelgrade: readonly CaseEvent[] = [
  story.consent,
  story.asked,
  story.offered,
  story.accepted,
  story.contact,
].map((event) => (event.author === vienna ? copyFor(belgrade, event) : event))

const contactIsReadable = (log: readonly CaseEvent[]) =>
  reviewGrant(
    {
      event: story.contact,
      grant: grantTo(belgrade, { sections: ['contact'] }),
      at: at(60),
    },
    foldCase(log),
  ) === undefined

/** Skopje was asked for a place once, so it knows the reference. What it signs afterwards is made up. */
const made = (minute: number) => {
  const basis = { kind: 'consent', consent: idOf('made'), clause: 'c1' } as const
  const to = [grantTo(belgrade, { basis })]
  const consent = caseEvent(
    'DataConsentGiven',
    'made',
    skopje,
    minute,
    { ...spoken, matters: ['furtherUse'] },
    {
      clauses: [
        {
          id: 'c1',
          discloser: skopje,
          recipient: belgrade,
          purposes: ['handover'],
          sections: [],
          ...window,
        },
      ],
      grants: [grantTo(belgrade, { basis: { ...basis, consent: 'this' } })],
    },
  )
  const offered = (recipient: OrganisationId) =>
    caseEvent(
      'ReferralOffered',
      'madeOffer',
      skopje,
      minute + 1,
      { ...story.offered.facts, to: recipient },
      { grants: to },
    )
  const proposed = caseEvent(
    'CustodyTransferProposed',
    'madeProposal',
    skopje,
    minute + 2,
    { referral: idOf('madeOffer'), identification: 'presumed', ageStatus: 'verifiedAdult' },
    { grants: to },
  )
  const taken = (author: OrganisationId) =>
    caseEvent(
      'CustodyTransferred',
      'madeTransfer',
      author,
      minute + 3,
      { proposal: proposed.id },
      { grants: to },
    )
  return { consent, offered, proposed, taken }
}

const child = caseEvent(
  'AgeStatusChanged',
  'child',
  vienna,
  30,
  { ageStatus: 'presumedChild', evidence: 'doubt' },
  { grants: [grantTo(belgrade)] },
)

describe('custody, by the signatures of strangers', () => {
  it.each([
    ['by one that offers the case to itself', 20, skopje],
    ['before anybody else, by a clock that was set back', -100, skopje],
    ['by two of them', 20, idOf('other') as unknown as OrganisationId],
  ])('is not moved %s', (_how, minute, to) => {
    const { consent, offered, proposed, taken } = made(minute)
    const state = foldCase([...atBelgrade, consent, offered(to), proposed, taken(to)])
    expect(state.custody).toBeUndefined()
    expect(state.consents[story.consent.id]?.by).toBe(vienna)
  })

  it('does not keep the custodian from being heard', () => {
    const { consent, offered, proposed, taken } = made(20)
    const forged = [...atBelgrade, consent, offered(skopje), proposed, taken(skopje), child]
    expect(contactIsReadable(forged)).toBe(false)
    const again = { ...story.consent, id: idOf('again'), recordedAt: at(31) }
    expect(foldCase([...forged, again]).consents[again.id]?.by).toBe(vienna)
  })
})

describe('the protection of a child, and the word of a stranger', () => {
  const adult = caseEvent(
    'AgeStatusChanged',
    'adult',
    skopje,
    41,
    { ageStatus: 'verifiedAdult', evidence: 'document' },
    { grants: [grantTo(belgrade)] },
  )
  const asked = { ...story.asked, id: idOf('asked2'), author: skopje, recordedAt: at(40) }

  it('is not undone by one that asked for a place', () => {
    expect(contactIsReadable([...atBelgrade, child])).toBe(false)
    expect(contactIsReadable([...atBelgrade, child, asked, adult])).toBe(false)
  })

  it('is not undone by one that took a consent of its own: that is about its own word', () => {
    const { consent } = made(35)
    const log = [...atBelgrade, child, consent, adult]
    expect(contactIsReadable(log)).toBe(false)
    expect(foldCase(log).ageStatus).toBe('presumedChild')
  })

  it('is not made up by one that asked for a place either', () => {
    const doubted = { ...child, author: skopje, recordedAt: at(41) }
    const log = [...atBelgrade, asked, doubted]
    expect(contactIsReadable(log)).toBe(true)
    expect(foldCase(log).ageStatus).toBeUndefined()
  })
})

describe('a consent that a reader gives itself at the custodian', () => {
  const clauses: readonly ConsentClause[] = [
    {
      id: 'c1',
      discloser: vienna,
      recipient: belgrade,
      purposes: ['handover'],
      sections: ['identity', 'health', 'notes'],
      ...window,
    },
    {
      id: 'c2',
      discloser: belgrade,
      recipient: vienna,
      purposes: ['handover'],
      sections: [],
      ...window,
    },
  ]
  const reply = grantTo(vienna)
  const forwarded = (author: OrganisationId, to: OrganisationId, consent: EventId) =>
    caseEvent(
      'RelayForwarded',
      'madeRelay',
      author,
      20,
      {
        consent,
        to,
        ageStatus: 'verifiedAdult',
        hop: 1,
        meetAt: 'office',
        expectedFrom: at(0),
        expires: at(900),
      },
      { grants: [author === vienna ? grantTo(belgrade) : reply] },
    )
  const met = caseEvent('PersonMet', 'madeMeeting', belgrade, 21, { relay: idOf('madeRelay') })
  const hop = caseEvent(
    'RelayConsentGiven',
    'hop',
    belgrade,
    22,
    { next: vienna, ...spoken },
    { clauses, grants: [reply] },
  )
  const genuine = caseEvent(
    'RelayConsentGiven',
    'genuine',
    vienna,
    19,
    { next: belgrade, ...spoken },
    { grants: [grantTo(belgrade)] },
  )
  const narrow = upTo('accepted').map((event) =>
    event.type === 'DataConsentGiven'
      ? { ...event, clauses: event.clauses.map((each) => ({ ...each, sections: [] })) }
      : event,
  )

  it.each([
    [
      'after a relay to itself, on a consent that nobody holds',
      [forwarded(belgrade, belgrade, idOf('nowhere')), met, hop],
    ],
    ['after a relay on that consent', [hop, forwarded(belgrade, vienna, hop.id), met]],
    [
      'where it has met her on a genuine relay',
      [genuine, forwarded(vienna, belgrade, genuine.id), met, hop],
    ],
  ])('discloses nothing of the custodian: %s', (_how, events) => {
    const state = foldCase([...narrow, ...events])
    const given = Object.values(state.consents).flatMap(({ by, clauses: held }) =>
      held.filter(({ discloser }) => discloser === vienna).map(() => by),
    )
    expect(new Set(given)).toStrictEqual(new Set([vienna]))
    const decided = decide(state, commands.ExchangeContact, as(vienna, 50))
    const planned = decided.ok && planDisclosures(decided.value, state, vienna, at(50))
    expect(planned && planned.ok && planned.value.map(({ grant }) => grant.sections)).toStrictEqual(
      [[]],
    )
  })
})

describe('a referral that somebody offers to itself', () => {
  const offer = {
    ...story.offered,
    id: idOf('madeOffer'),
    author: skopje,
    facts: { ...story.offered.facts, to: skopje },
    grants: [grantTo(vienna)],
  }
  const accepted = {
    ...story.accepted,
    id: idOf('madeAcceptance'),
    author: skopje,
    facts: { ...story.accepted.facts, referral: offer.id },
  }
  const care = caseEvent('CareArranged', 'madeCare', skopje, 23, { kind: 'family' })
  const receiver = caseEvent('ReceiverAppointed', 'madeReceiver', skopje, 24, { kind: 'parent' })

  it('settles nothing about a child at its custodian', () => {
    const state = foldCase([...upTo('consent'), offer, accepted, care, receiver])
    expect(state.referrals).toStrictEqual({})
    expect(state.care).toBeUndefined()
    expect(state.receiver).toBeUndefined()
  })
})
