import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Орган старатељства',
    appointedPerson: 'Именована особа',
    parent: 'Родитељ',
    relative: 'Сродник',
  },
  receiverKinds: {
    socialServices: 'Социјалне службе',
    guardian: 'Старатељ',
    parent: 'Родитељ',
    relative: 'Сродник',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Сумња на умешаност',
    conflictOfInterest: 'Сукоб интереса',
    unreachable: 'Недоступност',
    childObjects: 'Дете се противи',
  },
  childSolutions: {
    returnToOrigin: 'Повратак у земљу порекла',
    localIntegration: 'Локална интеграција',
    thirdCountry: 'Пресељење у трећу земљу',
    familyReunification: 'Спајање породице',
  },
  careKinds: {
    family: 'Сопствена породица',
    fosterFamily: 'Хранитељска породица',
    shelter: 'Прихватилиште',
    supportedLiving: 'Становање уз подршку',
  },
  focalPointMatters: {
    missingChild: 'Нестало дете',
    intendedReturn: 'Планирани повратак',
    familyTracing: 'Тражење породице',
    guardianship: 'Старатељство',
  },
  focalPointAnswers: {
    known: 'Познато',
    notKnown: 'Непознато',
    underWay: 'У току',
    cannotSay: 'Не може се рећи',
  },
} satisfies LabelsOf<ChildrenLists>
