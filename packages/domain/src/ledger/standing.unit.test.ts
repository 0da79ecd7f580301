import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { CaseEvent, EventOf, FactsByType, Grant } from '../case/events.ts'
import { caseEvent, clauses, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { refusalEvents } from '../consent/refusals.fixture.ts'
import { sharedHoldings } from './shared-holdings.ts'

const consent: EventOf<'DataConsentGiven'> = {
  ...story.consent,
  grants: [grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } })],
}

const told = (seq: number, parts: Partial<Grant> = {}) => ({
  grants: [grantTo(belgrade, { seq, ...parts })],
})
const contact: EventOf<'ContactExchanged'> = {
  ...story.contact,
  ...told(2, { sections: ['identity', 'contact'] }),
}
const narrowed = { ...story.narrowed, ...told(3) }
const withdrawn = caseEvent(
  'DataConsentWithdrawn',
  'withdrawn',
  vienna,
  18,
  { consent: consent.id },
  told(4),
)
const expired = caseEvent(
  'DataConsentExpired',
  'expired',
  vienna,
  1001,
  { consent: consent.id },
  told(4),
)
const overdue = (narrowing: CaseEvent) =>
  caseEvent('HoldersOverdue', 'overdue', vienna, 5000, { narrowing: narrowing.id }, told(9))

type Answer = Partial<FactsByType['HoldersAnswered']>
const answerTo = (narrowing: CaseEvent, facts: Answer = {}, name = 'answer', minute = 20) =>
  caseEvent(
    'HoldersAnswered',
    name,
    belgrade,
    minute,
    { narrowing: narrowing.id, answer: 'erased', sections: ['contact'], retained: [], ...facts },
    { grants: [grantTo(vienna, { seq: minute })] },
  )

/** What became of a section at Belgrade's, as Vienna sees it. */
function standing(
  events: readonly CaseEvent[],
  {
    section = 'contact',
    minute = 100,
    holder = belgrade,
  }: {
    readonly section?: 'contact' | 'identity' | 'needs'
    readonly minute?: number
    readonly holder?: OrganisationId
  } = {},
) {
  return sharedHoldings(events, [vienna, belgrade], at(minute))
    .filter((each) => each.holder === holder && each.section === section)
    .map((each) => each.standing)
}

const sinceOf = ({ id: event, recordedAt }: CaseEvent) => ({ event, at: recordedAt })
const given = [story.opened, consent, contact]

describe('a section that was given', () => {
  it('is said with who wrote it, who holds it, what for, on which basis, until when and whether onward', () => {
    expect(sharedHoldings(given, [vienna, belgrade], at(100))[1]).toStrictEqual({
      holder: belgrade,
      section: 'contact',
      event: contact.id,
      type: 'ContactExchanged',
      recordedAt: contact.recordedAt,
      author: vienna,
      purpose: 'handover',
      basis: { kind: 'consent', consent: consent.id, clause: 'c1' },
      until: at(1000),
      onward: false,
      standing: { kind: 'covered' },
    })
  })

  it('is nothing of those who were given nothing', () => {
    expect(sharedHoldings(given, [vienna, skopje], at(100))).toStrictEqual([])
  })

  it('is not covered any more from the very instant at which its clause ends', () => {
    const ended = { kind: 'uncovered', because: 'ended', answer: 'notAsked' }
    expect(standing(given, { minute: 999 })).toStrictEqual([{ kind: 'covered' }])
    expect(standing(given, { minute: 1000 })).toStrictEqual([ended])
  })

  it('is unknown where the consent is not held, or the event that it is news of', () => {
    const unknown = [{ kind: 'unknown', because: 'basisNotHeld' }]
    expect(standing([story.opened, contact])).toStrictEqual(unknown)
    const basis = { kind: 'notice', about: idOf('never') } as const
    const news = { ...contact, ...told(2, { sections: ['contact'], basis }) }
    expect(standing([story.opened, consent, news])).toStrictEqual(unknown)
  })

  it('is told to go beyond its clause where it did', () => {
    const health = { ...contact, ...told(2, { sections: ['contact'], purpose: 'testimony' }) }
    expect(standing([story.opened, consent, health])).toStrictEqual([
      { kind: 'uncovered', because: 'neverCovered', answer: 'notAsked' },
    ])
  })

  it('is narrowed where she refuses it, and its holder is asked when that is recorded', () => {
    const refused = { ...refusalEvents.refused, ...told(3) }
    const taken = { kind: 'uncovered', because: 'narrowed', answer: 'notAsked' }
    expect(standing([...given, refused])).toStrictEqual([taken])
    const { takenBack } = refusalEvents
    expect(standing([...given, refused, { ...takenBack, ...told(4) }])).toStrictEqual([
      { kind: 'covered' },
    ])
  })

  it('is suspended where its giver does not speak for the person, and nobody is asked for an answer', () => {
    const child = caseEvent(
      'AgeStatusChanged',
      'child',
      vienna,
      16,
      { ageStatus: 'presumedChild', evidence: 'doubt' },
      told(3),
    )
    expect(standing([...given, child])).toStrictEqual([
      { kind: 'uncovered', because: 'suspended', since: sinceOf(child), answer: 'notAsked' },
    ])
  })
})

