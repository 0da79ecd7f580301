import type { ChildrenLists, LabelsOf } from '../../topics.ts'

export const children = {
  guardianKinds: {
    guardianshipAuthority: 'Орган за старателство',
    appointedPerson: 'Назначено лице',
    parent: 'Родител',
    relative: 'Роднина',
  },
  receiverKinds: {
    socialServices: 'Социјални служби',
    guardian: 'Старател',
    parent: 'Родител',
    relative: 'Роднина',
  },
  exclusionReasons: {
    suspectedInvolvement: 'Сомнеж за вмешаност',
    conflictOfInterest: 'Судир на интереси',
    unreachable: 'Недостапност',
    childObjects: 'Детето се противи',
  },
  childSolutions: {
    returnToOrigin: 'Враќање во земјата на потекло',
    localIntegration: 'Локална интеграција',
    thirdCountry: 'Преселување во трета земја',
    familyReunification: 'Спојување на семејството',
  },
  careKinds: {
    family: 'Сопствено семејство',
    fosterFamily: 'Згрижувачко семејство',
    shelter: 'Засолниште',
    supportedLiving: 'Живеење со поддршка',
  },
  focalPointMatters: {
    missingChild: 'Исчезнато дете',
    intendedReturn: 'Планирано враќање',
    familyTracing: 'Потрага по семејството',
    guardianship: 'Старателство',
  },
  focalPointAnswers: {
    known: 'Познато',
    notKnown: 'Непознато',
    underWay: 'Во тек',
    cannotSay: 'Не може да се каже',
  },
} satisfies LabelsOf<ChildrenLists>
