import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Tijelo nadležno za skrbništvo',
    appointedPerson: 'Imenovana osoba',
    parent: 'Roditelj',
    relative: 'Srodnik',
  },
  receiverKinds: {
    socialServices: 'Socijalne službe',
    guardian: 'Skrbnik',
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
    returnToOrigin: 'Povratak u zemlju podrijetla',
    localIntegration: 'Lokalna integracija',
    thirdCountry: 'Preseljenje u treću zemlju',
    familyReunification: 'Spajanje obitelji',
  },
  careKinds: {
    family: 'Vlastita obitelj',
    fosterFamily: 'Udomiteljska obitelj',
    shelter: 'Sklonište',
    supportedLiving: 'Stanovanje uz podršku',
  },
  focalPointMatters: {
    missingChild: 'Nestalo dijete',
    intendedReturn: 'Planirani povratak',
    familyTracing: 'Traženje obitelji',
    guardianship: 'Skrbništvo',
  },
  focalPointAnswers: {
    known: 'Poznato',
    notKnown: 'Nepoznato',
    underWay: 'U tijeku',
    cannotSay: 'Ne može se reći',
  },
} satisfies LabelsOf<ChildrenLists>
