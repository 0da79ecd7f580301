import type { OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import {
  consentHistories,
  honest,
  type ConsentHistory,
  type Opening,
} from '../test-support/consent-history.ts'
import { belgrade, vienna } from '../test-support/world.ts'

// What is asked here is asked of the bare events, without any rule of the domain.

const sample: readonly ConsentHistory[] = fc.sample(consentHistories, { numRuns: 400, seed: 7 })

const count = (type: CaseEvent['type']) =>
  sample.reduce(
    (all, { logs }) =>
      all +
      [...logs].flatMap(([self, log]) =>
        log.filter((event) => event.type === type && event.author === self),
      ).length,
    0,
  )

/** What stands against a section that was opened; undefined where a consent of hers covered it. */
function flawOf({ self, event, grant, section, before }: Opening): string | undefined {
  const { basis } = grant
  if (basis.kind !== 'consent' || basis.consent === 'this') return 'no consent'
  const given = before.find(({ id }) => id === basis.consent)
  const clause = given?.clauses.find(({ id }) => id === basis.clause)
  if (given?.type !== 'DataConsentGiven' || clause === undefined) return 'not held'
  const { discloser, recipient, sections, purposes, from, until } = clause
  const sides: readonly string[] = [discloser, recipient]
  if (!sides.includes(given.author)) return 'taken by a third'
  // What the custodian discloses is for a consent that it took itself.
  if (event.author === vienna && given.author !== vienna) return 'taken by its reader'
  if (discloser !== event.author || recipient !== self) return 'of others'
  const covered: readonly string[] = sections
  if (!covered.includes(section) || !purposes.includes(grant.purpose)) return 'not covered'
  if (event.recordedAt < from || until <= event.recordedAt) return 'out of time'
  if (isRefusedTo(self, section, { taker: given.author, before })) return 'refused'
  const byTaker = before.filter(({ author }) => author === given.author)
  for (const each of byTaker) {
    const ended = endedBy(each)
    if (ended?.consent !== given.id) continue
    if (
      ended.clause === undefined ||
      (ended.clause === clause.id && ended.sections.includes(section))
    )
      return 'taken back'
  }
  if (event.type === 'EventShared' && before.some((each) => endsShare(each, event, section)))
    return 'what was passed on has ended'
  return isSuspended(given, byTaker) ? 'suspended' : undefined
}

/** By the word of who took the consent; and who began the case knows that its own word counts in all of it. */
function isRefusedTo(
  self: OrganisationId,
  section: string,
  { taker, before }: { readonly taker: OrganisationId; readonly before: readonly CaseEvent[] },
): boolean {
  return before.some((each) => {
    if (each.type !== 'DataConsentRefused') return false
    if (each.author !== taker && !(self === vienna && each.author === vienna)) return false
    const isTakenBack = before.some(
      ({ type, author, facts }) =>
        type === 'DataConsentRefusalTakenBack' &&
        facts.refused === each.id &&
        (author === each.author || (self === vienna && author === vienna)),
    )
    const [refusal] = each.facts.refusals
    const covered: readonly string[] = refusal?.sections ?? []
    const isAbout = refusal?.organisation === self || refusal?.kind === 'cso'
    return !isTakenBack && isAbout && (covered.length === 0 || covered.includes(section))
  })
}

function endsShare(each: CaseEvent, { id, author }: CaseEvent, section: string): boolean {
  if (each.type !== 'SharingEnded' || each.author !== author) return false
  const ended: readonly string[] = each.facts.sections
  return each.facts.shared === id && ended.includes(section)
}

/** What of a consent an event says has ended, if it says so. */
function endedBy(event: CaseEvent) {
  if (event.type === 'DataConsentNarrowed' || event.type === 'DataConsentClauseExpired') {
    const { consent, clause, sections } = event.facts
    return { consent, clause, sections: sections as readonly string[] }
  }
  return event.type === 'DataConsentWithdrawn' || event.type === 'DataConsentExpired'
    ? { consent: event.facts.consent, clause: undefined, sections: [] }
    : undefined
}

function isSuspended(given: CaseEvent, byTaker: readonly CaseEvent[]): boolean {
  const told = byTaker.filter(
    (each) => each.type === 'DataConsentSuspended' && each.facts.consent === given.id,
  )
  const lifted = (id: string) =>
    byTaker.some((each) => each.type === 'DataConsentResumed' && each.facts.suspension === id)
  return told.some(({ id }) => !lifted(id))
}

/** Whether the event was given to the organisation under what the other one says has ended. */
function isUnder(
  held: CaseEvent,
  section: string,
  ending: CaseEvent,
  self: OrganisationId,
): boolean {
  if (endsShare(ending, held, section)) return true
  const ended = endedBy(ending)
  const basis = held.grants.find(({ to }) => to === self)?.basis
  if (ended === undefined || basis?.kind !== 'consent' || basis.consent !== ended.consent)
    return false
  return (
    ended.clause === undefined ||
    (ended.clause === basis.clause && ended.sections.includes(section))
  )
}

/** What was taken back by whoever took the consent, and what has ended of what was passed on. */
function rightfulEndings(log: readonly CaseEvent[]): readonly CaseEvent[] {
  const takers = new Map(
    log.flatMap(({ id, type, author }) => (type === 'DataConsentGiven' ? [[id, author]] : [])),
  )
  return log.filter((each) => {
    const ended = endedBy(each)
    const isTakers = ended !== undefined && takers.get(ended.consent) === each.author
    return each.type === 'SharingEnded' || isTakers
  })
}

describe('histories of consent', () => {
  it('contain often enough what they are about', () => {
    expect(count('EventShared')).toBeGreaterThan(100)
    expect(count('SharingEnded')).toBeGreaterThan(30)
    expect(count('DataConsentNarrowed')).toBeGreaterThan(50)
    expect(count('DataConsentWithdrawn')).toBeGreaterThan(50)
    expect(count('DataConsentClauseExpired')).toBeGreaterThan(20)
    expect(count('DataConsentSuspended')).toBeGreaterThan(50)
    expect(count('DataConsentRefused')).toBeGreaterThan(50)
    expect(count('DataConsentRefusalTakenBack')).toBeGreaterThan(20)
    expect(count('HoldersAnswered')).toBeGreaterThan(300)
    const openings = sample.flatMap((history) => history.openings)
    expect(openings.length).toBeGreaterThan(500)
    expect(openings.filter(({ event }) => event.type === 'EventShared').length).toBeGreaterThan(30)
  })
})

describe('whatever happens, and whoever lies', () => {
  it('nobody opens a section without a consent that stood when it was opened', () => {
    for (const { openings } of sample)
      for (const opening of openings)
        expect(
          flawOf(opening),
          `${opening.self} opens ${opening.section} of ${opening.event.id}`,
        ).toBe(undefined)
  })

  it('no key is left to what was taken back, at anybody who was told, and all others are', () => {
    let erased = 0
    let left = 0
    for (const { logs, keys } of sample)
      for (const self of honest) {
        const log = logs.get(self) ?? []
        const endings = rightfulEndings(log)
        for (const held of log.filter(({ author }) => author !== self))
          for (const { name } of held.sections) {
            const isEnded = endings.some((each) => isUnder(held, name, each, self))
            if (isEnded) erased++
            else left++
            expect(keys.get(self)?.has(`${held.id} ${name}`), `${self} ${held.id}`).toBe(!isEnded)
          }
      }
    expect(erased).toBeGreaterThan(200)
    expect(left).toBeGreaterThan(200)
  })

  it('no key is left to what she refuses, at whomever of those that she named', () => {
    let refused = 0
    for (const { logs, keys } of sample) {
      const before = (logs.get(vienna) ?? []).filter(({ author }) => author === vienna)
      for (const self of honest)
        for (const held of (logs.get(self) ?? []).filter(({ author }) => author !== self))
          for (const { name } of held.sections) {
            const { basis } = held.grants.find(({ to }) => to === self) ?? {}
            const isOfVienna =
              basis?.kind === 'consent' && before.some(({ id }) => id === basis.consent)
            if (!isOfVienna || !isRefusedTo(self, name, { taker: vienna, before })) continue
            refused++
            expect(keys.get(self)?.has(`${held.id} ${name}`), `${self} ${held.id}`).toBe(false)
          }
    }
    expect(refused).toBeGreaterThan(50)
  })

  it('what is only suspended keeps its keys, and is answered as restricted', () => {
    let kept = 0
    for (const { logs, keys } of sample) {
      const log = logs.get(belgrade) ?? []
      const suspensions = log.filter(({ type }) => type === 'DataConsentSuspended')
      for (const { id } of suspensions)
        for (const event of log)
          if (
            event.type === 'HoldersAnswered' &&
            event.author === belgrade &&
            event.facts.narrowing === id
          ) {
            expect(event.facts.answer).toBe('restricted')
            kept += keys.get(belgrade)?.size ?? 0
          }
    }
    expect(kept).toBeGreaterThan(20)
  })
})
