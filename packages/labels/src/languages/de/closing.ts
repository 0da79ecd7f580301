import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Tippfehler',
    wrongPerson: 'Falsche Person',
    translation: 'Übersetzung',
    newInformation: 'Neue Information',
    personCorrected: 'Von der Person berichtigt',
  },
  crimeMatters: {
    recruitment: 'Anwerbung',
    transport: 'Beförderung',
    exploitation: 'Ausbeutung',
    threat: 'Drohung',
    corruption: 'Korruption',
    other: 'Andere',
  },
  complaintMatters: {
    confidentiality: 'Vertraulichkeit',
    discrimination: 'Diskriminierung',
    qualityOfService: 'Qualität der Leistung',
    pressure: 'Druck',
    delay: 'Verzögerung',
    conduct: 'Verhalten des Personals',
  },
  complaintOutcomes: {
    upheld: 'Berechtigt',
    partlyUpheld: 'Teilweise berechtigt',
    notUpheld: 'Nicht berechtigt',
    notCompetent: 'Nicht zuständig',
  },
  recusalReasons: {
    watchdogServesPerson: 'Kontrollorganisation unterstützt auch die Person',
    personalRelation: 'Persönliche Beziehung',
    involvedInFacts: 'Am Sachverhalt beteiligt',
    other: 'Andere',
  },
  closingReasons: {
    supportCompleted: 'Unterstützung abgeschlossen',
    personDecided: 'Entscheidung der Person',
    personNotReached: 'Person nicht erreicht',
    custodyTransferred: 'Fall von anderer Organisation übernommen',
    linkedDuplicate: 'Doppelt geführt, mit anderem Fall verknüpft',
    notAVictim: 'Kein Opfer von Menschenhandel',
  },
  reopeningReasons: {
    newNeeds: 'Neuer Bedarf',
    newProceedings: 'Neues Verfahren',
    personReturned: 'Person ist zurückgekehrt',
    newRisk: 'Neues Risiko',
    closedInError: 'Irrtümlich geschlossen',
  },
  disclosureReasons: {
    dangerToLife: 'Gefahr für ihr Leben oder ihre Gesundheit',
    dangerToOthers: 'Gefahr für andere',
    courtOrder: 'Gerichtliche Anordnung',
    statutoryReport: 'Gesetzliche Meldepflicht',
  },
  noticesToPerson: {
    told: 'Sie wurde informiert',
    toldLater: 'Sie wird später informiert',
    wouldEndanger: 'Die Information würde sie gefährden',
  },
  reconfirmationReasons: {
    trip: 'Eine Reise steht bevor',
    time: 'Ihre Zustimmung liegt lange zurück',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Einwilligung in die Datennutzung widerrufen',
    retentionEnded: 'Aufbewahrungsfrist abgelaufen',
    courtOrder: 'Gerichtsbeschluss',
    personAsked: 'Auf Wunsch der Person',
    expungement: 'Tilgung einer Verurteilung',
  },
} satisfies LabelsOf<ClosingLists>
