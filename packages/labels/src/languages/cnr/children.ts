import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Organ starateljstva',
    appointedPerson: 'Imenovana osoba',
    parent: 'Roditelj',
    relative: 'Srodnik',
  },
  receiverKinds: {
    socialServices: 'Socijalne službe',
    guardian: 'Staratelj',
    parent: 'Roditelj',
    relative: 'Srodnik',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Sumnja na umiješanost',
    conflictOfInterest: 'Sukob interesa',
    unreachable: 'Nedostupnost',
    childObjects: 'Dijete se protivi',
  },
  childSolutions: {
    returnToOrigin: 'Povratak u zemlju porijekla',
    localIntegration: 'Lokalna integracija',
    thirdCountry: 'Preseljenje u treću zemlju',
    familyReunification: 'Spajanje porodice',
  },
  careKinds: {
    family: 'Sopstvena porodica',
    fosterFamily: 'Hraniteljska porodica',
    shelter: 'Sklonište',
    supportedLiving: 'Stanovanje uz podršku',
  },
  focalPointMatters: {
    missingChild: 'Nestalo dijete',
    intendedReturn: 'Planirani povratak',
    familyTracing: 'Traženje porodice',
    guardianship: 'Starateljstvo',
  },
  focalPointAnswers: {
    known: 'Poznato',
    notKnown: 'Nepoznato',
    underWay: 'U toku',
    cannotSay: 'Ne može se reći',
  },
} satisfies LabelsOf<ChildrenLists>
