import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Vormundschaftsbehörde',
    appointedPerson: 'Bestellte Person',
    parent: 'Elternteil',
    relative: 'Verwandte Person',
  },
  receiverKinds: {
    socialServices: 'Sozialdienst',
    guardian: 'Vormundschaft',
    parent: 'Elternteil',
    relative: 'Verwandte Person',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Verdacht der Beteiligung',
    conflictOfInterest: 'Interessenkonflikt',
    unreachable: 'Nicht erreichbar',
    childObjects: 'Einwände des Kindes',
  },
  childSolutions: {
    returnToOrigin: 'Rückkehr ins Herkunftsland',
    localIntegration: 'Integration vor Ort',
    thirdCountry: 'Aufnahme in einem Drittland',
    familyReunification: 'Familienzusammenführung',
  },
  careKinds: {
    family: 'Eigene Familie',
    fosterFamily: 'Pflegefamilie',
    shelter: 'Schutzunterkunft',
    supportedLiving: 'Betreutes Wohnen',
  },
  focalPointMatters: {
    missingChild: 'Vermisstes Kind',
    intendedReturn: 'Beabsichtigte Rückkehr',
    familyTracing: 'Suche nach Angehörigen',
    guardianship: 'Vormundschaft',
  },
  focalPointAnswers: {
    known: 'Bekannt',
    notKnown: 'Nicht bekannt',
    underWay: 'In Bearbeitung',
    cannotSay: 'Keine Auskunft möglich',
  },
} satisfies LabelsOf<ChildrenLists>
