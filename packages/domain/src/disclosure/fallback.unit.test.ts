import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { CaseEvent, DraftOf, Grant } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
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
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'

const contact = { ...story.contact, grants: [grantTo(belgrade)] }
const held = [...upTo('accepted'), contact]
const report = caseEvent('MistakeReported', 'report', belgrade, 20, {
  about: contact.id,
  sections: ['identity'],
})
const release = caseEvent('DefendantReleaseNotified', 'release', court, 20, {
  release: 'onParole',
  expectedOn: at(50),
})
const notice = grantTo(vienna, { basis: { kind: 'notice', about: contact.id } })

const review = (event: CaseEvent, grant: Grant, log: readonly CaseEvent[] = held) =>
  reviewGrant({ event, grant, at: at(20) }, foldCase(log))

const plan = (
  draft: DraftOf<'MistakeReported'> | DraftOf<'DefendantReleaseNotified'>,
  author: OrganisationId,
) => {
  const planned = planDisclosures(draft, foldCase(held), author, at(20))
  return planned.ok ? planned.value.map(({ grant }) => grant) : planned.failure
}

const draftOf = (event: CaseEvent, to: OrganisationId) => ({
  type: event.type,
  occurredAt: event.occurredAt,
  facts: event.facts,
  sections: {},
  clauses: [],
  recipients: [{ to, purpose: 'protection' as const, needs: [] }],
})

describe('a notice', () => {
  const draft = draftOf(report, vienna) as DraftOf<'MistakeReported'>

  it('goes to whoever shares the event that it is about, bare and never onward', () => {
    expect(plan(draft, belgrade)).toMatchObject([
      { to: vienna, sections: [], basis: { kind: 'notice', about: contact.id }, onward: false },
    ])
  })

  it('does not go to somebody else, or about an event that was never shared', () => {
    const toSkopje = {
      ...draft,
      recipients: [{ ...draft.recipients[0], to: skopje }],
    } as typeof draft
    expect(plan(toSkopje, belgrade)).toMatchObject({ kind: 'no-basis', recipient: skopje })
    const aboutRisk = { ...draft, facts: { ...draft.facts, about: idOf('presumed') } }
    expect(
      plan({ ...aboutRisk, recipients: [{ ...draft.recipients[0], to: skopje }] } as never, vienna),
    ).toMatchObject({
      kind: 'no-basis',
      recipient: skopje,
    })
  })

  it('stands at the recipient, who wrote the event or was given it', () => {
    expect(review(report, notice)).toBeUndefined()
    const answer = caseEvent('CorrectionIssued', 'correction', vienna, 21, {
      corrects: contact.id,
      sections: ['identity'],
      reason: 'typingError',
    })
    expect(review(answer, { ...notice, to: belgrade })).toBeUndefined()
  })

  it.each<[string, CaseEvent, Grant, object]>([
    [
      'an event that the facts do not name',
      report,
      grantTo(vienna, { basis: { kind: 'notice', about: idOf('accepted') } }),
      { kind: 'basis-refused' },
    ],
    ['a stranger’s word', { ...report, author: skopje }, notice, { kind: 'basis-refused' }],
    [
      'an event that is not held',
      report,
      grantTo(vienna, { basis: { kind: 'notice', about: idOf('nowhere') } }),
      { kind: 'subject-unknown' },
    ],
    [
      'a section',
      report,
      { ...notice, sections: ['identity'] },
      { kind: 'section-never-carried', section: 'identity' },
    ],
    ['a way onward', report, { ...notice, onward: true }, { kind: 'basis-refused' }],
    [
      'a time that is over',
      report,
      { ...notice, until: at(20) },
      { kind: 'not-covered', rule: 'outside-window' },
    ],
    [
      'a type that is no notice',
      story.contact,
      { ...notice, to: belgrade },
      { kind: 'basis-refused' },
    ],
  ])('falls with %s', (_what, event, grant, flaw) => {
    expect(review(event, grant)).toStrictEqual(flaw)
  })

  it('goes between those to whom its author says that it was given, and to no other', () => {
    const request = caseEvent(
      'TestimonyRequested',
      'request',
      court,
      20,
      {
        purpose: 'testify',
        modes: ['video'],
        hearingFrom: at(100),
        hearingUntil: at(200),
        respondBy: at(50),
        asked: [vienna, belgrade],
      },
      { grants: [grantTo(vienna)] },
    )
    const facts = { testimony: request.id }
    const refusal = caseEvent('ParticipationConsentRefused', 'refusal', belgrade, 20, facts)
    const about = { basis: { kind: 'notice', about: request.id } } as const
    expect(review(refusal, grantTo(vienna, about), [request])).toBeUndefined()
    for (const [author, asked] of [
      [skopje, [vienna, belgrade]],
      [belgrade, [vienna]],
      [belgrade, []],
    ] as const) {
      const among = { ...request, facts: { ...request.facts, asked } }
      expect(review({ ...refusal, author }, grantTo(vienna, about), [among])).toStrictEqual({
        kind: 'basis-refused',
      })
    }
  })

  it('takes no section along that consent does not cover, though its type may carry it', () => {
    const correction = caseEvent('CorrectionIssued', 'correction', vienna, 21, {
      corrects: contact.id,
      sections: ['identity'],
      reason: 'typingError',
    })
    const carrying = { ...notice, to: belgrade, sections: ['identity'] as const }
    expect(review(correction, carrying)).toStrictEqual({ kind: 'basis-refused' })
  })
})

describe('a warning', () => {
  const draft = draftOf(release, police) as DraftOf<'DefendantReleaseNotified'>

  it('needs no consent where a life may depend on it, and carries nothing', () => {
    expect(plan(draft, court)).toMatchObject([
      { to: police, sections: [], basis: { kind: 'vitalInterests' } },
    ])
    expect(
      review(release, grantTo(police, { basis: { kind: 'vitalInterests' } }), []),
    ).toBeUndefined()
  })

  it.each(['legalObligation', 'publicInterest', 'noPersonalData'] as const)(
    'is not given on another basis: %s',
    (kind) => {
      expect(review(release, grantTo(police, { basis: { kind } }), [])).toStrictEqual({
        kind: 'basis-refused',
      })
    },
  )
})

describe('what the law asks for', () => {
  it('is one type of event and no other', () => {
    const basis = { kind: 'legalObligation' } as const
    const facts = { ...story.notified.facts, citation: 'law-1', languages: [] }
    const mandatory = caseEvent('MandatoryNotificationMade', 'mandatory', vienna, 18, facts)
    expect(review(mandatory, grantTo(viennaOffice, { basis }))).toBeUndefined()
    expect(review(story.notified, grantTo(viennaOffice, { basis }))).toStrictEqual({
      kind: 'basis-refused',
    })
  })
})

describe('information about a crime to come', () => {
  const information = caseEvent('FutureCrimeInformationPassed', 'crime', vienna, 0, {
    matter: 'recruitment',
  })
  const basis = { kind: 'publicInterest' } as const

  it('takes its text along, and nothing else', () => {
    expect(review(information, grantTo(police, { basis, sections: ['notes'] }), [])).toBeUndefined()
    expect(
      review(information, grantTo(police, { basis, sections: ['notes', 'identity'] }), []),
    ).toStrictEqual({ kind: 'section-never-carried', section: 'identity' })
  })
})
