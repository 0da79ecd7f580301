import type { OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import { at, belgrade, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { ledgerOf } from './ledger.ts'
import { sharedHoldings } from './shared-holdings.ts'

const consent = {
  ...story.consent,
  grants: [
    grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } }),
    grantTo(viennaOffice, { basis: { kind: 'consent', consent: 'this', clause: 'c3' } }),
  ],
} as const
const contact = {
  ...story.contact,
  grants: [grantTo(belgrade, { seq: 2, sections: ['identity', 'contact'] })],
} as const
const viennese: readonly CaseEvent[] = [story.opened, consent, contact]

/** What Belgrade holds of it, with these sections. */
const belgradian = (...sections: readonly ('identity' | 'contact')[]): readonly CaseEvent[] => [
  { ...consent, grants: [consent.grants[0]], clauses: consent.clauses.slice(0, 2) },
  { ...contact, sections: sections.map((name) => commitmentTo(name)) },
]
const erasedBy = (author: OrganisationId) =>
  caseEvent('PersonalDataErased', 'erased', author, 30, {
    sections: ['contact'],
    authority: 'personAsked',
  })
const erased = {
  kind: 'erasedHere',
  under: erasedBy(vienna).id,
  at: at(30),
  authority: 'personAsked',
} as const

/** What this log alone says of each section that Belgrade holds. */
const hereAt = (self: OrganisationId, events: readonly CaseEvent[]) =>
  Object.fromEntries(
    ledgerOf(events, self, at(100)).holdings.map(({ section, here }) => [section, here]),
  )

describe('the ledger of a case', () => {
  it('has what others hold of this organisation', () => {
    const { holdings } = ledgerOf(viennese, vienna, at(100))
    expect(
      holdings.map(({ holder, section, standing }) => [holder, section, standing.kind]),
    ).toStrictEqual([
      [belgrade, 'identity', 'covered'],
      [belgrade, 'contact', 'covered'],
    ])
  })

  it('has what this organisation holds of others', () => {
    const { holdings, own } = ledgerOf(belgradian('identity', 'contact'), belgrade, at(100))
    expect(holdings).toStrictEqual(ledgerOf(viennese, vienna, at(100)).holdings)
    expect(own).toStrictEqual([])
  })

  it('has what this organisation wrote itself', () => {
    const { id: event, type, recordedAt } = contact
    expect(ledgerOf(viennese, vienna, at(100)).own).toStrictEqual([
      { section: 'identity', event, type, recordedAt },
      { section: 'contact', event, type, recordedAt },
    ])
  })

  it('names who knows of the case and was given no section', () => {
    expect(ledgerOf(viennese, vienna, at(100)).toldOnly).toStrictEqual([viennaOffice])
    expect(ledgerOf(belgradian(), belgrade, at(100)).toldOnly).toStrictEqual([])
  })

  it('has what was disclosed without consent, by this organisation and no other', () => {
    const shown = {
      to: 'police',
      basis: 'vitalInterests',
      citation: 'law-3',
      sections: ['contact'],
      until: at(500),
    } as const
    const proposed = caseEvent('DisclosureWithoutConsentProposed', 'proposed', vienna, 39, {
      ...shown,
      reason: 'dangerToLife',
      anonymousWouldDo: false,
      notice: 'toldLater',
    })
    const disclosed = caseEvent('DisclosureWithoutConsentMade', 'disclosed', vienna, 40, {
      proposal: proposed.id,
    })
    const disclosures = (...more: readonly CaseEvent[]) =>
      ledgerOf([...viennese, ...more], vienna, at(100)).withoutConsent
    expect(disclosures(proposed, disclosed)).toStrictEqual([
      { event: disclosed.id, recordedAt: at(40), ...shown },
    ])
    expect(disclosures(proposed)).toStrictEqual([])
    expect(disclosures(disclosed)).toStrictEqual([])
    expect(disclosures(proposed, { ...disclosed, author: skopje })).toStrictEqual([])
  })

  it('is empty where nothing is held', () => {
    expect(ledgerOf([], vienna, at(100))).toStrictEqual({
      holdings: [],
      passedOn: [],
      own: [],
      toldOnly: [],
      withoutConsent: [],
    })
  })

  it('holds no value and no digest', () => {
    const text = JSON.stringify(ledgerOf(viennese, vienna, at(100)))
    expect(text).not.toContain('digest')
  })
})

