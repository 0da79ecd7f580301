import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Guardianship authority',
    appointedPerson: 'Appointed person',
    parent: 'Parent',
    relative: 'Relative',
  },
  receiverKinds: {
    socialServices: 'Social services',
    guardian: 'Guardian',
    parent: 'Parent',
    relative: 'Relative',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Suspected involvement',
    conflictOfInterest: 'Conflict of interest',
    unreachable: 'Cannot be reached',
    childObjects: 'The child objects',
  },
  childSolutions: {
    returnToOrigin: 'Return to the country of origin',
    localIntegration: 'Local integration',
    thirdCountry: 'Relocation to a third country',
    familyReunification: 'Family reunification',
  },
  careKinds: {
    family: 'Own family',
    fosterFamily: 'Foster family',
    shelter: 'Shelter',
    supportedLiving: 'Supported living',
  },
  focalPointMatters: {
    missingChild: 'Missing child',
    intendedReturn: 'Intended return',
    familyTracing: 'Family tracing',
    guardianship: 'Guardianship',
  },
  focalPointAnswers: {
    known: 'Known',
    notKnown: 'Not known',
    underWay: 'Under way',
    cannotSay: 'Cannot say',
  },
} satisfies LabelsOf<ChildrenLists>
