import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { sharedView } from '../case/shared-view.ts'
import { copyTo } from '../sharing/sharing.fixture.ts'
import { commitmentTo, grantTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { reviewGrant } from '../test-support/disclosing.ts'
import { as, at, belgrade, idOf, police, skopje, stranger, vienna } from '../test-support/world.ts'
import { commands, hasPassedOn, onward } from './corrections.fixture.ts'
import { correctionProgress } from './ways.ts'

const { consent, contact, next, shared, corrected, passedOn, acknowledged } = onward
const atSkopje: readonly CaseEvent[] = [next, copyTo(skopje, shared), copyTo(skopje, passedOn)]
const atVienna: readonly CaseEvent[] = [
  consent,
  contact,
  corrected,
  copyTo(vienna, shared),
  copyTo(vienna, passedOn),
]
const whole: readonly CaseEvent[] = [...hasPassedOn, acknowledged]
const known = {
  by: vienna,
  corrects: contact.id,
  sections: ['contact'],
  concerns: [shared.id],
  acknowledgedBy: {},
} as const
/** Another correction of the same by Vienna, as it was passed on. */
const later = {
  ...passedOn,
  id: idOf('later'),
  recordedAt: at(20),
  facts: {
    ...passedOn.facts,
    event: idOf('laterCorrection'),
    putsRight: [{ corrects: contact.id, issuedAt: at(19) }],
  },
  sections: [commitmentTo('contact', 'better')],
} as const
const laterFirst = { ...copyTo(skopje, later), recordedAt: at(11) }

describe('a correction that was passed on', () => {
  it('shows where it went as what its author put right, and in what', () => {
    const { corrections, sections } = foldCase(atSkopje)
    expect(corrections).toStrictEqual({ [corrected.id]: known })
    expect(sections.contact?.map(({ event, author, digest }) => [event, author, digest])).toEqual([
      [shared.id, vienna, 'digest-of-contact'],
      [passedOn.id, vienna, 'right'],
    ])
  })

  it('goes on being the correction at whoever holds that, which concerns what was passed on, too', () => {
    const concerns = [contact.id, shared.id]
    expect(foldCase(hasPassedOn).corrections).toStrictEqual({
      [corrected.id]: { ...known, concerns },
    })
    expect(foldCase(atVienna).corrections).toStrictEqual({
      [corrected.id]: { ...known, concerns: [contact.id] },
    })
    // Skopje was given both by Vienna itself as well.
    const direct = [contact, corrected].map((event) => ({ ...event, grants: [grantTo(skopje)] }))
    expect(foldCase([...direct, ...atSkopje]).corrections).toStrictEqual({
      [corrected.id]: { ...known, concerns },
    })
  })

  it('concerns what its author gave before it was issued, and nothing of later', () => {
    const ofVienna = (name: string, minute: number) => ({
      ...contact,
      id: idOf(name),
      recordedAt: at(minute),
      grants: [grantTo(skopje, { sections: ['contact'] })],
    })
    const log = [ofVienna('early', 9), ofVienna('late', 12.5), ...atSkopje]
    expect(foldCase(log).corrections[corrected.id]?.concerns).toStrictEqual([
      idOf('early'),
      shared.id,
    ])
  })

  it('grows by what is passed on of it after', () => {
    const more = {
      ...copyTo(skopje, passedOn),
      id: idOf('more'),
      recordedAt: at(14),
      facts: { ...passedOn.facts, sections: ['identity'] },
      sections: [commitmentTo('identity', 'right')],
    } as const
    expect(foldCase([...atSkopje, more]).corrections[corrected.id]?.sections).toStrictEqual([
      'contact',
      'identity',
    ])
  })

  it('is superseded by the one that was issued later, by whatever way and in whatever order they came', () => {
    for (const log of [
      [...atSkopje, copyTo(skopje, later)],
      [...atSkopje, laterFirst],
      [laterFirst, ...atSkopje.toReversed()],
      [...atSkopje, { ...laterFirst, author: police }],
    ]) {
      const { corrections } = foldCase(log)
      expect(corrections[corrected.id]?.supersededBy).toBe(later.facts.event)
      expect(corrections[later.facts.event]?.supersededBy).toBeUndefined()
    }
  })

  it('is superseded by a correction of it, whatever their times say', () => {
    const facts = { ...later.facts, putsRight: [{ corrects: corrected.id, issuedAt: at(1) }] }
    const ofIt = { ...copyTo(skopje, later), facts }
    for (const log of [
      [...atSkopje, ofIt],
      [...atSkopje, { ...ofIt, recordedAt: at(11) }],
    ])
      expect(foldCase(log).corrections[corrected.id]?.supersededBy).toBe(later.facts.event)
  })

  it('stands beside a later one of other sections', () => {
    const other = { ...later, facts: { ...later.facts, sections: ['identity'] as const } }
    const { corrections } = foldCase([...atSkopje, copyTo(skopje, other)])
    expect(corrections[corrected.id]).toStrictEqual(known)
  })

  it('is the same in whatever order it arrived, and seen alike by both', () => {
    const expected = foldCase(whole)
    for (let turn = 1; turn < whole.length; turn++) {
      const turned = [...whole.slice(turn), ...whole.slice(0, turn)]
      expect(foldCase(turned)).toStrictEqual(expected)
      expect(foldCase(turned.toReversed())).toStrictEqual(expected)
    }
    const view = (log: readonly CaseEvent[], self: typeof vienna, other: typeof vienna) =>
      foldCase(sharedView(log, self, other))
    expect(view([...atSkopje, acknowledged], skopje, belgrade)).toStrictEqual(
      view(whole, belgrade, skopje),
    )
    expect(view(whole, belgrade, skopje).corrections).toHaveProperty(corrected.id)
    expect(view([...atVienna, acknowledged], vienna, belgrade)).toStrictEqual(
      view(whole, belgrade, vienna),
    )
  })

  it.each<[string, Partial<CaseEvent>]>([
    ['in the name of whoever passed it on', { facts: { ...passedOn.facts, writtenBy: belgrade } }],
    ['by who is said to be passed it on', { author: skopje }],
    [
      'of what somebody else wrote',
      { facts: { ...passedOn.facts, putsRight: [{ corrects: next.id, issuedAt: at(12) }] } },
    ],
    ['of what is no correction', { facts: { ...passedOn.facts, event: idOf('direct') } }],
  ])('is none where it is %s', (_what, change) => {
    const forged = { ...copyTo(skopje, passedOn), ...change } as CaseEvent
    const direct = { ...contact, id: idOf('direct'), grants: [grantTo(skopje)] }
    expect(foldCase([next, direct, copyTo(skopje, shared), forged]).corrections).toStrictEqual({})
  })

  it('is not made another’s by whoever passes on something under its id', () => {
    const forged = { ...copyTo(skopje, later), author: police }
    const facts = {
      ...later.facts,
      event: corrected.id,
      writtenBy: stranger,
      sections: ['identity'] as const,
    }
    expect(foldCase([...atSkopje, { ...forged, facts }]).corrections[corrected.id]).toStrictEqual(
      known,
    )
  })
})

describe('the grant of a correction that is passed on', () => {
  const review = (event: typeof passedOn, log: readonly CaseEvent[]) => {
    const [grant] = event.grants
    return grant && reviewGrant({ event, grant, at: at(13) }, foldCase(log))
  }
  const withFacts = (reader: typeof vienna, change: object) => {
    const copy = copyTo(reader, passedOn)
    return { ...copy, facts: { ...copy.facts, ...change } } as typeof passedOn
  }

  it('stands at who is passed it on, and the news at its author', () => {
    expect(review(withFacts(skopje, {}), [next])).toBeUndefined()
    expect(review(withFacts(vienna, {}), [consent, contact, corrected])).toBeUndefined()
  })

  it.each([
    ['that another event was put right', { putsRight: [{ corrects: next.id, issuedAt: at(12) }] }],
    ['that it was issued later', { putsRight: [{ corrects: contact.id, issuedAt: at(13) }] }],
    ['that nobody knows of the other', { among: [] }],
    ['that somebody else knows of them, too', { among: [vienna, stranger] }],
    ['of nothing that it is a correction, but who knows of the other', { putsRight: [] }],
  ])('is refused by its author where it says %s', (_what, change) => {
    const refused = { kind: 'basis-refused' }
    expect(review(withFacts(vienna, change), [consent, contact, corrected])).toStrictEqual(refused)
  })

  it.each([
    ['nobody knows of the other', { among: [] }],
    ['somebody else does', { among: [vienna, stranger] }],
  ])('is refused by its reader where it says that %s', (_what, change) => {
    expect(review(withFacts(skopje, change), [next])).toStrictEqual({ kind: 'basis-refused' })
  })
})

describe('acknowledge a correction that was passed on', () => {
  const acknowledge = commands.acknowledge
  const told = {
    type: 'CorrectionAcknowledged',
    occurredAt: at(15),
    facts: { correction: passedOn.id },
    sections: {},
    clauses: [],
    recipients: [
      { to: vienna, purpose: 'assistance', needs: [] },
      { to: belgrade, purpose: 'assistance', needs: [] },
    ],
  } as const

  it('tells its author and whoever passed it on', () => {
    for (const correction of [corrected.id, passedOn.id])
      given(...atSkopje)
        .when({ ...acknowledge, correction }, as(skopje, 15))
        .then(told)
  })

  it('is done once for each way by which it came', () => {
    const direct = { ...corrected, grants: [grantTo(skopje, { sections: ['contact'] })] }
    const second = { ...copyTo(skopje, passedOn), id: idOf('second'), author: police }
    given(...atSkopje, acknowledged)
      .when(acknowledge, as(skopje, 16))
      .thenRejected({ kind: 'already-acknowledged-correction' })
    // Vienna knows it by then.
    given(...atSkopje, direct, acknowledged)
      .when(acknowledge, as(skopje, 16))
      .thenRejected({ kind: 'already-acknowledged-correction' })
    given(...atSkopje, second, acknowledged)
      .when(acknowledge, as(skopje, 15))
      .then({
        ...told,
        facts: { correction: second.id },
        recipients: [told.recipients[0], { ...told.recipients[1], to: police }],
      })
  })

  it('is refused where nothing was passed on but what is wrong, and to who passed it on', () => {
    given(next, copyTo(skopje, shared))
      .when({ ...acknowledge, correction: shared.id }, as(skopje, 15))
      .thenRejected({ kind: 'correction-unknown' })
    const ownWord = { ...acknowledged, author: belgrade, facts: { correction: corrected.id } }
    given(...hasPassedOn, ownWord)
      .when({ ...acknowledge, correction: passedOn.id }, as(belgrade, 16))
      .thenRejected({ kind: 'already-acknowledged-correction' })
  })

  it('is known to all three', () => {
    for (const log of [atVienna, hasPassedOn, atSkopje]) {
      const { corrections, shares } = foldCase([...log, acknowledged])
      expect(corrections[corrected.id]?.acknowledgedBy).toStrictEqual({
        [skopje]: acknowledged.id,
      })
      expect(shares[passedOn.id]?.acknowledged).toBe(acknowledged.id)
    }
  })

  it.each([
    ['by a stranger', { author: stranger }],
    ['by whoever passed it on', { author: belgrade }],
    ['of what was wrong', { facts: { correction: shared.id } }],
  ])('is held and changes nothing %s', (_what, change) => {
    const forged = { ...acknowledged, ...change }
    const { corrections, shares } = foldCase([...hasPassedOn, forged])
    expect({ corrections, shares }).toStrictEqual({
      corrections: foldCase(hasPassedOn).corrections,
      shares: foldCase(hasPassedOn).shares,
    })
  })
})

describe('who has put a correction right', () => {
  const holders = (...log: readonly CaseEvent[]) =>
    correctionProgress(foldCase(log)).map(({ holders: all }) => all)
  const direct = { holder: belgrade, isTold: true }
  const further = { holder: skopje, through: belgrade, isTold: false }

  it('is seen by its author, onward as well: who is not told yet, who is, and who has', () => {
    const [a, b, c, sharedNews, passedNews] = atVienna as [
      CaseEvent,
      CaseEvent,
      CaseEvent,
      CaseEvent,
      CaseEvent,
    ]
    expect(holders(a, b, c)).toStrictEqual([[direct]])
    expect(holders(a, b, c, sharedNews)).toStrictEqual([[direct, further]])
    expect(holders(a, b, c, sharedNews, passedNews)).toStrictEqual([
      [direct, { ...further, isTold: true }],
    ])
    const byBelgrade = {
      ...acknowledged,
      id: idOf('byBelgrade'),
      author: belgrade,
      facts: { correction: corrected.id },
    }
    expect(holders(...atVienna, acknowledged, byBelgrade)).toStrictEqual([
      [
        { ...direct, acknowledged: byBelgrade.id },
        { ...further, isTold: true, acknowledged: acknowledged.id },
      ],
    ])
  })

  it('is seen by whoever passed it on, and of itself by whoever was passed it on', () => {
    expect(holders(...whole)).toStrictEqual([
      [direct, { ...further, isTold: true, acknowledged: acknowledged.id }],
    ])
    expect(holders(...atSkopje)).toStrictEqual([[{ ...further, isTold: true }]])
  })

  it('is nobody from whom it was taken back, nor of a correction that counts no more', () => {
    expect(holders(...hasPassedOn, onward.ended)).toStrictEqual([[direct]])
    const again = { ...onward.correctedAgain, facts: { ...corrected.facts, corrects: contact.id } }
    expect(holders(...hasPassedOn, again)).toStrictEqual([[direct, further]])
  })

  it('is who has said so of all that it was passed on of it', () => {
    const more = { ...copyTo(vienna, passedOn), id: idOf('more'), recordedAt: at(16) }
    expect(holders(...atVienna, acknowledged, more)).toStrictEqual([
      [direct, { ...further, isTold: true }],
    ])
    const ofMore = { ...acknowledged, facts: { correction: more.id } }
    expect(holders(...atVienna, more, ofMore)).toStrictEqual([
      [direct, { ...further, isTold: true }],
    ])
  })

  it('is nobody who was passed it on as if it were no correction', () => {
    const facts = { ...passedOn.facts, putsRight: [], among: [] }
    expect(holders(...atVienna.slice(0, 4), { ...copyTo(vienna, passedOn), facts })).toStrictEqual([
      [direct, further],
    ])
  })
})
