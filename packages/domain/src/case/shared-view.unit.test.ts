import { canonicalJson, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseEvent, clauses, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { histories, type History } from '../test-support/random-history.ts'
import { belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { AgeStatus } from '../vocabulary/lists.ts'
import type { CaseEvent } from './events.ts'
import { foldCase } from './evolve.ts'
import { sharedView } from './shared-view.ts'

const digestOf = (log: readonly CaseEvent[], self: OrganisationId, other: OrganisationId) =>
  canonicalJson(foldCase(sharedView(log, self, other)))

const consent = {
  ...story.consent,
  grants: [
    grantTo(viennaOffice),
    grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } }),
  ],
}
const contact = {
  ...story.contact,
  grants: [
    grantTo(skopje, { seq: 9 }),
    grantTo(belgrade, { seq: 2, prev: consent.id, sections: ['identity', 'contact'] }),
  ],
}
const narrowed = { ...story.narrowed, grants: [grantTo(belgrade, { seq: 3, prev: contact.id })] }
const erased = { ...story.erased, grants: [grantTo(vienna)] }

/**
 * Whether both know the same of her age, as far as it was changed. Who took a consent and learns from a
 * later custodian that she may be a child holds sections back, and its readers were not told.
 */
function isToldAlike(logs: History['logs'], self: OrganisationId, other: OrganisationId): boolean {
  const changes = (each: OrganisationId) =>
    (logs.get(each) ?? []).filter(({ type }) => type === 'AgeStatusChanged').map(({ id }) => id)
  const [here, there] = [new Set(changes(self)), new Set(changes(other))]
  return here.size === there.size && [...here].every((id) => there.has(id))
}

/** What Belgrade holds of an event of Vienna. */
const received = (event: CaseEvent, ...kept: readonly string[]) => ({
  ...event,
  grants: event.grants.filter(({ to }) => to === belgrade),
  clauses: event.clauses.filter(({ id }) => id !== 'c3'),
  sections: event.sections.filter(({ name }) => kept.includes(name)),
})

const viennese = [story.opened, consent, contact]
const belgradian = [received(consent), received(contact, 'identity', 'contact')]

