import { describe, expect, it } from 'vitest'
import { dueCommands } from '../case/due.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { nextClause } from '../sharing/sharing.fixture.ts'
import { caseEvent, commitmentTo, grantTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { as, at, belgrade, idOf, police, skopje, vienna } from '../test-support/world.ts'
import { commands, correctedOnward, hasPassedOn, onward } from './corrections.fixture.ts'
import { wrongOnward } from './pass-on.ts'

const { passOn } = commands
const { consent, contact, next, shared, corrected, correctedAgain, passedOn } = onward
const before = [consent, contact, next, shared] as const
const right = {
  type: 'EventShared',
  occurredAt: at(13),
  facts: passedOn.facts,
  sections: {},
  clauses: [],
  recipients: [
    { to: vienna, purpose: 'handover', needs: [] },
    { to: skopje, purpose: 'handover', needs: ['contact'] },
  ],
} as const
const erased = caseEvent('PersonalDataErased', 'erasedHere', belgrade, 12, {
  sections: ['contact'],
  authority: 'retentionEnded',
})
/** The same with both sections passed on, and both put right. */
const both = {
  ...shared,
  facts: { ...shared.facts, sections: ['identity', 'contact'] },
  sections: [commitmentTo('identity'), commitmentTo('contact')],
  grants: shared.grants.map((grant) =>
    grant.to === skopje ? { ...grant, sections: ['identity', 'contact'] as const } : grant,
  ),
} as const
const again = { ...passOn, correction: correctedAgain.id }

/** What Belgrade does by itself. */
function due(...history: readonly CaseEvent[]) {
  return dueCommands(foldCase(history), as(belgrade, 20)).filter(
    ({ type }) => type === 'PassOnCorrection',
  )
}

/** What Belgrade cannot do by itself, and why. */
function stuck(...history: readonly CaseEvent[]) {
  return wrongOnward(foldCase(history), { self: belgrade, now: at(20) })
}

describe('pass on a correction', () => {
  it('gives the reader the right value of what it was given, and tells its author', () => {
    given(...correctedOnward)
      .when(passOn, as(belgrade, 13))
      .then(right)
    const plan = planDisclosures(right, foldCase(correctedOnward), belgrade, at(13))
    expect(
      plan.ok && plan.value.map(({ grant }) => [grant.to, grant.sections, grant.onward]),
    ).toStrictEqual([
      [vienna, [], false],
      [skopje, ['contact'], false],
    ])
  })

  it('gives no more than the reader was given of what is wrong', () => {
    given(...before, correctedAgain)
      .when(again, as(belgrade, 15))
      .then({
        ...right,
        occurredAt: at(15),
        facts: {
          ...right.facts,
          event: correctedAgain.id,
          putsRight: [{ corrects: contact.id, issuedAt: at(14) }],
        },
      })
    // It was to get both, and one of them was kept back then.
    const partly = { ...both, grants: shared.grants }
    expect(due(consent, contact, next, partly, correctedAgain)).toStrictEqual([again])
    given(consent, contact, next, partly, correctedAgain)
      .when(again, as(belgrade, 15))
      .then({
        ...right,
        occurredAt: at(15),
        facts: {
          ...right.facts,
          event: correctedAgain.id,
          putsRight: [{ corrects: contact.id, issuedAt: at(14) }],
        },
      })
  })

  it('is for no longer than either was given', () => {
    const grants = corrected.grants.map((grant) => ({ ...grant, until: at(400) }))
    given(...before, { ...corrected, grants })
      .when(passOn, as(belgrade, 13))
      .then({ ...right, facts: { ...right.facts, until: at(400) } })
    const soon = { ...shared, facts: { ...shared.facts, until: at(300) } }
    given(consent, contact, next, soon, corrected)
      .when(passOn, as(belgrade, 13))
      .then({ ...right, facts: { ...right.facts, until: at(300) } })
  })

  it('is done by itself, once for each reader, whichever of the two came first', () => {
    const crossing = { ...corrected, recordedAt: at(9) }
    for (const history of [correctedOnward, [...before, crossing], [crossing, ...before]])
      expect(due(...history)).toStrictEqual([passOn])
    expect(due(...hasPassedOn)).toStrictEqual([])
    given(...hasPassedOn)
      .when(passOn, as(belgrade, 14))
      .thenRejected({ kind: 'already-done' })
  })

  it('follows what is passed on only when the correction is there already', () => {
    const late = { ...shared, id: idOf('late'), recordedAt: at(16) }
    expect(due(...hasPassedOn, late)).toStrictEqual([{ ...passOn, shared: late.id }])
    const passedLate = { ...passedOn, id: idOf('passedLate'), recordedAt: at(17) }
    expect(due(...hasPassedOn, late, passedLate)).toStrictEqual([])
  })

  it('concerns what other events of its author carried, too, and nothing of later ones', () => {
    const earlier = { ...contact, id: idOf('earlier'), recordedAt: at(7) }
    const of = (event: CaseEvent) => ({ ...shared, facts: { ...shared.facts, event: event.id } })
    expect(due(consent, earlier, contact, next, of(earlier), corrected)).toStrictEqual([passOn])
    const later = { ...contact, id: idOf('later'), recordedAt: at(13) }
    const of13 = { ...of(later), recordedAt: at(14) }
    expect(due(consent, contact, corrected, later, next, of13)).toStrictEqual([])
    const others = { ...contact, id: idOf('others'), author: police }
    expect(due(consent, contact, others, next, of(others), corrected)).toStrictEqual([])
  })

  it('goes on where a correction was put right: the last word on each section, and no earlier one', () => {
    const ofIt = { ...correctedAgain, facts: { ...correctedAgain.facts, corrects: corrected.id } }
    // The first never left: nobody learns what was wrong again.
    expect(due(...correctedOnward, ofIt)).toStrictEqual([again])
    expect(due(...correctedOnward, correctedAgain)).toStrictEqual([again])
    given(...correctedOnward, correctedAgain)
      .when(passOn, as(belgrade, 15))
      .thenRejected({ kind: 'already-done' })
    // It did: the second is passed on for both, once.
    expect(due(...hasPassedOn, ofIt)).toStrictEqual([again])
    const passedAgain = {
      ...passedOn,
      id: idOf('passedAgain'),
      recordedAt: at(15),
      facts: { ...passedOn.facts, event: ofIt.id },
    }
    expect(due(...hasPassedOn, ofIt, passedAgain)).toStrictEqual([])
  })

  it('brings of two corrections what the later one leaves out', () => {
    const first = {
      ...correctedAgain,
      id: corrected.id,
      recordedAt: at(11),
    }
    const later = { ...corrected, id: correctedAgain.id, recordedAt: at(12) }
    const history = [consent, contact, next, both, first, later]
    expect(due(...history)).toStrictEqual([passOn, again])
    const facts = (event: CaseEvent) => ({
      ...right.facts,
      event: event.id,
      putsRight: [{ corrects: contact.id, issuedAt: event.recordedAt }],
    })
    given(...history)
      .when(passOn, as(belgrade, 13))
      .then({
        ...right,
        facts: { ...facts(first), sections: ['identity'] },
        recipients: [right.recipients[0], { ...right.recipients[1], needs: ['identity'] }],
      })
    given(...history)
      .when(again, as(belgrade, 13))
      .then({ ...right, facts: facts(later) })
  })

  it.each<[string, readonly CaseEvent[]]>([
    [
      'she has taken back what she consented to between the two',
      [caseEvent('DataConsentWithdrawn', 'end', belgrade, 11, { consent: next.id })],
    ],
    [
      'she has taken the section back there',
      [
        caseEvent('DataConsentNarrowed', 'end', belgrade, 11, {
          consent: next.id,
          clause: 'c1',
          sections: ['contact'],
        }),
      ],
    ],
    ['she has taken the section back at its author', [onward.narrowed]],
    ['she has taken all of it back at its author', [onward.withdrawn]],
    ['what was wrong was taken back from the reader', [onward.ended]],
  ])('goes nowhere where %s', (_what, more) => {
    expect(due(...correctedOnward, ...more)).toStrictEqual([])
    expect(stuck(...correctedOnward, ...more)).toStrictEqual([])
    given(...correctedOnward, ...more)
      .when(passOn, as(belgrade, 25))
      .thenRejected({ kind: 'already-done' })
  })

  it('goes to no reader that was passed on another section alone', () => {
    const identity = [commitmentTo('identity')]
    const grants = shared.grants.map((grant) =>
      grant.to === skopje ? { ...grant, sections: ['identity'] as const } : grant,
    )
    const other = {
      ...shared,
      facts: { ...shared.facts, sections: ['identity'] as const },
      sections: identity,
      grants,
    }
    expect(due(consent, contact, next, other, corrected)).toStrictEqual([])
  })

  it('goes by the first of several ways by which it may', () => {
    const second = { ...shared, id: idOf('second'), recordedAt: at(11) }
    expect(due(...before, second, corrected)).toStrictEqual([passOn])
    const barred = { ...shared, facts: { ...shared.facts, purpose: 'protection' as const } }
    const way = { ...passOn, shared: second.id }
    expect(due(consent, contact, next, barred, second, corrected)).toStrictEqual([way])
    expect(due(...before, second, corrected, passedOn)).toStrictEqual([])
  })

  it('goes nowhere from the instant on at which her consent to that runs out', () => {
    const until = at(20)
    const clauses = [{ ...nextClause, until }]
    const history = [consent, contact, { ...next, clauses }, shared, corrected]
    const decide = (minute: number) => given(...history).when(passOn, as(belgrade, minute))
    decide(20).thenRejected({ kind: 'already-done' })
    const last = 20 - 1 / 60_000
    decide(last).then({ ...right, occurredAt: at(last) })
  })

  it.each<[string, readonly CaseEvent[], object]>([
    [
      'it came without the right values',
      [...before, { ...corrected, sections: [], grants: [grantTo(belgrade)] }],
      { kind: 'not-onward' },
    ],
    [
      'she does not let it go onward',
      [...before, { ...corrected, grants: [grantTo(belgrade, { sections: ['contact'] })] }],
      { kind: 'not-onward' },
    ],
    [
      'the right value was erased here',
      [...correctedOnward, erased],
      { kind: 'shared-is-erased', section: 'contact' },
    ],
    [
      'it was given for another purpose',
      [
        ...before,
        {
          ...consent,
          id: idOf('other'),
          recordedAt: at(11),
          clauses: [{ ...consent.clauses[0], purposes: ['protection'] }],
        },
        {
          ...corrected,
          grants: corrected.grants.map((grant) => ({
            ...grant,
            basis: { kind: 'consent', consent: idOf('other'), clause: 'c1' } as const,
          })),
        },
      ],
      { kind: 'no-longer-given', rule: 'purpose-not-covered' },
    ],
  ])('is for a person where %s', (_what, history, why) => {
    expect(due(...history)).toStrictEqual([])
    expect(stuck(...history)).toStrictEqual([
      {
        correction: corrected.id,
        shared: shared.id,
        holder: skopje,
        since: at(12),
        sections: [],
        stuck: [{ section: 'contact', why }],
      },
    ])
    given(...history)
      .when(passOn, as(belgrade, 20))
      .thenRejected(why as never)
  })

  it('passes on what it may of a correction, and the rest is for a person', () => {
    const grants = [grantTo(belgrade, { sections: ['identity'], onward: true })]
    const partly = { ...correctedAgain, sections: [commitmentTo('identity', 'better')], grants }
    const history = [consent, contact, next, both, partly]
    expect(due(...history)).toStrictEqual([again])
    expect(stuck(...history)).toStrictEqual([
      {
        correction: partly.id,
        shared: shared.id,
        holder: skopje,
        since: at(14),
        sections: ['identity'],
        stuck: [{ section: 'contact', why: { kind: 'not-onward' } }],
      },
    ])
  })

  it('follows no correction by anybody else', () => {
    for (const author of [belgrade, skopje, police]) {
      const forged = { ...corrected, author, grants: [grantTo(belgrade)] }
      expect(due(...before, forged)).toStrictEqual([])
      expect(stuck(...before, forged)).toStrictEqual([])
    }
  })

  it('waits for the correction itself where somebody else passed that on to it', () => {
    const told = { ...passedOn.facts, to: belgrade, among: [vienna, belgrade] }
    const grants = [grantTo(belgrade, { sections: ['contact'] })]
    const byPolice = { ...passedOn, author: police, facts: told, grants }
    expect(foldCase([...before, byPolice]).corrections).toHaveProperty(corrected.id)
    expect(due(...before, byPolice)).toStrictEqual([])
    expect(stuck(...before, byPolice)).toStrictEqual([])
  })

  it('is passed on anew where it was passed on as if it were no correction', () => {
    const plain = { ...passedOn, facts: { ...passedOn.facts, putsRight: [], among: [] } }
    expect(due(...correctedOnward, plain)).toStrictEqual([passOn])
  })

  it('is asked of nobody but who passed it on', () => {
    for (const self of [vienna, skopje, police])
      expect(wrongOnward(foldCase(correctedOnward), { self, now: at(20) })).toStrictEqual([])
  })
})
