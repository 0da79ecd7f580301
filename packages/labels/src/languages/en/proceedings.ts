import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Personal situation',
    criminalProceedings: 'Criminal proceedings',
    compensationProceedings: 'Compensation proceedings',
    riskOnReturn: 'Risk on return',
    socialProgrammeCompleted: 'Social programme completed',
    family: 'Family',
    asylum: 'Asylum',
  },
  residenceRefusals: {
    groundsNotMet: 'Grounds not met',
    documentsMissing: 'Documents missing',
    notCompetent: 'Authority not competent',
    publicOrder: 'Public order',
  },
  testimonyPurposes: {
    testify: 'To testify',
    claimCompensation: 'To claim compensation',
  },
  statementModes: {
    video: 'By video link',
    recorded: 'Recorded statement',
    inPerson: 'In person',
    none: 'No statement',
  },
  compensationHeads: {
    physical: 'Physical harm',
    psychological: 'Psychological harm',
    lostWages: 'Lost wages',
    contractRights: 'Rights under the employment contract',
    otherMaterial: 'Other material damage',
  },
  compensationRoutes: {
    criminalProceedings: 'Criminal proceedings',
    civilClaim: 'Civil claim',
    employmentTribunal: 'Employment tribunal',
    stateFund: 'State compensation fund',
  },
  compensationRefusals: {
    noFunds: 'No funds',
    notProved: 'Claim not proved',
    outOfTime: 'Out of time',
    notEntitled: 'Not entitled',
  },
  judgmentOutcomes: {
    convicted: 'Convicted',
    convictedOfLesserOffence: 'Convicted of a lesser offence',
    acquitted: 'Acquitted',
    discontinued: 'Proceedings discontinued',
    appealed: 'Under appeal',
  },
  postponementReasons: {
    court: 'Court',
    defence: 'Defence',
    health: 'Health',
    safety: 'Safety',
    travel: 'Travel',
  },
  releaseKinds: {
    onRemandEnded: 'End of pre-trial detention',
    sentenceServed: 'Sentence served',
    onParole: 'Release on parole',
    escaped: 'Escape',
  },
} satisfies LabelsOf<ProceedingsLists>
