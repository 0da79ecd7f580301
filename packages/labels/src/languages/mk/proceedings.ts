import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Лична состојба',
    criminalProceedings: 'Кривична постапка',
    compensationProceedings: 'Постапка за обештетување',
    riskOnReturn: 'Ризик при враќање',
    socialProgrammeCompleted: 'Завршена социјална програма',
    family: 'Семејство',
    asylum: 'Азил',
  },
  residenceRefusals: {
    groundsNotMet: 'Условите не се исполнети',
    documentsMissing: 'Недостасуваат документи',
    notCompetent: 'Органот не е надлежен',
    publicOrder: 'Јавен ред',
  },
  testimonyPurposes: {
    testify: 'Сведочење',
    claimCompensation: 'Барање за обештетување',
  },
  statementModes: {
    video: 'Преку видеоврска',
    recorded: 'Снимена изјава',
    inPerson: 'Лично',
    none: 'Без изјава',
  },
  compensationHeads: {
    physical: 'Физичка штета',
    psychological: 'Психичка штета',
    lostWages: 'Изгубена заработка',
    contractRights: 'Права од договорот за вработување',
    otherMaterial: 'Друга материјална штета',
  },
  compensationRoutes: {
    criminalProceedings: 'Кривична постапка',
    civilClaim: 'Граѓанска тужба',
    employmentTribunal: 'Суд за работни спорови',
    stateFund: 'Државен фонд за обештетување',
  },
  compensationRefusals: {
    noFunds: 'Нема средства',
    notProved: 'Барањето не е докажано',
    outOfTime: 'Пропуштен рок',
    notEntitled: 'Нема право на обештетување',
  },
  judgmentOutcomes: {
    convicted: 'Осудителна пресуда',
    convictedOfLesserOffence: 'Осуда за полесно дело',
    acquitted: 'Ослободителна пресуда',
    discontinued: 'Постапката е запрена',
    appealed: 'Поднесена е жалба',
  },
  postponementReasons: {
    court: 'Суд',
    defence: 'Одбрана',
    health: 'Здравје',
    safety: 'Безбедност',
    travel: 'Патување',
  },
  releaseKinds: {
    onRemandEnded: 'Крај на притворот',
    sentenceServed: 'Издржана казна',
    onParole: 'Условен отпуст',
    escaped: 'Бегство',
  },
} satisfies LabelsOf<ProceedingsLists>
