import { event } from '../definition/event-definition.ts'
import {
  clause,
  code,
  digest,
  flag,
  instant,
  language,
  listOf,
  optional,
  organisation,
  reference,
  setOf,
  version,
} from '../definition/field.ts'
import {
  consentEvidenceKinds,
  consentForms,
  consentGivers,
  consentMatters,
  holderAnswers,
  organisationKinds,
  otherLegalBases,
  purposes,
  sectionNames,
} from '../vocabulary/lists.ts'
import {
  disclosureReasons,
  erasureAuthorities,
  noticesToPerson,
} from '../vocabulary/process-lists.ts'
import { encountering, holding, nobody, serving } from '../vocabulary/organisation-groups.ts'

const taking = [...serving, ...encountering, 'nrmOffice', 'courtLiaison', 'prosecution'] as const
const sections = setOf(code(sectionNames), { min: 1 })
const ended = reference(
  'DataConsentNarrowed',
  'DataConsentWithdrawn',
  'DataConsentExpired',
  'DataConsentClauseExpired',
  'DataConsentSuspended',
  'RelayExpired',
  'SharingEnded',
)

const answered = {
  narrowing: ended,
  answer: code(holderAnswers),
  sections: setOf(code(sectionNames)),
} as const

/** Who spoke, and how: with every consent and every refusal. */
export const spoken = {
  giver: code(consentGivers),
  form: code(consentForms),
  formVersion: version,
  language,
  interpreter: flag,
} as const
const matters = setOf(code(consentMatters), { min: 1 })

/**
 * What binds a consent to the form that was signed or to what was recorded: of each file a digest with a salt of
 * its own. It says nothing to who has neither the file nor the salt, and no more to anybody once both are destroyed.
 */
export const evidence = listOf({ kind: code(consentEvidenceKinds), digest }, { min: 0 })

/** As a first version had it: what she was asked for and refuses, without a word of to whom. */
const refusedOnce = { ...spoken, purposes: setOf(code(purposes), { min: 1 }) } as const

