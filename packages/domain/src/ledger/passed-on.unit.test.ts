import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { copyTo, events, hasShared } from '../sharing/sharing.fixture.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { at, belgrade, skopje, vienna } from '../test-support/world.ts'
import { ledgerOf } from './ledger.ts'
import { sharedHoldings } from './shared-holdings.ts'

const { consent, contact, shared, narrowed, withdrawn, ended, answered } = events
const viennese: readonly CaseEvent[] = [story.opened, consent, contact, copyTo(vienna, shared)]
const skopjes: readonly CaseEvent[] = [copyTo(skopje, events.next), copyTo(skopje, shared)]
const overdue = caseEvent(
  'HoldersOverdue',
  'overdue',
  belgrade,
  5000,
  { narrowing: ended.id },
  { grants: [grantTo(vienna), grantTo(skopje)] },
)
const toVienna = (...more: readonly CaseEvent[]) => more.map((event) => copyTo(vienna, event))
const toSkopje = (...more: readonly CaseEvent[]) => more.map((event) => copyTo(skopje, event))

/** What became of what Belgrade passed on, as each of the three says. */
const atVienna = (...more: readonly CaseEvent[]) =>
  ledgerOf([...viennese, ...more], vienna, at(100)).passedOn.map(({ standing }) => standing)
const atBelgrade = (...more: readonly CaseEvent[]) =>
  ledgerOf([...hasShared, ...more], belgrade, at(100))
    .holdings.filter(({ holder }) => holder === skopje)
    .map(({ standing }) => standing)
const atSkopje = (...more: readonly CaseEvent[]) =>
  ledgerOf([...skopjes, ...more], skopje, at(100)).holdings.map(({ standing }) => standing)

const since = { event: ended.id, at: ended.recordedAt }
const awaited = { kind: 'uncovered', because: 'ended', since, answer: 'awaited' } as const
const erased = { kind: 'erased', under: answered.id, at: answered.recordedAt } as const

describe('what was passed on of what one wrote', () => {
  it('is said with who holds it, by whom, of what, what for and until when', () => {
    expect(ledgerOf(viennese, vienna, at(100)).passedOn).toStrictEqual([
      {
        holder: skopje,
        section: 'contact',
        event: shared.id,
        of: contact.id,
        recordedAt: shared.recordedAt,
        by: belgrade,
        purpose: 'handover',
        until: at(1000),
        standing: { kind: 'covered' },
      },
    ])
  })

  it('is nothing at who passed it on and who was passed it on: there it is a holding', () => {
    expect(ledgerOf(hasShared, belgrade, at(100)).passedOn).toStrictEqual([])
    expect(ledgerOf(skopjes, skopje, at(100)).passedOn).toStrictEqual([])
  })

  it.each<[string, CaseEvent]>([
    ['who wrote it', { ...shared, author: vienna }],
    ['who was never given it', { ...shared, author: skopje }],
  ])('is nothing in the name of %s', (_who, forged) => {
    const events = [story.opened, consent, contact, copyTo(vienna, forged)]
    expect(ledgerOf(events, vienna, at(100)).passedOn).toStrictEqual([])
  })

  it('has the same standing at all three: awaited, overdue, and erased under the very answer', () => {
    expect(atBelgrade(narrowed, ended)).toStrictEqual([awaited])
    expect(atVienna(narrowed, ...toVienna(ended))).toStrictEqual([awaited])
    expect(atSkopje(...toSkopje(ended))).toStrictEqual([awaited])

    const late = [{ ...awaited, answer: 'overdue' }]
    expect(atBelgrade(narrowed, ended, overdue)).toStrictEqual(late)
    expect(atVienna(narrowed, ...toVienna(ended, overdue))).toStrictEqual(late)
    expect(atSkopje(...toSkopje(ended, overdue))).toStrictEqual(late)

    expect(atBelgrade(narrowed, ended, overdue, answered)).toStrictEqual([erased])
    expect(atVienna(narrowed, ...toVienna(ended, overdue, answered))).toStrictEqual([erased])
    expect(atSkopje(...toSkopje(ended, overdue), answered)).toStrictEqual([erased])
  })

  it.each([
    ['narrowed', narrowed],
    ['withdrawn', withdrawn],
  ] as const)(
    'is covered no more once it was %s here, also while nobody was told',
    (because, event) => {
      const told = [{ kind: 'uncovered', because, answer: 'awaited' }]
      expect(atVienna(event)).toStrictEqual(told)
      expect(atBelgrade()).toStrictEqual([{ kind: 'covered' }])
    },
  )

  it('has ended at its hour: an answer is awaited where the author gave it no longer, else nobody is asked', () => {
    const after = (minute: number, events = viennese) =>
      ledgerOf(events, vienna, at(minute)).passedOn.map(({ standing }) => standing)
    const over = (answer: string) => [{ kind: 'uncovered', because: 'ended', answer }]
    expect(after(999)).toStrictEqual([{ kind: 'covered' }])
    expect(after(1000)).toStrictEqual(over('awaited'))
    const brief = { ...shared, facts: { ...shared.facts, until: at(500) } }
    const briefly = [story.opened, consent, contact, copyTo(vienna, brief)]
    expect(after(499, briefly)).toStrictEqual([{ kind: 'covered' }])
    expect(after(500, briefly)).toStrictEqual(over('notAsked'))
  })

  it('is not said to be erased by an answer in the name of somebody else', () => {
    const forged = { ...answered, author: belgrade }
    expect(atVienna(narrowed, ...toVienna(ended, forged))).toStrictEqual([awaited])
  })

  it('is equal between who passed it on and who was passed it on', () => {
    const ours = [...hasShared, narrowed, ended, answered]
    const theirs = [...skopjes, ...toSkopje(ended), answered]
    expect(sharedHoldings(theirs, [skopje, belgrade], at(100))).toStrictEqual(
      sharedHoldings(ours, [belgrade, skopje], at(100)),
    )
  })
})
