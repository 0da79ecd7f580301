import { describe, expect, it } from 'vitest'
import type { Basis, CaseEvent, DraftOf, EventDraft, Grant } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { passed } from '../crime-information/crime-information.fixture.ts'
import { events as handover } from '../handover/handover.fixture.ts'
import { events as notification } from '../notification/notification.fixture.ts'
import { caseEvent, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import {
  at,
  belgrade,
  court,
  idOf,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { fallbackBasis, sectionsUnasked } from './fallback.ts'
import { planDisclosures } from './minimise.ts'
import { reviewGrant } from './review-grant.ts'

const consent = story.consent.id
const offered = { ...story.offered, grants: [grantTo(belgrade)] }
const history: readonly CaseEvent[] = [story.opened, story.presumed, story.consent, offered]
const held = foldCase(history)
const release = caseEvent('DefendantReleaseNotified', 'release', court, 20, {
  release: 'escaped',
  expectedOn: at(30),
})
const age = caseEvent('AgeStatusChanged', 'age', vienna, 20, {
  ageStatus: 'presumedChild',
  evidence: 'doubt',
})
const corrected = caseEvent(
  'CorrectionIssued',
  'corrected',
  vienna,
  20,
  { corrects: offered.id, sections: ['needs'], reason: 'typingError' },
  { sections: [commitmentTo('needs')] },
)
const withdrawn = { ...handover.withdrawn, recordedAt: at(2000) }
const noticeAbout = (about: CaseEvent['id']): Basis => ({ kind: 'notice', about })

/** A draft of an event to one recipient, at a time when no clause covers anything any more. */
const planned = (event: CaseEvent, to: typeof vienna, state = held) => {
  const draft = {
    ...event,
    sections: Object.fromEntries(event.sections.map(({ name }) => [name, { value: 'Example' }])),
    recipients: [{ to, purpose: 'assistance', needs: event.sections.map(({ name }) => name) }],
  } as unknown as EventDraft
  return planDisclosures(draft, state, event.author, at(2000))
}
const review = (event: CaseEvent, parts: Partial<Grant> & Pick<Grant, 'to' | 'basis'>) =>
  reviewGrant(
    { event, grant: grantTo(parts.to, { until: at(5000), ...parts }), at: at(2000) },
    held,
  )

/** Each kind of fallback with an event that has it, a recipient, and the basis it travels on. */
const kinds: readonly (readonly [string, CaseEvent, typeof vienna, Basis])[] = [
  ['noPersonalData', story.asked, skopje, { kind: 'noPersonalData' }],
  ['legalObligation', notification.mandatory, viennaOffice, { kind: 'legalObligation' }],
  ['vitalInterests', release, skopje, { kind: 'vitalInterests' }],
  ['publicInterest', passed, police, { kind: 'publicInterest' }],
  ['notice about what it names', withdrawn, belgrade, noticeAbout(offered.id)],
  ['notice about anything shared', age, viennaOffice, noticeAbout(consent)],
]

describe('what goes without consent', () => {
  it.each(kinds)('goes on the basis of its type, bare: %s', (_case, event, to, basis) => {
    const plan = planned(event, to)
    expect(plan.ok && plan.value.map(({ grant }) => grant)).toStrictEqual([
      {
        to,
        purpose: 'assistance',
        sections: [],
        basis,
        until: at(2000 + 90 * 24 * 60),
        onward: false,
      },
    ])
    expect(review(event, { to, basis })).toBeUndefined()
  })

  it.each(kinds)('stands on no basis that its type does not have: %s', (_case, event, to, own) => {
    const others = kinds.map(([, , , basis]) => basis).filter(({ kind }) => kind !== own.kind)
    expect(others.length).toBeGreaterThan(3)
    for (const basis of others)
      expect(review(event, { to, basis })).toStrictEqual({ kind: 'basis-refused' })
  })

  it.each(kinds)('never goes onward, and ends: %s', (_case, event, to, basis) => {
    expect(review(event, { to, basis, onward: true })).toStrictEqual({ kind: 'basis-refused' })
    expect(review(event, { to, basis, until: at(2000) })).toStrictEqual({
      kind: 'not-covered',
      rule: 'outside-window',
    })
  })

  it('is nothing of most types: without consent they do not travel', () => {
    for (const event of [story.contact, story.offered, story.notified, story.consent]) {
      expect(planned(event, skopje)).toMatchObject({ ok: false, failure: { kind: 'no-basis' } })
      for (const [, , , basis] of kinds)
        expect(review(event, { to: skopje, basis })).toStrictEqual({ kind: 'basis-refused' })
    }
  })

  it('gives way to a consent where there is one', () => {
    const draft: DraftOf<'AgeStatusChanged'> = {
      ...age,
      sections: {},
      clauses: [],
      recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
    }
    const plan = planDisclosures(draft, held, vienna, at(20))
    expect(plan.ok && plan.value[0]?.grant.basis).toStrictEqual({
      kind: 'consent',
      consent,
      clause: 'c1',
    })
  })
})

describe('a notice', () => {
  it('is not planned about what the two do not share', () => {
    const rejection = (recipient: typeof vienna) => ({
      ok: false,
      failure: { kind: 'no-basis', recipient, rule: 'no-consent' },
    })
    expect(planned(withdrawn, skopje)).toStrictEqual(rejection(skopje))
    expect(planned(age, skopje)).toStrictEqual(rejection(skopje))
    const elsewhere = { ...withdrawn, facts: { ...withdrawn.facts, referral: idOf('nowhere') } }
    expect(planned(elsewhere, belgrade)).toMatchObject({ ok: false, failure: { kind: 'no-basis' } })
  })

  it('falls where it is forged about something the two do not share', () => {
    const refused = { kind: 'basis-refused' }
    for (const about of [story.opened.id, story.presumed.id, idOf('nowhere')])
      expect(review(age, { to: belgrade, basis: noticeAbout(about) })).toStrictEqual(refused)
    expect(review(age, { to: skopje, basis: noticeAbout(consent) })).toStrictEqual(refused)
    const stranger = { ...age, author: skopje }
    expect(review(stranger, { to: belgrade, basis: noticeAbout(consent) })).toStrictEqual(refused)
  })

  it('falls where it stands on another event than its facts name, though they share that', () => {
    expect(review(withdrawn, { to: belgrade, basis: noticeAbout(consent) })).toStrictEqual({
      kind: 'basis-refused',
    })
  })

  it('goes back, too: from who was given the event to who wrote it', () => {
    const answered = { ...story.erased, facts: { ...story.erased.facts, narrowing: offered.id } }
    expect(fallbackBasis({ ...answered, author: belgrade, recipient: vienna }, held)).toStrictEqual(
      noticeAbout(offered.id),
    )
    expect(
      fallbackBasis({ ...answered, author: belgrade, recipient: viennaOffice }, held),
    ).toBeUndefined()
  })

  it('is about the latest event that the two share, where its facts name none', () => {
    const request = { type: 'AgeStatusChanged', facts: age.facts, author: vienna } as const
    expect(fallbackBasis({ ...request, recipient: belgrade }, held)).toStrictEqual(
      noticeAbout(offered.id),
    )
    expect(fallbackBasis({ ...request, recipient: viennaOffice }, held)).toStrictEqual(
      noticeAbout(consent),
    )
    expect(fallbackBasis({ ...request, recipient: skopje }, held)).toBeUndefined()
  })

  it('carries no section, though its type may: that needs consent', () => {
    const plan = planned(corrected, belgrade)
    expect(plan.ok && plan.value[0]?.grant.sections).toStrictEqual([])
    expect(plan.ok && plan.value[0]?.withheld).toStrictEqual([
      { section: 'needs', rule: 'outside-window' },
    ])
    const basis = noticeAbout(offered.id)
    expect(review(corrected, { to: belgrade, basis })).toBeUndefined()
    expect(review(corrected, { to: belgrade, basis, sections: ['needs'] })).toStrictEqual({
      kind: 'basis-refused',
    })
  })
})

describe('the sections that go unasked', () => {
  it('are those that the type names, and they alone', () => {
    expect(sectionsUnasked('FutureCrimeInformationPassed')).toStrictEqual(['notes'])
    expect(sectionsUnasked('CorrectionIssued')).toStrictEqual([])
    const carrying = { ...passed, sections: [commitmentTo('notes')] }
    const plan = planned(carrying, police)
    expect(plan.ok && plan.value[0]?.grant.sections).toStrictEqual(['notes'])
    const basis = { kind: 'publicInterest' } as const
    expect(review(carrying, { to: police, basis, sections: ['notes'] })).toBeUndefined()
    expect(review(carrying, { to: police, basis, sections: ['identity'] })).toStrictEqual({
      kind: 'section-never-carried',
      section: 'identity',
    })
  })
})
