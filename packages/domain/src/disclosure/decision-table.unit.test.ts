import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { standingRefusals } from '../consent/refusals.ts'
import { eventDefinitions, eventTypes, type EventType } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import { story } from '../test-support/case-events.ts'
import { at, belgrade, organisations, vienna } from '../test-support/world.ts'
import {
  organisationKinds,
  purposes,
  sectionNames,
  type Purpose,
  type SectionName,
} from '../vocabulary/lists.ts'
import { authorities } from '../vocabulary/organisation-groups.ts'
import {
  clauseTo,
  ended,
  narrowed,
  reach,
  recipients,
  refused,
  rows,
  terms,
  withoutConsent,
  type Row,
  type World,
} from './decision-table.fixture.ts'
import { disclosureWorld, knownClauses, mayDisclose, type DenialRule } from './may-disclose.ts'

const definitionOf = (type: EventType): EventDefinition => eventDefinitions[type]
/** A correction brings nobody a section that was not given before; what is passed on goes to whom its event may. */
const carrying = eventTypes.filter((type) => type !== 'CorrectionIssued' && type !== 'EventShared')

function verdictOn(
  { section, purpose = 'handover', minute = 20, back }: Row[1],
  { clause = {}, giver = 'self', opened = 'verifiedAdult', then = () => [] }: World,
  recipient: OrganisationId,
): 'allow' | DenialRule {
  const consent = {
    ...story.consent,
    facts: { ...story.consent.facts, giver },
    clauses: [clauseTo(recipient, clause)],
  }
  const state = foldCase([
    { ...story.opened, facts: { ageStatus: opened } },
    consent,
    ...then(recipient),
  ])
  const [discloser, reader] = back === true ? [recipient, vienna] : [vienna, recipient]
  const verdict = mayDisclose(
    {
      discloser,
      recipient: reader,
      purpose,
      at: at(minute),
      ...(section !== undefined && { section }),
    },
    disclosureWorld(knownClauses(state), organisations, standingRefusals(state)),
  )
  return verdict.kind === 'allow' ? 'allow' : verdict.rule
}

describe('whom a section can ever reach', () => {
  it.each(
    sectionNames.codes.flatMap((section) =>
      organisationKinds.codes.map((kind) => [section, kind] as const),
    ),
  )('%s of a person, and %s', (section, kind) => {
    const reached = carrying.some(
      (type) =>
        definitionOf(type).readers.includes(kind) && definitionOf(type).sections.includes(section),
    )
    expect(reached).toBe(reach[section].includes(kind))
  })

  it('is never an auditor, a rapporteur, and for what leads to her never a state of her home', () => {
    for (const kinds of Object.values(reach)) {
      expect(kinds).not.toContain('auditor')
      expect(kinds).not.toContain('rapporteur')
    }
    for (const section of ['contact', 'protection', 'health', 'family'] as const)
      expect(
        reach[section].filter(
          (kind) =>
            kind !== 'guardianshipAuthority' && (authorities as readonly string[]).includes(kind),
        ),
      ).toStrictEqual([])
  })
})

describe('what goes without consent', () => {
  it.each(Object.entries(withoutConsent))('on %s is this and nothing else', (basis, expected) => {
    const found = eventTypes
      .filter((type) => definitionOf(type).fallback === basis)
      .map((type) => [type, ...definitionOf(type).carriesUnasked].join(' '))
    expect(found.toSorted()).toStrictEqual([...expected].toSorted())
  })

  it('on a notice is never a section', () => {
    for (const type of eventTypes)
      if (definitionOf(type).fallback === 'notice')
        expect(definitionOf(type).carriesUnasked).toStrictEqual([])
  })
})

describe('what a consent covers', () => {
  it.each(
    recipients.flatMap(([who, recipient]) =>
      rows.map(
        ([what, asked, world, verdict]) => [what, who, verdict, asked, world, recipient] as const,
      ),
    ),
  )('%s, to %s: %s', (_what, _who, verdict, asked, world, recipient) => {
    const kind = organisations(recipient, at(0))?.kind ?? 'rapporteur'
    const { section } = asked
    const isFor = section === undefined || reach[section].includes(kind)
    expect(verdictOn(asked, world, recipient)).toBe(isFor ? verdict : 'section-not-for-kind')
  })

  it('is nothing in any combination of parts of which one does not agree', () => {
    const ends = [
      () => [],
      ended('DataConsentWithdrawn'),
      narrowed(['needs']),
      refused(() => ({ kind: 'cso' })),
      refused(() => ({ organisation: belgrade, sections: ['needs'] }), { minute: 1 }),
      refused(() => ({}), { purposes: ['assistance'] }),
    ]
    let [allowed, denied] = [0, 0]
    for (const section of [undefined, ...sectionNames.codes])
      for (const purpose of purposes.codes)
        for (const giver of ['self', 'guardian', 'representative'] as const)
          for (const opened of ['verifiedAdult', 'presumedChild', 'verifiedChild'] as const)
            for (const minute of [-1, 20, 1000])
              for (const end of ends)
                for (const back of [true, undefined]) {
                  const asked = {
                    purpose,
                    minute,
                    ...(section !== undefined && { section }),
                    ...(back && { back }),
                  }
                  const verdict = verdictOn(asked, { giver, opened, then: end }, belgrade)
                  const agrees =
                    (terms.purposes as readonly string[]).includes(purpose) &&
                    (section === undefined ||
                      (terms.sections as readonly string[]).includes(section)) &&
                    (giver !== 'self' || opened === 'verifiedAdult') &&
                    minute === 20 &&
                    back === undefined &&
                    verdictOnEnd(end(belgrade), section, purpose)
                  expect(verdict === 'allow').toBe(agrees)
                  if (agrees) allowed++
                  else denied++
                }
    expect(allowed).toBeGreaterThan(30)
    expect(denied).toBeGreaterThan(50_000)
  }, 30_000)
})

/** Whether what happened afterwards leaves the section alone. */
function verdictOnEnd(
  [event]: readonly CaseEvent[],
  section: SectionName | undefined,
  purpose: Purpose,
): boolean {
  if (event === undefined) return true
  if (event.type === 'DataConsentRefused') {
    const [refusal] = event.facts.refusals
    if (event.facts.purposes.length > 0) return purpose !== 'assistance'
    return refusal?.kind === undefined && section !== 'needs'
  }
  return event.type === 'DataConsentNarrowed' && section !== 'needs'
}