describe('what the person took back', () => {
  const awaited = (because: string, by: CaseEvent, answer = 'awaited') => [
    { kind: 'uncovered', because, since: sinceOf(by), answer },
  ]

  it('is held until its holder answers: one section that was narrowed, and no other', () => {
    const events = [...given, narrowed]
    expect(standing(events)).toStrictEqual(awaited('narrowed', narrowed))
    expect(standing(events, { section: 'identity' })).toStrictEqual([{ kind: 'covered' }])
  })

  it('is every section of a consent that was withdrawn', () => {
    const events = [...given, withdrawn]
    expect(standing(events)).toStrictEqual(awaited('withdrawn', withdrawn))
    expect(standing(events, { section: 'identity' })).toStrictEqual(awaited('withdrawn', withdrawn))
  })

  it('has run out with the event that says so', () => {
    expect(standing([...given, expired], { minute: 1002 })).toStrictEqual(awaited('ended', expired))
  })

  it('is overdue when that was recorded of its holder, until the answer comes after all', () => {
    const late = [...given, narrowed, overdue(narrowed)]
    expect(standing(late)).toStrictEqual(awaited('narrowed', narrowed, 'overdue'))
    const answer = answerTo(narrowed, {}, 'late', 6000)
    expect(standing([...late, answer])).toStrictEqual([
      { kind: 'erased', under: answer.id, at: at(6000) },
    ])
  })

  it('is asked of the organisation that took the consent, too, which held it itself', () => {
    const back = caseEvent(
      'RiskAssessed',
      'back',
      belgrade,
      10,
      { about: story.offered.id, subjects: ['person'] },
      {
        sections: [commitmentTo('needs')],
        grants: [
          grantTo(vienna, {
            sections: ['needs'],
            basis: { kind: 'consent', consent: consent.id, clause: 'c2' },
          }),
        ],
      },
    )
    expect(
      standing([...given, back, withdrawn], { section: 'needs', holder: vienna }),
    ).toStrictEqual(awaited('withdrawn', withdrawn))
    const answer = caseEvent(
      'HoldersAnswered',
      'own',
      vienna,
      19,
      { narrowing: withdrawn.id, answer: 'erased', sections: ['needs'], retained: [] },
      { grants: [grantTo(belgrade, { seq: 9 })] },
    )
    expect(
      standing([...given, back, withdrawn, answer], { section: 'needs', holder: vienna }),
    ).toStrictEqual([{ kind: 'erased', under: answer.id, at: at(19) }])
  })

  it('is not taken back by one who did not take the consent', () => {
    const forged = { ...narrowed, author: belgrade, grants: [grantTo(vienna)] }
    expect(standing([...given, forged])).toStrictEqual([{ kind: 'covered' }])
  })

  it('says nothing of what came under another clause', () => {
    const other = { ...clauses[0], id: 'c5' }
    const more = { ...consent, clauses: [...clauses, other] }
    const basis = { kind: 'consent', consent: consent.id, clause: 'c5' } as const
    const elsewhere = { ...contact, ...told(2, { sections: ['contact'], basis }) }
    const events = [story.opened, more, elsewhere, narrowed, answerTo(narrowed)]
    expect(standing(events)).toStrictEqual([{ kind: 'covered' }])
  })

  it('is not answered for where it was given after the answer', () => {
    const again = {
      ...caseEvent('ContactExchanged', 'again', vienna, 30, { referral: story.offered.id }),
      sections: [commitmentTo('contact')],
      ...told(7, { sections: ['contact'] }),
    }
    const erased = answerTo(narrowed)
    expect(standing([...given, narrowed, erased, again])).toStrictEqual([
      { kind: 'erased', under: erased.id, at: erased.recordedAt },
      { kind: 'uncovered', because: 'narrowed', since: sinceOf(narrowed), answer: 'notAsked' },
    ])
  })
})