export const consentEvents = {
  DataConsentGiven: event({
    meaning: 'The person consents: who may disclose what to whom, what for and until when.',
    source: ['2:L1111', '2:L2663', '2:L2691', '3:L770'],
    authors: taking,
    readers: holding,
    carriesClauses: true,
    facts: { ...spoken, matters, evidence },
    earlier: [
      {
        version: 1,
        facts: spoken,
        // The clauses are about disclosure, which is further use; a first version spoke of nothing else.
        upcast: (facts) => ({ ...facts, matters: ['furtherUse'] }),
      },
      {
        version: 2,
        facts: { ...spoken, matters },
        // Whatever was signed or recorded then, nothing bound it to the consent.
        upcast: (facts) => ({ ...facts, evidence: [] }),
      },
    ],
  }),
  DataConsentReconfirmed: event({
    meaning: 'She was asked again, and what she consented to still holds.',
    source: ['3:L752', '2:L2663', 'inferred'],
    authors: taking,
    readers: holding,
    fallback: 'notice',
    about: 'consent',
    // Of no trip: who shares something else with her would learn that she travels, and what for.
    facts: { consent: reference('DataConsentGiven', 'RelayConsentGiven'), ...spoken, evidence },
  }),
  DataConsentNarrowed: event({
    meaning: 'The person takes sections back from a clause.',
    source: ['2:L2663', '2:L1954'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'consent',
    facts: {
      consent: reference('DataConsentGiven', 'RelayConsentGiven'),
      clause,
      sections: setOf(code(sectionNames)),
    },
  }),
  DataConsentWithdrawn: event({
    meaning: 'The person takes the whole consent back.',
    source: ['2:L2663', '2:L1954'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'consent',
    facts: { consent: reference('DataConsentGiven', 'RelayConsentGiven') },
  }),
  DataConsentRefused: event({
    meaning:
      'The person refuses that somebody is told something, whatever she agrees to besides; information and services stay open to her.',
    source: ['3:L770', '2:L1127', '2:L2663', 'inferred'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    facts: {
      ...spoken,
      // None is all.
      purposes: setOf(code(purposes)),
      // No organisation and no kind is anybody, no section everything.
      refusals: listOf(
        {
          id: clause,
          organisation: optional(organisation),
          kind: optional(code(organisationKinds)),
          sections: setOf(code(sectionNames)),
        },
        { min: 0 },
      ),
    },
    earlier: [
      {
        version: 1,
        facts: refusedOnce,
        // It was the answer to one question, told nobody and stopped nothing: she could agree afterwards without
        // taking it back. Read as a refusal of today it would end what she has agreed to since.
        upcast: (facts) => ({ ...facts, refusals: [] }),
      },
    ],
  }),
  DataConsentRefusalTakenBack: event({
    meaning: 'The person takes a refusal back, of her own accord: she can be asked again.',
    source: ['2:L1954', 'inferred'],
    authors: taking,
    readers: holding,
    fallback: 'notice',
    about: 'refused',
    facts: { refused: reference('DataConsentRefused'), refusal: clause },
  }),
  DataConsentExpired: event({
    meaning: 'The last clause of a consent has run out.',
    source: ['inferred'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'consent',
    facts: { consent: reference('DataConsentGiven', 'RelayConsentGiven') },
  }),
  DataConsentClauseExpired: event({
    meaning: 'A clause of a consent has run out while others go on.',
    source: ['2:L2663', 'inferred'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'consent',
    facts: {
      consent: reference('DataConsentGiven', 'RelayConsentGiven'),
      clause,
      sections,
    },
  }),
  DataConsentSuspended: event({
    meaning:
      'Who gave the consent may not, or not any more, speak for her: nothing rests on it until that is settled.',
    source: ['2:L1565', '2:L1839', 'inferred'],
    authors: taking,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'consent',
    facts: { consent: reference('DataConsentGiven', 'RelayConsentGiven') },
  }),
  DataConsentResumed: event({
    meaning: 'A consent that was suspended stands again: she is known to be an adult.',
    source: ['2:L1565', 'inferred'],
    authors: taking,
    readers: holding,
    fallback: 'notice',
    about: 'consent',
    facts: {
      consent: reference('DataConsentGiven', 'RelayConsentGiven'),
      suspension: reference('DataConsentSuspended'),
    },
  }),
  HoldersAnswered: event({
    meaning: 'A holder answers with its signature what it did with what was taken back.',
    source: ['2:L1954', 'inferred'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    about: 'narrowing',
    facts: {
      ...answered,
      // What of it a hold keeps, where that is written and until when.
      retained: listOf({ sections, citation: version, until: instant }, { min: 0 }),
    },
    // A first version did not say what was retained and why; nor does it when it is read today.
    earlier: [{ version: 1, facts: answered, upcast: (facts) => ({ ...facts, retained: [] }) }],
  }),
  DisclosureWithoutConsentProposed: event({
    meaning: 'Somebody means to disclose without consent: to whom, on which basis, what and why.',
    source: ['2:L1137', '2:L1167'],
    authors: holding,
    readers: nobody,
    facts: {
      to: code(organisationKinds),
      basis: code(otherLegalBases),
      reason: code(disclosureReasons),
      citation: version,
      sections,
      anonymousWouldDo: flag,
      notice: code(noticesToPerson),
      until: instant,
    },
  }),
  DisclosureWithoutConsentMade: event({
    meaning: 'A second person has confirmed it: something was disclosed without consent.',
    source: ['2:L1137', '2:L1167'],
    authors: holding,
    readers: nobody,
    facts: { proposal: reference('DisclosureWithoutConsentProposed') },
  }),
  PersonalDataErased: event({
    meaning: 'Personal data was erased here, and under which authority.',
    source: ['2:L636', 'inferred'],
    authors: holding,
    readers: nobody,
    facts: { sections, authority: code(erasureAuthorities) },
  }),
  LegalHoldPlaced: event({
    meaning: 'A court or the law forbids to erase something until a day.',
    source: ['2:L2693'],
    authors: holding,
    readers: nobody,
    facts: { sections, citation: version, until: instant },
  }),
  LegalHoldLifted: event({
    meaning: 'The hold is lifted; what was asked to be erased can be.',
    source: ['2:L2693'],
    authors: holding,
    readers: nobody,
    facts: { hold: reference('LegalHoldPlaced') },
  }),
} as const
