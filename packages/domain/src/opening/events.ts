import { event } from '../definition/event-definition.ts'
import {
  caseReference,
  code,
  flag,
  language,
  reference,
  setOf,
  instant,
  version,
} from '../definition/field.ts'
import {
  ageEvidences,
  indicatorGroups,
  nonIdentificationReasons,
  rightsTopics,
} from '../vocabulary/process-lists.ts'
import { ageStatuses, consentForms, sectionNames } from '../vocabulary/lists.ts'
import {
  encountering,
  holding,
  identifying,
  nobody,
  serving,
} from '../vocabulary/organisation-groups.ts'

const opening = [...serving, ...encountering, 'nrmOffice', 'courtLiaison', 'prosecution'] as const

export const openingEvents = {
  CaseOpened: event({
    meaning: 'A case begins at one organisation and stays there until somebody consents.',
    source: ['2:L1009'],
    authors: opening,
    readers: nobody,
    sections: sectionNames.codes,
    facts: { ageStatus: code(ageStatuses) },
  }),
  IndicatorsObserved: event({
    meaning: 'Indicators of trafficking were observed; the set that was used is named.',
    source: ['2:L1563', '2:L1572', '2:L1597'],
    authors: opening,
    readers: identifying,
    sections: ['identification', 'exploitation'],
    facts: { indicatorSet: version, groups: setOf(code(indicatorGroups), { min: 1 }) },
  }),
  PresumedVictimRecorded: event({
    meaning: 'The person is presumed to be a victim, and treated as one from now on.',
    source: ['3:L129', '2:L249', '2:L1565'],
    authors: opening,
    readers: nobody,
    sections: sectionNames.codes,
    facts: { indicatorSet: version },
  }),
  FormalIdentificationRequested: event({
    meaning: 'An authority is asked to identify the person formally.',
    source: ['3:L989', '2:L3416'],
    authors: [...serving, ...encountering],
    readers: identifying,
    sections: ['identity', 'demographics', 'identification', 'exploitation'],
    facts: { indicatorSet: version, respondBy: instant },
  }),
  FormallyIdentified: event({
    meaning: 'The authority has identified the person formally.',
    source: ['2:L3416'],
    authors: identifying,
    readers: holding,
    sections: ['identification'],
    facts: { request: reference('FormalIdentificationRequested'), indicatorSet: version },
  }),
  NotIdentified: event({
    meaning:
      'The authority has not identified the person; the presumption and its protection stand.',
    source: ['3:L133', '3:L1295', '2:L249'],
    authors: identifying,
    readers: holding,
    sections: ['identification'],
    facts: {
      request: reference('FormalIdentificationRequested'),
      indicatorSet: version,
      reason: code(nonIdentificationReasons),
    },
  }),
  IdentificationDeclined: event({
    meaning: 'The person declines formal identification and keeps every protection.',
    source: ['2:L249', '2:L1565'],
    authors: opening,
    readers: identifying,
    fallback: 'notice',
    facts: {},
  }),
  IdentificationDeclineWithdrawn: event({
    meaning:
      'The person no longer declines formal identification; nothing about her protection changes.',
    source: ['inferred', '2:L249'],
    authors: opening,
    readers: identifying,
    fallback: 'notice',
    facts: {
      /** What is taken back; for who took custody on later the proposal that said so. */
      declined: reference('IdentificationDeclined', 'CustodyTransferProposed'),
    },
  }),
  AgeStatusChanged: event({
    meaning: 'What is known of her age has changed; whoever holds something of the case learns it.',
    source: ['2:L1565', '2:L1787'],
    authors: [...opening],
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    facts: {
      ageStatus: code(ageStatuses),
      evidence: code(ageEvidences),
    },
  }),
  RightsExplained: event({
    meaning:
      'Somebody explained to the person, in a language that she understands, what she is entitled to.',
    source: ['3:L786', '2:L1739', '3:L1314'],
    authors: opening,
    readers: holding,
    facts: {
      topics: setOf(code(rightsTopics), { min: 1 }),
      language,
      form: code(consentForms),
      interpreter: flag,
    },
  }),
  CasesLinked: event({
    meaning: 'Another case is about the same person; it was identified twice.',
    source: ['2:L652', '2:L2432'],
    authors: opening,
    readers: nobody,
    facts: { other: caseReference },
  }),
} as const
