import { canonicalJson, type OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseEvent, clauses, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import { belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
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
  it('is the same from either side and for who holds everything, when everything has arrived', () => {
    let compared = 0
    fc.assert(
      fc.property(histories, ({ organisations, logs, refused }) => {
        const everything = organisations.flatMap((self) =>
          (logs.get(self) ?? []).filter(({ author }) => author === self),
        )
        for (const self of organisations) {
          for (const other of organisations) {
            if (self >= other) continue
            const crossed = new Set(
              refused.flatMap(({ to, event }) => (to === self || to === other ? [event.id] : [])),
            )
            const exchanged = (events: readonly CaseEvent[] = []) =>
              events.filter(({ id }) => !crossed.has(id))
            const here = digestOf(exchanged(logs.get(self)), self, other)
            expect(digestOf(exchanged(logs.get(other)), other, self)).toBe(here)
            expect(digestOf(exchanged(everything), self, other)).toBe(here)
            compared++
          }
        }
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(150)
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

  it('is gone with a consent that was withdrawn as a whole', () => {
    const facts = { consent: consent.id }
    const grants = [grantTo(belgrade, { seq: 3, prev: contact.id })]
    const gone = caseEvent('DataConsentWithdrawn', 'gone', vienna, 16, facts, { grants })
    const late = [received(consent), received(contact), received(gone)]
    expect(heldIn([...viennese, gone], vienna, belgrade)).toStrictEqual([])
    expect(digestOf(late, belgrade, vienna)).toBe(digestOf([...viennese, gone], vienna, belgrade))
  })

  it('is not in common again when a suspended consent stands again', () => {
    const to = (minute: number, name: string, ageStatus: 'presumedChild' | 'verifiedAdult') =>
      caseEvent(
        'AgeStatusChanged',
        name,
        vienna,
        minute,
        { ageStatus, evidence: 'doubt' },
        { grants: [grantTo(belgrade, { seq: minute })] },
      )
    const changes = [to(16, 'child', 'presumedChild'), to(17, 'adult', 'verifiedAdult')]
    const late = [received(consent), received(contact), ...changes]
    expect(heldIn([...viennese, ...changes], vienna, belgrade)).toStrictEqual([])
    expect(digestOf(late, belgrade, vienna)).toBe(
      digestOf([...viennese, ...changes], vienna, belgrade),
    )
  })

  it('is not narrowed by one who did not take the consent', () => {
    const forged = { ...narrowed, author: belgrade, grants: [grantTo(vienna)] }
    expect(heldIn([...viennese, forged], vienna, belgrade)).toStrictEqual(['identity', 'contact'])
  })
})
