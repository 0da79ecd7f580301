import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { decide } from '../case/decide.ts'
import { caseEvent, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import {
  commands,
  copyTo,
  events,
  hasShared,
  held,
  nextClause,
  onwardClause,
} from './sharing.fixture.ts'

const { ShareEvent, EndSharing } = commands
const shared = {
  type: 'EventShared',
  occurredAt: at(10),
  facts: events.shared.facts,
  sections: {},
  clauses: [],
  recipients: [
    { to: vienna, purpose: 'handover', needs: [] },
    { to: skopje, purpose: 'handover', needs: ['contact'] },
  ],
} as const

const expired = { ...events.withdrawn, type: 'DataConsentExpired' } as CaseEvent
/** Vienna says that she is a child, who gave the consent herself. */
const child = caseEvent('AgeStatusChanged', 'child', vienna, 20, {
  ageStatus: 'presumedChild',
  evidence: 'ownStatement',
})

describe('share an event', () => {
  it('tells whoever wrote it, and gives the sections to the one it is passed on to', () => {
    given(...held)
      .when(ShareEvent, as(belgrade, 10))
      .then(shared)
  })

  it('is never for longer than it was given, nor for longer than she consents to', () => {
    const shorter = { ...events.next, clauses: [{ ...nextClause, until: at(500) }] }
    const draft = { ...shared, facts: { ...shared.facts, until: at(500) } }
    given(events.consent, events.contact, shorter).when(ShareEvent, as(belgrade, 10)).then(draft)
    const until = (log: readonly CaseEvent[]) => {
      const state = foldCase(log)
      const decided = decide(state, ShareEvent, as(belgrade, 10))
      const plan = decided.ok && planDisclosures(decided.value, state, belgrade, at(10))
      return plan && plan.ok && plan.value.map(({ grant }) => [grant.to, grant.until, grant.onward])
    }
    expect(until(held)).toContainEqual([skopje, at(1000), false])
    expect(until([events.consent, events.contact, shorter])).toContainEqual([
      skopje,
      at(500),
      false,
    ])
  })

  it('gives the author the bare fact, and nobody a section that was not named', () => {
    const planned = planDisclosures(shared, foldCase(held), belgrade, at(10))
    expect(
      planned.ok && planned.value.map(({ grant }) => [grant.to, grant.sections]),
    ).toStrictEqual([
      [vienna, []],
      [skopje, ['contact']],
    ])
  })

  it.each([
    ['for a purpose that it was not given for', { purpose: 'protection' }, 'wider-than-given'],
    ['with a section that the event does not carry', { sections: ['health'] }, 'wider-than-given'],
    ['with one more than was given', { sections: ['contact', 'needs'] }, 'wider-than-given'],
    ['to who wrote it', { to: vienna }, 'shared-with-its-author'],
    ['to somebody whom she was not asked about', { to: idOf('x') }, 'onward-not-consented'],
    ['of the consent, which carries nothing', { event: story.consent.id }, 'not-onward'],
    ['of its own consent', { event: events.next.id }, 'shared-not-held'],
  ] as const)('refuses %s', (_what, change, kind) => {
    const decided = decide(
      foldCase(held),
      { ...ShareEvent, ...change } as typeof ShareEvent,
      as(belgrade, 10),
    )
    expect(decided.ok ? 'allowed' : decided.failure.kind).toBe(kind)
  })

  it('refuses a section that never arrived, for it was narrowed on its way', () => {
    const without = { ...events.contact, sections: [commitmentTo('identity')] }
    given(events.consent, without, events.next)
      .when(ShareEvent, as(belgrade, 10))
      .thenRejected({ kind: 'wider-than-given' })
  })

  it.each([
    ['narrowed', events.narrowed, 'section-narrowed'],
    ['withdrawn', events.withdrawn, 'consent-withdrawn'],
    ['recorded as run out', expired, 'consent-withdrawn'],
    ['suspended, for she may be a child', child, 'consent-suspended'],
  ] as const)('refuses what was %s', (_what, event, rule) => {
    given(...held, event)
      .when(ShareEvent, as(belgrade, 21))
      .thenRejected({ kind: 'no-longer-given', rule })
  })

  it('refuses what has run out, at the very instant', () => {
    given(...held)
      .when(ShareEvent, as(belgrade, 1000))
      .thenRejected({ kind: 'no-longer-given', rule: 'outside-window' })
    given(...held)
      .when(ShareEvent, as(belgrade, 1000 - 1 / 60_000))
      .then({ ...shared, occurredAt: at(1000 - 1 / 60_000) })
  })

  it.each([
    ['for another purpose', { purposes: ['protection'] }, 'purpose-not-covered'],
    ['without the section', { sections: ['identity'] }, 'section-not-covered'],
    ['not yet', { from: at(11) }, 'outside-window'],
    ['not any more', { until: at(10) }, 'outside-window'],
    ['to somebody else', { recipient: viennaOffice }, 'no-consent'],
  ] as const)('refuses where she consents %s', (_what, change, rule) => {
    const next = { ...events.next, clauses: [{ ...nextClause, ...change }] }
    given(events.consent, events.contact, next)
      .when(ShareEvent, as(belgrade, 10))
      .thenRejected({ kind: 'onward-not-consented', rule })
  })

  it('refuses what two clauses cover only together: a grant stands on one', () => {
    const parts = (['identity', 'contact'] as const).map((section, place) => ({
      ...nextClause,
      id: `c${place + 1}`,
      sections: [section],
    }))
    given(events.consent, events.contact, { ...events.next, clauses: parts })
      .when({ ...ShareEvent, sections: ['identity', 'contact'] }, as(belgrade, 10))
      .thenRejected({ kind: 'onward-not-consented', rule: 'section-not-covered' })
  })

  it('refuses what was passed on itself: there is one hop', () => {
    const toOffice = { ...nextClause, discloser: skopje, recipient: viennaOffice }
    const own = { ...events.next, id: idOf('own'), author: skopje, clauses: [toOffice] }
    given(events.next, events.shared, own)
      .when({ ...ShareEvent, event: events.shared.id, to: viennaOffice }, as(skopje, 12))
      .thenRejected({ kind: 'shared-not-held' })
    const onward = events.shared.grants.map((grant) => ({ ...grant, onward: true }))
    const { givenOnward } = foldCase([...held, { ...events.shared, grants: onward }])
    expect(Object.keys(givenOnward)).toStrictEqual([events.contact.id])
  })

  it('may be done anew once it was taken back, and not before', () => {
    const anew = {
      ...events.consent,
      id: idOf('anew'),
      recordedAt: at(30),
      clauses: [onwardClause],
    }
    const contact = {
      ...events.contact,
      id: idOf('contactAnew'),
      recordedAt: at(31),
      grants: [
        grantTo(belgrade, {
          sections: ['contact'],
          onward: true,
          basis: { kind: 'consent', consent: anew.id, clause: 'c1' },
        }),
      ],
    }
    const facts = { ...shared.facts, event: contact.id }
    given(...hasShared, events.withdrawn, events.ended, anew, contact)
      .when({ ...ShareEvent, event: contact.id }, as(belgrade, 32))
      .then({ ...shared, occurredAt: at(32), facts })
    given(...hasShared)
      .when(ShareEvent, as(belgrade, 32))
      .thenRejected({ kind: 'already-shared' })
  })
})

describe('end what was passed on', () => {
  const ended = {
    type: 'SharingEnded',
    occurredAt: at(21),
    facts: events.ended.facts,
    sections: {},
    clauses: [],
    recipients: [
      { to: vienna, purpose: 'handover', needs: [] },
      { to: skopje, purpose: 'handover', needs: [] },
    ],
  } as const

  it.each([
    ['narrowed', events.narrowed],
    ['withdrawn', events.withdrawn],
    ['recorded as run out', expired],
    ['suspended', child],
  ] as const)('follows when it was %s, without saying why', (_what, event) => {
    given(...hasShared, event)
      .when(EndSharing, as(belgrade, 21))
      .then(ended)
  })

  it('follows when its time has run out, at the very instant, also where nobody says so', () => {
    given(...hasShared)
      .when(EndSharing, as(belgrade, 1000))
      .then({ ...ended, occurredAt: at(1000) })
    given(...hasShared)
      .when(EndSharing, as(belgrade, 1000 - 1 / 60_000))
      .thenRejected({ kind: 'not-due-yet' })
  })

  it('refuses while all stands, what is another section, and twice', () => {
    const other = {
      ...events.narrowed,
      facts: { ...events.narrowed.facts, sections: ['identity'] },
    }
    given(...hasShared)
      .when(EndSharing, as(belgrade, 21))
      .thenRejected({ kind: 'not-due-yet' })
    given(...hasShared, other as CaseEvent)
      .when(EndSharing, as(belgrade, 21))
      .thenRejected({ kind: 'not-due-yet' })
    given(...hasShared, events.narrowed, events.ended)
      .when(EndSharing, as(belgrade, 22))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('answer what was passed on and is taken back', () => {
  const answer = sampleCommand('AnswerAsHolder', {
    narrowing: events.ended.id,
    answer: 'erased',
    sections: ['contact'],
  })
  const atSkopje = [events.next, copyTo(skopje, events.shared), copyTo(skopje, events.ended)]

  it('reaches who passed it on and who wrote it', () => {
    given(...atSkopje)
      .when(answer, as(skopje, 22))
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(22),
        facts: events.answered.facts,
        sections: {},
        clauses: [],
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: vienna, purpose: 'handover', needs: [] },
        ],
      })
  })

  it('is Skopje’s to give, for every section, and once', () => {
    given(...hasShared, events.ended)
      .when(answer, as(vienna, 22))
      .thenRejected({ kind: 'narrowing-unknown' })
    given(...hasShared, events.ended)
      .when(answer, as(belgrade, 22))
      .thenRejected({ kind: 'not-a-holder' })
    given(...atSkopje)
      .when({ ...answer, sections: [] }, as(skopje, 22))
      .thenRejected({ kind: 'answer-incomplete' })
    given(...atSkopje, events.answered)
      .when(answer, as(skopje, 23))
      .thenRejected({ kind: 'already-answered' })
  })

  it('is overdue after three days, which whoever passed it on tells who owes it and who wrote it', () => {
    const overdue = sampleCommand('RecordHoldersOverdue', { narrowing: events.ended.id })
    const later = 21 + 3 * 24 * 60
    given(...hasShared, events.narrowed, events.ended)
      .when(overdue, as(belgrade, later))
      .then({
        type: 'HoldersOverdue',
        occurredAt: at(later),
        facts: { narrowing: events.ended.id },
        sections: {},
        clauses: [],
        recipients: [
          { to: vienna, purpose: 'assistance', needs: [] },
          { to: skopje, purpose: 'assistance', needs: [] },
        ],
      })
    given(...hasShared, events.narrowed, events.ended, events.answered)
      .when(overdue, as(belgrade, later))
      .thenRejected({ kind: 'already-done' })
    for (const self of [vienna, skopje])
      given(...hasShared, events.narrowed, events.ended)
        .when(overdue, as(self, later))
        .thenRejected({ kind: 'promise-unknown' })
  })

  it('shows as overdue at who wrote it, until it comes, in whatever order the two arrive', () => {
    const told = [grantTo(vienna), grantTo(skopje)]
    const facts = { narrowing: events.ended.id }
    const overdue = caseEvent('HoldersOverdue', 'overdue', belgrade, 5000, facts, { grants: told })
    const { consent, contact, shared, narrowed, ended, answered } = events
    const atVienna = (...more: readonly CaseEvent[]) => {
      const copies = [shared, ended, ...more].map((event) => copyTo(vienna, event))
      return foldCase([consent, contact, narrowed, ...copies]).overdueHolders[ended.id]
    }
    expect(atVienna()).toBeUndefined()
    expect(atVienna(overdue)).toStrictEqual([skopje])
    expect(atVienna(overdue, answered)).toStrictEqual([])
    expect(atVienna(answered, overdue)).toStrictEqual([])
    expect(atVienna({ ...overdue, author: skopje })).toBeUndefined()
    expect(atVienna(overdue, { ...answered, author: belgrade })).toStrictEqual([skopje])
  })
})
