import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Лична ситуација',
    criminalProceedings: 'Кривични поступак',
    compensationProceedings: 'Поступак за накнаду штете',
    riskOnReturn: 'Ризик при повратку',
    socialProgrammeCompleted: 'Завршен социјални програм',
    family: 'Породица',
    asylum: 'Азил',
  },
  residenceRefusals: {
    groundsNotMet: 'Услови нису испуњени',
    documentsMissing: 'Недостају документа',
    notCompetent: 'Орган није надлежан',
    publicOrder: 'Јавни ред',
  },
  testimonyPurposes: {
    testify: 'Сведочење',
    claimCompensation: 'Захтев за накнаду штете',
  },
  statementModes: {
    video: 'Путем видео-линка',
    recorded: 'Снимљена изјава',
    inPerson: 'Лично',
    none: 'Без изјаве',
  },
  compensationHeads: {
    physical: 'Физичка штета',
    psychological: 'Психичка штета',
    lostWages: 'Изгубљена зарада',
    contractRights: 'Права из уговора о раду',
    otherMaterial: 'Друга материјална штета',
  },
  compensationRoutes: {
    criminalProceedings: 'Кривични поступак',
    civilClaim: 'Грађанска тужба',
    employmentTribunal: 'Суд за радне спорове',
    stateFund: 'Државни фонд за накнаду штете',
  },
  compensationRefusals: {
    noFunds: 'Нема средстава',
    notProved: 'Захтев није доказан',
    outOfTime: 'Пропуштен рок',
    notEntitled: 'Нема права на накнаду',
  },
  judgmentOutcomes: {
    convicted: 'Осуђујућа пресуда',
    convictedOfLesserOffence: 'Осуда за лакше дело',
    acquitted: 'Ослобађајућа пресуда',
    discontinued: 'Поступак обустављен',
    appealed: 'Изјављена жалба',
  },
  postponementReasons: {
    court: 'Суд',
    defence: 'Одбрана',
    health: 'Здравље',
    safety: 'Безбедност',
    travel: 'Путовање',
  },
  releaseKinds: {
    onRemandEnded: 'Крај притвора',
    sentenceServed: 'Одслужена казна',
    onParole: 'Условни отпуст',
    escaped: 'Бекство',
  },
} satisfies LabelsOf<ProceedingsLists>
