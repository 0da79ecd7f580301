import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Persönliche Situation',
    criminalProceedings: 'Strafverfahren',
    compensationProceedings: 'Entschädigungsverfahren',
    riskOnReturn: 'Gefahr bei Rückkehr',
    socialProgrammeCompleted: 'Sozialprogramm abgeschlossen',
    family: 'Familie',
    asylum: 'Asyl',
  },
  residenceRefusals: {
    groundsNotMet: 'Voraussetzungen nicht erfüllt',
    documentsMissing: 'Fehlende Unterlagen',
    notCompetent: 'Behörde nicht zuständig',
    publicOrder: 'Öffentliche Ordnung',
  },
  testimonyPurposes: {
    testify: 'Aussage',
    claimCompensation: 'Geltendmachung von Entschädigung',
  },
  statementModes: {
    video: 'Per Videoübertragung',
    recorded: 'Aufgezeichnete Aussage',
    inPerson: 'Persönlich',
    none: 'Keine Aussage',
  },
  compensationHeads: {
    physical: 'Körperlicher Schaden',
    psychological: 'Psychischer Schaden',
    lostWages: 'Entgangener Lohn',
    contractRights: 'Ansprüche aus dem Arbeitsvertrag',
    otherMaterial: 'Sonstiger materieller Schaden',
  },
  compensationRoutes: {
    criminalProceedings: 'Strafverfahren',
    civilClaim: 'Zivilklage',
    employmentTribunal: 'Arbeitsgericht',
    stateFund: 'Staatlicher Entschädigungsfonds',
  },
  compensationRefusals: {
    noFunds: 'Keine Mittel',
    notProved: 'Anspruch nicht nachgewiesen',
    outOfTime: 'Frist versäumt',
    notEntitled: 'Nicht anspruchsberechtigt',
  },
  judgmentOutcomes: {
    convicted: 'Verurteilung',
    convictedOfLesserOffence: 'Verurteilung wegen einer geringeren Straftat',
    acquitted: 'Freispruch',
    discontinued: 'Verfahren eingestellt',
    appealed: 'Rechtsmittel eingelegt',
  },
  postponementReasons: {
    court: 'Gericht',
    defence: 'Verteidigung',
    health: 'Gesundheit',
    safety: 'Sicherheit',
    travel: 'Reise',
  },
  releaseKinds: {
    onRemandEnded: 'Ende der Untersuchungshaft',
    sentenceServed: 'Strafe verbüßt',
    onParole: 'Bedingte Entlassung',
    escaped: 'Flucht',
  },
} satisfies LabelsOf<ProceedingsLists>
