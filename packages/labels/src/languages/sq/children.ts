import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Organi i kujdestarisë',
    appointedPerson: 'Person i caktuar',
    parent: 'Prind',
    relative: 'Person i afërm',
  },
  receiverKinds: {
    socialServices: 'Shërbimet sociale',
    guardian: 'Kujdestari ligjor',
    parent: 'Prind',
    relative: 'Person i afërm',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Dyshim për përfshirje',
    conflictOfInterest: 'Konflikt interesi',
    unreachable: 'Kontakti i pamundur',
    childObjects: 'Fëmija kundërshton',
  },
  childSolutions: {
    returnToOrigin: 'Kthimi në vendin e origjinës',
    localIntegration: 'Integrimi lokal',
    thirdCountry: 'Zhvendosja në një vend të tretë',
    familyReunification: 'Bashkimi familjar',
  },
  careKinds: {
    family: 'Familja e vet',
    fosterFamily: 'Familje kujdestare',
    shelter: 'Strehimore',
    supportedLiving: 'Jetesë e mbështetur',
  },
  focalPointMatters: {
    missingChild: 'Fëmijë i zhdukur',
    intendedReturn: 'Kthim i planifikuar',
    familyTracing: 'Gjetja e familjes',
    guardianship: 'Kujdestaria',
  },
  focalPointAnswers: {
    known: 'E njohur',
    notKnown: 'E panjohur',
    underWay: 'Në vazhdim',
    cannotSay: 'Nuk mund të thuhet',
  },
} satisfies LabelsOf<ChildrenLists>