describe('what one log alone knows', () => {
  it('is what was granted and did not come', () => {
    expect(hereAt(belgrade, belgradian('identity'))).toStrictEqual({
      identity: undefined,
      contact: { kind: 'notReceived' },
    })
  })

  it('is what was erased here, of others', () => {
    const events = [...belgradian('identity', 'contact'), erasedBy(belgrade)]
    expect(hereAt(belgrade, events)).toStrictEqual({ identity: undefined, contact: erased })
  })

  it('is what was erased here, of its own; others go on holding it', () => {
    const { own, holdings } = ledgerOf([...viennese, erasedBy(vienna)], vienna, at(100))
    expect(own.map((each) => [each.section, each.erased])).toStrictEqual([
      ['identity', undefined],
      ['contact', erased],
    ])
    expect(holdings.map(({ here }) => here)).toStrictEqual([undefined, undefined])
  })

  it('does not take for erased what was recorded after the erasure', () => {
    const events = [erasedBy(belgrade), ...belgradian('identity', 'contact')]
    expect(hereAt(belgrade, events)).toStrictEqual({ identity: undefined, contact: undefined })
  })

  it('is not what somebody else says was erased', () => {
    const events = [...belgradian('identity', 'contact'), erasedBy(vienna)]
    expect(hereAt(belgrade, events)).toStrictEqual({ identity: undefined, contact: undefined })
  })

  it('is that a consent is suspended of which its readers were not told', () => {
    const child = caseEvent('AgeStatusChanged', 'child', vienna, 16, {
      ageStatus: 'presumedChild',
      evidence: 'doubt',
    })
    const here = {
      kind: 'uncovered',
      because: 'suspended',
      since: { event: child.id, at: at(16) },
      answer: 'notAsked',
    }
    const { holdings } = ledgerOf([...viennese, child], vienna, at(100))
    expect(holdings.map((each) => [each.standing.kind, each.here])).toStrictEqual([
      ['covered', here],
      ['covered', here],
    ])
  })
})

describe('whatever happens', () => {
  it('two organisations that have received everything have one ledger of what they share', () => {
    const kinds = new Set<string>()
    fc.assert(
      fc.property(histories, ({ organisations, logs, refused }) => {
        for (const self of organisations) {
          for (const other of organisations) {
            if (self >= other) continue
            const crossed = new Set(
              refused.flatMap(({ to, event }) => (to === self || to === other ? [event.id] : [])),
            )
            const exchanged = (each: OrganisationId) =>
              (logs.get(each) ?? []).filter(({ id }) => !crossed.has(id))
            const here = sharedHoldings(exchanged(self), [self, other], at(500_000))
            const there = sharedHoldings(exchanged(other), [other, self], at(500_000))
            expect(there).toStrictEqual(here)
            const between = ({ holder, author }: { holder: string; author: string }) =>
              [holder, author].toSorted().join() === [self, other].toSorted().join()
            const withoutHere = ledgerOf(exchanged(other), other, at(500_000))
              .holdings.filter(between)
              .map(({ here: _here, ...shared }) => shared)
            expect(new Set(withoutHere.map((each) => JSON.stringify(each)))).toStrictEqual(
              new Set(here.map((each) => JSON.stringify(each))),
            )
            for (const { standing } of here) kinds.add(standing.kind)
          }
        }
      }),
      { numRuns: 150, seed: 5 },
    )
    expect([...kinds]).toEqual(expect.arrayContaining(['covered', 'uncovered']))
  })

  it('nothing that an organisation holds of another is missing in its ledger', () => {
    let held = 0
    fc.assert(
      fc.property(histories, ({ organisations, logs }) => {
        for (const self of organisations) {
          const log = logs.get(self) ?? []
          const { holdings, own } = ledgerOf(log, self, at(100))
          const shown = new Set([...holdings, ...own].map(({ event, section }) => event + section))
          for (const { id, sections } of log) {
            for (const { name } of sections) expect(shown).toContain(id + name)
            held += sections.length
          }
        }
      }),
      { numRuns: 50, seed: 5 },
    )
    expect(held).toBeGreaterThan(100)
  })
})
