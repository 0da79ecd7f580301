import { describe, expect, it } from 'vitest'
import { caseEvent, commitmentTo, grantTo, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { evolve, foldCase } from './evolve.ts'
import type { CaseEvent } from './events.ts'
import { emptyCase, type CaseState } from './state.ts'

const whole = foldCase(upTo('acknowledged'))

/** The state with one event more that is held, and nothing else. */
function holding(state: CaseState, { id, type, author, recordedAt, grants }: CaseEvent): CaseState {
  const to = grants.map((grant) => grant.to)
  return { ...state, known: { ...state.known, [id]: { type, author, recordedAt, to } } }
}

describe('the fold of a whole handover', () => {
  it('says who opened the case, and what is known of the person', () => {
    const { opened, ageStatus, identification } = whole
    expect({ opened, ageStatus, identification }).toStrictEqual({
      opened: { by: vienna, event: idOf('opened') },
      ageStatus: 'verifiedAdult',
      identification: 'presumed',
    })
  })

  it('says how far the referral is', () => {
    expect(whole.referrals).toStrictEqual({
      [idOf('offered')]: {
        by: vienna,
        to: belgrade,
        respondBy: at(100),
        seen: idOf('seen'),
        decision: { kind: 'accepted', event: idOf('accepted'), firstContactBy: at(150) },
        contactExchanged: idOf('contact'),
        riskAssessedBy: [vienna, belgrade],
        travelPlanned: idOf('planned'),
        departed: idOf('departed'),
        arrived: idOf('arrived'),
        notSeen: [],
        supportStarted: idOf('supported'),
        reviews: [],
        feedback: [idOf('feedback')],
      },
    })
  })

  it('says what was asked, notified and answered', () => {
    expect(whole.enquiries).toStrictEqual({
      [idOf('asked')]: { by: vienna, respondBy: at(100), answers: { [belgrade]: 'available' } },
    })
    expect(whole.notifications).toStrictEqual({
      [idOf('notified')]: {
        by: vienna,
        kind: 'consented',
        respondBy: at(500),
        acknowledgedBy: { [viennaOffice]: idOf('acknowledged') },
        actions: [],
      },
    })
  })

  it('says what was taken from which clause, and who has erased it', () => {
    const [first] = whole.consents[idOf('consent')]?.clauses ?? []
    expect(first?.removed).toStrictEqual(['contact'])
    expect(whole.narrowings).toStrictEqual({
      [idOf('narrowed')]: {
        by: vienna,
        consent: idOf('consent'),
        clause: 'c1',
        sections: ['contact'],
        answers: { [belgrade]: 'erased' },
      },
    })
    expect(whole.erasures).toStrictEqual([
      { by: belgrade, under: idOf('narrowed'), event: idOf('erased'), sections: ['contact'] },
    ])
  })

  it('refers to the values that are held by the digests that were signed', () => {
    const held = { event: idOf('contact'), author: vienna, to: [] }
    expect(whole.sections).toStrictEqual({
      identity: [{ ...held, digest: 'digest-of-identity' }],
      contact: [{ ...held, digest: 'digest-of-contact' }],
    })
  })
})

describe('what is decided', () => {
  const declined = caseEvent('ReferralDeclined', 'declined', belgrade, 8, {
    referral: idOf('offered'),
    reason: 'noCapacity',
  })

  it('stays decided: the first decision counts', () => {
    const state = foldCase([...upTo('accepted'), declined])
    expect(state.referrals[idOf('offered')]?.decision?.kind).toBe('accepted')
  })

  it('is an answer, not an erasure, where a holder keeps what was narrowed', () => {
    const facts = { ...story.erased.facts, answer: 'retained' } as const
    const state = foldCase([...upTo('narrowed'), { ...story.erased, facts }])
    expect(state.narrowings[idOf('narrowed')]?.answers).toStrictEqual({ [belgrade]: 'retained' })
    expect(state.erasures).toStrictEqual([])
  })
})

/** Each changes nothing of a finished handover: it points nowhere, or its author had no say. */
const forgeries: readonly [string, CaseEvent][] = [
  [
    'a second opening',
    {
      ...story.opened,
      id: idOf('x'),
      author: skopje,
      recordedAt: at(50),
      facts: { ageStatus: 'presumedChild' },
    },
  ],
  ['a presumption by another', { ...story.presumed, id: idOf('x'), author: skopje }],
  [
    'a consent that another claims to have taken',
    { ...story.consent, id: idOf('x'), author: belgrade },
  ],
  ['a narrowing by another', { ...story.narrowed, id: idOf('x'), author: belgrade }],
  [
    'a narrowing of no consent',
    {
      ...story.narrowed,
      id: idOf('x'),
      facts: { ...story.narrowed.facts, consent: idOf('nowhere') },
    },
  ],
  ['an answer by its own author', { ...story.erased, id: idOf('x'), author: vienna }],
  ['an answer by somebody who holds nothing', { ...story.erased, id: idOf('x'), author: skopje }],
  [
    'an answer by a reader of another clause',
    { ...story.erased, id: idOf('x'), author: viennaOffice },
  ],
  [
    'an answer to no narrowing',
    {
      ...story.erased,
      id: idOf('x'),
      facts: { ...story.erased.facts, narrowing: idOf('nowhere') },
    },
  ],
  ['an answer to the own enquiry', { ...story.answered, id: idOf('x'), author: vienna }],
  [
    'an answer to no enquiry',
    {
      ...story.answered,
      id: idOf('x'),
      facts: { ...story.answered.facts, enquiry: idOf('nowhere') },
    },
  ],
  [
    'an acknowledgement by the one who notified',
    { ...story.acknowledged, id: idOf('x'), author: vienna },
  ],
  [
    'an acknowledgement of nothing',
    { ...story.acknowledged, id: idOf('x'), facts: { notification: idOf('nowhere') } },
  ],
  [
    'an event that refers to itself',
    { ...story.seen, id: idOf('x'), facts: { referral: idOf('x') } },
  ],
  [
    'an event that refers to one of another kind',
    { ...story.seen, id: idOf('x'), facts: { referral: idOf('consent') } },
  ],
]

const steps = [
  story.seen,
  story.accepted,
  story.riskHere,
  story.planned,
  story.departed,
  story.arrived,
  story.supported,
  story.feedback,
]
const decline = caseEvent('ReferralDeclined', 'x', vienna, 30, {
  referral: idOf('offered'),
  reason: 'noCapacity',
})

describe('a forged event', () => {
  it.each(forgeries)('changes nothing: %s', (_case, forged) => {
    expect(foldCase([...upTo('acknowledged'), forged])).toStrictEqual(holding(whole, forged))
    expect(evolve(whole, forged)).toStrictEqual(holding(whole, forged))
  })

  it.each(steps.map((step) => [step.type, step] as const))(
    'changes nothing as a step of a handover by a stranger: %s',
    (_type, step) => {
      const forged = { ...step, id: idOf('x'), author: skopje } as CaseEvent
      expect(foldCase([...upTo('acknowledged'), forged])).toStrictEqual(holding(whole, forged))
    },
  )

  it.each(
    [...steps.filter(({ type }) => type !== 'RiskAssessed'), story.contact, decline].map(
      (step) => [step.type, step] as const,
    ),
  )('changes nothing as a step that belongs to the other side: %s', (_type, step) => {
    const author = step.type === 'ReferralDeclined' || step.author === belgrade ? vienna : belgrade
    const forged = { ...step, id: idOf('x'), author, sections: [] } as CaseEvent
    const before = foldCase(upTo('offered'))
    expect(foldCase([...upTo('offered'), forged])).toStrictEqual(holding(before, forged))
  })

  it('does not make anybody a presumed victim', () => {
    const forged = { ...story.presumed, id: idOf('x'), author: skopje }
    const opened = foldCase(upTo('opened'))
    expect(foldCase([...upTo('opened'), forged])).toStrictEqual(holding(opened, forged))
  })

  it('still counts as held where it brought a section, for that is what it is', () => {
    const forged = {
      ...story.presumed,
      id: idOf('x'),
      author: skopje,
      sections: [commitmentTo('notes')],
    }
    expect(foldCase([...upTo('acknowledged'), forged])).toStrictEqual({
      ...holding(whole, forged),
      sections: {
        ...whole.sections,
        notes: [{ event: idOf('x'), author: skopje, digest: 'digest-of-notes', to: [] }],
      },
    })
  })
})

describe('a part of a case', () => {
  it('folds without its opening, as it does for those who receive', () => {
    const state = foldCase([story.consent, story.offered, story.accepted])
    expect(state.opened).toBeUndefined()
    expect(state.referrals[idOf('offered')]?.decision?.kind).toBe('accepted')
    expect(Object.keys(state.consents)).toStrictEqual([idOf('consent')])
  })

  it('is empty where nothing is held', () => {
    expect(foldCase([])).toStrictEqual(emptyCase)
  })

  it('says of every event that is held who wrote it and who was given it', () => {
    const shared = { ...story.offered, grants: [grantTo(belgrade)] }
    expect(foldCase([story.opened, shared]).known).toStrictEqual({
      [idOf('opened')]: { type: 'CaseOpened', author: vienna, recordedAt: at(0), to: [] },
      [idOf('offered')]: {
        type: 'ReferralOffered',
        author: vienna,
        recordedAt: at(5),
        to: [belgrade],
      },
    })
  })

  it('says of every section that is held who was given it, and not who got the bare event', () => {
    const grants = [grantTo(belgrade, { sections: ['contact'] }), grantTo(skopje)]
    const state = foldCase([story.opened, { ...story.contact, grants }])
    expect(state.sections.contact?.map(({ to }) => to)).toStrictEqual([[belgrade]])
    expect(state.sections.identity?.map(({ to }) => to)).toStrictEqual([[]])
  })
})
