import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Албанија',
    at: 'Аустрија',
    ba: 'Босна и Херцеговина',
    me: 'Црна Гора',
    mk: 'Северна Македонија',
    rs: 'Србија',
    xk: 'Косово*',
    hr: 'Хрватска',
    de: 'Немачка',
    fr: 'Француска',
    nl: 'Холандија',
    gr: 'Грчка',
    es: 'Шпанија',
  },
  meetingPlaces: {
    station: 'Станица',
    borderCrossing: 'Гранични прелаз',
    receptionCentre: 'Прихватни центар',
    office: 'Канцеларија',
    online: 'Путем интернета',
  },
  travelModes: {
    air: 'Авион',
    rail: 'Воз',
    coach: 'Аутобус',
    car: 'Аутомобил',
    ship: 'Брод',
  },
  documentKinds: {
    identityDocument: 'Идентификациони документ',
    travelDocument: 'Путна исправа',
    ticket: 'Карта',
    medicalCertificate: 'Лекарско уверење',
    courtSummons: 'Судски позив',
    consentForm: 'Образац пристанка',
    powerOfAttorney: 'Пуномоћје',
    other: 'Друго',
  },
  channelKinds: {
    telephone: 'Телефон',
    messenger: 'Апликација за поруке',
    inPerson: 'Лично',
  },
} satisfies LabelsOf<TravelLists>
