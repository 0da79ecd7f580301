import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Албанија',
    at: 'Австрија',
    ba: 'Босна и Херцеговина',
    me: 'Црна Гора',
    mk: 'Северна Македонија',
    rs: 'Србија',
    xk: 'Косово*',
    hr: 'Хрватска',
    de: 'Германија',
    fr: 'Франција',
    nl: 'Холандија',
    gr: 'Грција',
    es: 'Шпанија',
  },
  meetingPlaces: {
    station: 'Станица',
    borderCrossing: 'Граничен премин',
    receptionCentre: 'Прифатен центар',
    office: 'Канцеларија',
    online: 'Преку интернет',
  },
  travelModes: {
    air: 'Авион',
    rail: 'Воз',
    coach: 'Автобус',
    car: 'Автомобил',
    ship: 'Брод',
  },
  documentKinds: {
    identityDocument: 'Документ за идентификација',
    travelDocument: 'Патна исправа',
    ticket: 'Билет',
    medicalCertificate: 'Лекарско уверение',
    courtSummons: 'Судска покана',
    consentForm: 'Образец за согласност',
    powerOfAttorney: 'Полномошно',
    other: 'Друго',
  },
  channelKinds: {
    telephone: 'Телефон',
    messenger: 'Апликација за пораки',
    inPerson: 'Лично',
  },
} satisfies LabelsOf<TravelLists>
