import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Typing error',
    wrongPerson: 'Wrong person',
    translation: 'Translation',
    newInformation: 'New information',
    personCorrected: 'Corrected by the person',
  },
  crimeMatters: {
    recruitment: 'Recruitment',
    transport: 'Transport',
    exploitation: 'Exploitation',
    threat: 'Threat',
    corruption: 'Corruption',
    other: 'Other',
  },
  complaintMatters: {
    confidentiality: 'Confidentiality',
    discrimination: 'Discrimination',
    qualityOfService: 'Quality of service',
    pressure: 'Pressure',
    delay: 'Delay',
    conduct: 'Conduct of staff',
  },
  complaintOutcomes: {
    upheld: 'Upheld',
    partlyUpheld: 'Partly upheld',
    notUpheld: 'Not upheld',
    notCompetent: 'Not competent',
  },
  recusalReasons: {
    watchdogServesPerson: 'Watchdog that also serves the person',
    personalRelation: 'Personal relation',
    involvedInFacts: 'Involved in the facts',
    other: 'Other',
  },
  closingReasons: {
    supportCompleted: 'Support completed',
    personDecided: "The person's own decision",
    personNotReached: 'Person not reached',
    custodyTransferred: 'Case taken over by another organisation',
    linkedDuplicate: 'Duplicate, linked to another case',
    notAVictim: 'Not a victim of trafficking',
  },
  reopeningReasons: {
    newNeeds: 'New needs',
    newProceedings: 'New proceedings',
    personReturned: 'Person has returned',
    newRisk: 'New risk',
    closedInError: 'Closed in error',
  },
  disclosureReasons: {
    dangerToLife: 'Danger to her life or health',
    dangerToOthers: 'Danger to others',
    courtOrder: 'Court order',
    statutoryReport: 'Report that the law asks for',
  },
  noticesToPerson: {
    told: 'She was told',
    toldLater: 'She is told later',
    wouldEndanger: 'Telling her would endanger her',
  },
  reconfirmationReasons: {
    trip: 'A trip is to come',
    time: 'She said it long ago',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Consent to the use of data withdrawn',
    retentionEnded: 'Retention period ended',
    courtOrder: 'Court order',
    personAsked: "At the person's request",
    expungement: 'Criminal record expunged',
  },
} satisfies LabelsOf<ClosingLists>
