import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, clauses, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { events, byGuardian } from './consent.fixture.ts'
import { refusalEvents } from './refusals.fixture.ts'
import { consentRecords } from './consent-record.ts'
import { reconfirmed } from './reconfirmed.fixture.ts'

const [first] = clauses
const single = {
  ...story.consent,
  clauses: [{ ...first, purposes: ['handover'], sections: ['needs', 'health'] }],
} as const satisfies CaseEvent
const statesOf = (...history: readonly CaseEvent[]) =>
  consentRecords(history).map((record) => record.events.map(({ event_state }) => event_state))

describe('the record of a consent', () => {
  it('has the fields of the specification', () => {
    expect(consentRecords([story.opened, single])).toStrictEqual([
      {
        schema_version: 'ISO/IEC TS 27560:2023',
        record_id: single.id,
        pii_principal_id: single.case,
        pii_processing: {
          privacy_notice: single.facts.formVersion,
          language: single.facts.language,
          collection_method: single.facts.form,
          withdrawal_method: 'at any time and without a reason, with whoever took the consent',
          jurisdiction: 'AT',
          purposes: [
            {
              purpose: 'handover',
              lawful_basis: 'consent',
              pii_controllers: [vienna],
              recipient_third_parties: [belgrade],
              pii_information: [
                { pii_type: 'needs', sensitive_pii_category: false },
                { pii_type: 'health', sensitive_pii_category: true },
              ],
              validity_duration: { from: first.from, until: first.until },
            },
          ],
        },
        parties: [
          { party_id: vienna, party_role: 'controller' },
          { party_id: belgrade, party_role: 'recipient' },
        ],
        events: [
          {
            event_time: single.occurredAt,
            event_type: 'explicit, by self',
            event_state: 'ConsentGiven',
            entity_id: vienna,
          },
        ],
      },
    ])
  })

  it('names every party once, however many clauses name it', () => {
    const [record] = consentRecords(upTo('consent'))
    expect(record?.parties).toStrictEqual([
      { party_id: vienna, party_role: 'controller' },
      { party_id: belgrade, party_role: 'controller' },
      { party_id: belgrade, party_role: 'recipient' },
      { party_id: vienna, party_role: 'recipient' },
      { party_id: viennaOffice, party_role: 'recipient' },
    ])
  })

  it('says what became of it, in order, of who took it and of this consent alone', () => {
    expect(statesOf(...upTo('narrowed'), events.withdrawn)).toStrictEqual([
      ['ConsentGiven', 'ConsentModified', 'ConsentWithdrawn'],
    ])
    expect(statesOf(story.consent, events.expired)).toStrictEqual([
      ['ConsentGiven', 'ConsentExpired'],
    ])
    expect(statesOf(byGuardian, events.suspended)).toStrictEqual([
      ['ConsentGiven', 'ConsentInvalidated'],
    ])
    expect(statesOf(story.consent, { ...events.withdrawn, author: skopje })).toStrictEqual([
      ['ConsentGiven'],
    ])
    expect(statesOf(story.consent, byGuardian, events.suspended)).toStrictEqual([
      ['ConsentGiven', 'ConsentInvalidated'],
      ['ConsentGiven'],
    ])
  })

  it('says when she was asked again, by whom it was confirmed and what binds that', () => {
    const form = { kind: 'signedForm', digest: idOf('form') } as const
    const again = { kind: 'recording', digest: idOf('again') } as const
    const { facts, occurredAt } = reconfirmed
    const [record] = consentRecords([
      { ...single, facts: { ...single.facts, evidence: [form] } },
      { ...reconfirmed, facts: { ...facts, evidence: [again] } },
    ])
    expect(record?.events.slice(1)).toStrictEqual([
      {
        event_time: occurredAt,
        event_type: 'explicit, by self',
        event_state: 'RenewedConsentGiven',
        entity_id: vienna,
      },
    ])
    expect(record?.evidence).toStrictEqual([form, again])
    expect(statesOf(single, { ...reconfirmed, author: skopje })).toStrictEqual([['ConsentGiven']])
  })

  it('has the digests of what was signed or recorded, and no member for them where there are none', () => {
    const evidence = [
      { kind: 'signedForm', digest: idOf('form') },
      { kind: 'interpreterDeclaration', digest: idOf('interpreter') },
    ] as const
    const facts = { ...single.facts, evidence }
    const [record] = consentRecords([{ ...single, facts }])
    expect(record?.evidence).toStrictEqual(evidence)
    expect(consentRecords([single]).map((each) => 'evidence' in each)).toStrictEqual([false])
  })

  it('is kept of a refusal, too, which discloses nothing', () => {
    const refused = caseEvent('DataConsentRefused', 'refused', vienna, 4, {
      giver: 'self',
      form: 'oral',
      formVersion: 'v1',
      language: 'sq',
      interpreter: true,
      purposes: ['handover'],
      refusals: [{ id: 'c1', organisation: belgrade, sections: ['needs'] }],
    })
    const [record] = consentRecords([refused])
    expect(record?.pii_processing.purposes).toStrictEqual([])
    expect(record?.events).toStrictEqual([
      {
        event_time: at(4),
        event_type: 'explicit, by self',
        event_state: 'ConsentRefused',
        entity_id: vienna,
      },
    ])
  })

  it('says of what she refuses neither who may read it nor what, and when it is no more', () => {
    const { refused, toCsos, takenBack } = refusalEvents
    const two = {
      ...refused,
      facts: {
        ...refused.facts,
        refusals: [...refused.facts.refusals, { id: 'c2', sections: [] }],
      },
    } as const
    const [record, ...others] = consentRecords([two, takenBack])
    expect(others).toStrictEqual([])
    expect(record?.pii_processing.purposes).toStrictEqual([])
    expect(record?.parties).toStrictEqual([{ party_id: vienna, party_role: 'controller' }])
    expect(JSON.stringify(record)).not.toContain(belgrade)
    const last = { ...takenBack, id: idOf('last'), facts: { ...takenBack.facts, refusal: 'c2' } }
    expect(statesOf(two, takenBack)).toStrictEqual([['ConsentRefused']])
    expect(statesOf(two, takenBack, last)).toStrictEqual([['ConsentRefused', 'ConsentUnknown']])
    expect(statesOf(refused, toCsos, takenBack)).toStrictEqual([
      ['ConsentRefused', 'ConsentUnknown'],
      ['ConsentRefused'],
    ])
    expect(statesOf(refused, { ...takenBack, author: skopje })).toStrictEqual([['ConsentRefused']])
  })

  it('is none of anything else', () => {
    expect(consentRecords([story.opened, story.offered, story.contact])).toStrictEqual([])
  })
})
