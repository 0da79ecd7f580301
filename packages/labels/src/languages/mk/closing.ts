import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Грешка при пишување',
    wrongPerson: 'Погрешно лице',
    translation: 'Превод',
    newInformation: 'Нова информација',
    personCorrected: 'Исправено од самото лице',
  },
  crimeMatters: {
    recruitment: 'Врбување',
    transport: 'Превоз',
    exploitation: 'Експлоатација',
    threat: 'Закана',
    corruption: 'Корупција',
    other: 'Друго',
  },
  complaintMatters: {
    confidentiality: 'Доверливост',
    discrimination: 'Дискриминација',
    qualityOfService: 'Квалитет на услугата',
    pressure: 'Притисок',
    delay: 'Доцнење',
    conduct: 'Однесување на персоналот',
  },
  complaintOutcomes: {
    upheld: 'Основана',
    partlyUpheld: 'Делумно основана',
    notUpheld: 'Неоснована',
    notCompetent: 'Ненадлежност',
  },
  recusalReasons: {
    watchdogServesPerson: 'Надзорната организација му помага и на лицето',
    personalRelation: 'Личен однос',
    involvedInFacts: 'Вмешаност во настаните',
    other: 'Друго',
  },
  closingReasons: {
    supportCompleted: 'Поддршката е завршена',
    personDecided: 'Сопствена одлука на лицето',
    personNotReached: 'Не е воспоставен контакт со лицето',
    custodyTransferred: 'Случајот го презеде друга организација',
    linkedDuplicate: 'Дупликат, поврзан со друг случај',
    notAVictim: 'Не е жртва на трговија со луѓе',
  },
  reopeningReasons: {
    newNeeds: 'Нови потреби',
    newProceedings: 'Нова постапка',
    personReturned: 'Лицето се врати',
    newRisk: 'Нов ризик',
    closedInError: 'Погрешно затворено',
  },
  disclosureReasons: {
    dangerToLife: 'Опасност по нејзиниот живот или здравје',
    dangerToOthers: 'Опасност за други лица',
    courtOrder: 'Судска наредба',
    statutoryReport: 'Пријава што ја бара законот',
  },
  noticesToPerson: {
    told: 'Известена е',
    toldLater: 'Ќе биде известена подоцна',
    wouldEndanger: 'Известувањето би ја загрозило',
  },
  reconfirmationReasons: {
    trip: 'Претстои патување',
    time: 'Согласноста е дадена одамна',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Повлечена согласност за употреба на податоците',
    retentionEnded: 'Рокот на чување истече',
    courtOrder: 'Судска одлука',
    personAsked: 'На барање на лицето',
    expungement: 'Бришење на осудата',
  },
} satisfies LabelsOf<ClosingLists>