describe('what two organisations both hold', () => {
  it('is the same from either side, when everything has arrived', () => {
    let compared = 0
    fc.assert(
      fc.property(histories, ({ organisations, logs }) => {
        for (const self of organisations) {
          for (const other of organisations) {
            if (self >= other || !isToldAlike(logs, self, other)) continue
            const here = digestOf(logs.get(self) ?? [], self, other)
            expect(digestOf(logs.get(other) ?? [], other, self)).toBe(here)
            compared++
          }
        }
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(500)
  })

  it('is what was exchanged, with the grant and the clauses of the pair', () => {
    const [c1, c2] = clauses
    expect(sharedView(viennese, vienna, belgrade)).toStrictEqual([
      { ...consent, grants: [consent.grants[1]], clauses: [c1, c2] },
      { ...contact, grants: [contact.grants[1]] },
    ])
    expect(sharedView(belgradian, belgrade, vienna)).toStrictEqual(
      sharedView(viennese, vienna, belgrade),
    )
  })

  it('leaves out sections that were not granted, and everything of third parties', () => {
    const more = { ...contact, sections: [...contact.sections, commitmentTo('health')] }
    expect(digestOf([consent, more], vienna, belgrade)).toBe(digestOf(viennese, vienna, belgrade))
    expect(sharedView(viennese, vienna, skopje).map(({ id }) => id)).toStrictEqual([contact.id])
    expect(sharedView(viennese, belgrade, skopje)).toStrictEqual([])
  })

  it('differs as long as something has not arrived', () => {
    expect(digestOf([received(consent)], belgrade, vienna)).not.toBe(
      digestOf(viennese, vienna, belgrade),
    )
  })

  it('differs where one side holds another value than was signed', () => {
    const swapped = {
      ...contact,
      sections: [commitmentTo('identity', 'x'), commitmentTo('contact')],
    }
    expect(
      digestOf([received(consent), received(swapped, 'identity', 'contact')], belgrade, vienna),
    ).not.toBe(digestOf(viennese, vienna, belgrade))
  })
})

describe('what was narrowed', () => {
  const heldIn = (log: readonly CaseEvent[], self: OrganisationId, other: OrganisationId) =>
    Object.keys(foldCase(sharedView(log, self, other)).sections)

  it('is no longer held in common, and each side says so from its own log', () => {
    expect(heldIn([...viennese, narrowed], vienna, belgrade)).toStrictEqual(['identity'])
    expect(digestOf([...belgradian, received(narrowed)], belgrade, vienna)).toBe(
      digestOf([...viennese, narrowed], vienna, belgrade),
    )
  })

  it('is the same where the copy left after the narrowing, without the section', () => {
    const late = [received(consent), received(contact, 'identity'), received(narrowed)]
    expect(digestOf(late, belgrade, vienna)).toBe(
      digestOf([...viennese, narrowed], vienna, belgrade),
    )
  })

  it('is the same again after the holder has answered', () => {
    const here = [...viennese, narrowed, erased]
    const there = [...belgradian, received(narrowed), erased]
    expect(digestOf(there, belgrade, vienna)).toBe(digestOf(here, vienna, belgrade))
    expect(foldCase(sharedView(here, vienna, belgrade)).erasures).toHaveLength(1)
  })

  it('stays in common under another clause, until its holder erases it', () => {
    const basis = { kind: 'consent', consent: idOf('consent'), clause: 'c5' } as const
    const grants = contact.grants.map((grant) => ({ ...grant, basis }))
    const elsewhere = [consent, { ...contact, grants }, narrowed]
    expect(heldIn(elsewhere, vienna, belgrade)).toStrictEqual(['identity', 'contact'])
    expect(heldIn([...elsewhere, erased], vienna, belgrade)).toStrictEqual(['identity'])
  })

  it('is not narrowed by one who did not take the consent', () => {
    const forged = { ...narrowed, author: belgrade, grants: [grantTo(vienna)] }
    expect(heldIn([...viennese, forged], vienna, belgrade)).toStrictEqual(['identity', 'contact'])
  })
})

describe('what was taken back as a whole, or suspended', () => {
  const withdrawn = caseEvent(
    'DataConsentWithdrawn',
    'withdrawn',
    vienna,
    30,
    { consent: consent.id },
    { grants: [grantTo(belgrade, { seq: 3, prev: contact.id })] },
  )
  const flip = (minute: number, ageStatus: AgeStatus, seq = 3) =>
    caseEvent(
      'AgeStatusChanged',
      `${ageStatus}-${minute}`,
      vienna,
      minute,
      { ageStatus, evidence: 'doubt' },
      { grants: [grantTo(belgrade, { seq })] },
    )
  const sectionsOf = (log: readonly CaseEvent[], event: CaseEvent) =>
    sharedView(log, vienna, belgrade)
      .filter(({ id }) => id === event.id)
      .flatMap(({ sections }) => sections.map(({ name }) => name))

  it('is no longer held in common, whether the copy left before or after', () => {
    for (const event of [withdrawn, { ...withdrawn, type: 'DataConsentExpired' } as CaseEvent]) {
      const here = digestOf([...viennese, event], vienna, belgrade)
      const early = [...belgradian, received(event)]
      const late = [received(consent), received(contact), received(event)]
      expect(digestOf(early, belgrade, vienna)).toBe(here)
      expect(digestOf(late, belgrade, vienna)).toBe(here)
      expect(sectionsOf([...viennese, event], contact)).toStrictEqual([])
    }
  })

  it('is not taken back by one who did not take the consent', () => {
    const forged = { ...withdrawn, author: belgrade, grants: [grantTo(vienna)] }
    expect(sectionsOf([...viennese, forged], contact)).toStrictEqual(['identity', 'contact'])
  })

  it('is out of it from a flip to child on, also when she turns out to be an adult', () => {
    const log = [...viennese, flip(30, 'presumedChild')]
    for (const each of [log, [...log, flip(40, 'verifiedAdult', 4)]]) {
      expect(sectionsOf(each, contact)).toStrictEqual([])
      expect(
        digestOf([received(consent), received(contact), ...each.slice(3)], belgrade, vienna),
      ).toBe(digestOf(each, vienna, belgrade))
    }
  })

  it('is in it again what was sent after she turned out to be an adult', () => {
    const grants = [grantTo(belgrade, { seq: 5, sections: ['contact'] })]
    const again = { ...contact, id: idOf('again'), grants }
    const log = [...viennese, flip(30, 'presumedChild'), flip(40, 'verifiedAdult', 4), again]
    expect(sectionsOf(log, again)).toStrictEqual(['contact'])
  })

  it('leaves alone what rests on the consent of a guardian, and a change to adult', () => {
    const guardians = { ...consent, facts: { ...story.consent.facts, giver: 'guardian' } } as const
    expect(sectionsOf([guardians, contact, flip(30, 'presumedChild')], contact)).toStrictEqual([
      'identity',
      'contact',
    ])
    expect(sectionsOf([...viennese, flip(30, 'verifiedAdult')], contact)).toStrictEqual([
      'identity',
      'contact',
    ])
  })
})