describe('what the holder answers', () => {
  const after = (answer: CaseEvent, ...more: readonly CaseEvent[]) =>
    standing([...given, narrowed, answer, ...more])
  const under = (answer: CaseEvent) => ({ under: answer.id, at: answer.recordedAt })
  const hold = { citation: 'code-7', until: at(900) }

  it('is that it erased it', () => {
    const answer = answerTo(narrowed)
    expect(after(answer)).toStrictEqual([{ kind: 'erased', ...under(answer) }])
  })

  it('is that it uses it no more', () => {
    const answer = answerTo(narrowed, { answer: 'restricted' })
    expect(after(answer)).toStrictEqual([{ kind: 'restricted', ...under(answer) }])
  })

  it('is that it keeps it, with where that is written and until when', () => {
    const retained = [{ sections: ['contact'], ...hold }] as const
    const answer = answerTo(narrowed, { answer: 'retained', retained })
    expect(after(answer)).toStrictEqual([{ kind: 'retained', ...under(answer), ...hold }])
  })

  it('is that it keeps it without saying why, in a first version', () => {
    const answer = answerTo(narrowed, { answer: 'retained' })
    expect(after(answer)).toStrictEqual([{ kind: 'retained', ...under(answer) }])
  })

  it.each<[string, Answer]>([
    [
      'keeps something else',
      { answer: 'retained', retained: [{ sections: ['identity'], ...hold }] },
    ],
    ['erased something else', { sections: ['identity'] }],
  ])('is unknown of a section where it says only that it %s', (_what, facts) => {
    expect(after(answerTo(narrowed, facts))).toStrictEqual([
      { kind: 'unknown', because: 'answerSilent' },
    ])
  })

  it('is the second one where what was kept is erased in the end, in whatever order they are held', () => {
    const retained = [{ sections: ['contact'], ...hold }] as const
    const first = answerTo(narrowed, { answer: 'retained', retained })
    const second = answerTo(narrowed, {}, 'second', 901)
    const erased = [{ kind: 'erased', ...under(second) }]
    expect(after(first, second)).toStrictEqual(erased)
    expect(after(second, first)).toStrictEqual(erased)
  })

  it('is awaited again where more is taken back than what it answered for', () => {
    const kept = answerTo(narrowed, { answer: 'restricted' })
    expect(after(kept, withdrawn)).toStrictEqual([
      { kind: 'uncovered', because: 'withdrawn', since: sinceOf(withdrawn), answer: 'awaited' },
    ])
  })

  it('stays that it erased it, whatever is taken back later', () => {
    const answer = answerTo(narrowed)
    expect(after(answer, withdrawn)).toStrictEqual([{ kind: 'erased', ...under(answer) }])
  })

  it('is its own, and not what the other side says in an answer of its own', () => {
    const answer = answerTo(narrowed)
    const own = { ...answerTo(narrowed, {}, 'own', 40), author: vienna, ...told(8) }
    expect(after(answer, own)).toStrictEqual([{ kind: 'erased', ...under(answer) }])
  })

  it('is nothing in the name of somebody else', () => {
    const forged = { ...answerTo(narrowed), author: skopje }
    expect(after(forged)).toStrictEqual([
      { kind: 'uncovered', because: 'narrowed', since: sinceOf(narrowed), answer: 'awaited' },
    ])
  })
})
