import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Грешка у куцању',
    wrongPerson: 'Погрешна особа',
    translation: 'Превод',
    newInformation: 'Нова информација',
    personCorrected: 'Исправила сама особа',
  },
  crimeMatters: {
    recruitment: 'Врбовање',
    transport: 'Превоз',
    exploitation: 'Експлоатација',
    threat: 'Претња',
    corruption: 'Корупција',
    other: 'Друго',
  },
  complaintMatters: {
    confidentiality: 'Поверљивост',
    discrimination: 'Дискриминација',
    qualityOfService: 'Квалитет услуге',
    pressure: 'Притисак',
    delay: 'Кашњење',
    conduct: 'Понашање особља',
  },
  complaintOutcomes: {
    upheld: 'Основана',
    partlyUpheld: 'Делимично основана',
    notUpheld: 'Неоснована',
    notCompetent: 'Ненадлежност',
  },
  recusalReasons: {
    watchdogServesPerson: 'Надзорна организација помаже и самој особи',
    personalRelation: 'Лични однос',
    involvedInFacts: 'Умешаност у догађаје',
    other: 'Друго',
  },
  closingReasons: {
    supportCompleted: 'Подршка завршена',
    personDecided: 'Сопствена одлука особе',
    personNotReached: 'Није успостављен контакт са особом',
    custodyTransferred: 'Случај преузела друга организација',
    linkedDuplicate: 'Дупликат, повезан са другим случајем',
    notAVictim: 'Није жртва трговине људима',
  },
  reopeningReasons: {
    newNeeds: 'Нове потребе',
    newProceedings: 'Нови поступак',
    personReturned: 'Особа се вратила',
    newRisk: 'Нови ризик',
    closedInError: 'Грешком затворено',
  },
  disclosureReasons: {
    dangerToLife: 'Опасност по њен живот или здравље',
    dangerToOthers: 'Опасност за друге',
    courtOrder: 'Судска наредба',
    statutoryReport: 'Пријава коју тражи закон',
  },
  noticesToPerson: {
    told: 'Обавештена је',
    toldLater: 'Биће обавештена касније',
    wouldEndanger: 'Обавештавање би је угрозило',
  },
  reconfirmationReasons: {
    trip: 'Предстоји путовање',
    time: 'Пристанак је дат давно',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Повучен пристанак на коришћење података',
    retentionEnded: 'Истекао рок чувања',
    courtOrder: 'Судска одлука',
    personAsked: 'На захтев особе',
    expungement: 'Брисање осуде',
  },
} satisfies LabelsOf<ClosingLists>
