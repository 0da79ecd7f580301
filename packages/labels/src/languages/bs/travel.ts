import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Albanija',
    at: 'Austrija',
    ba: 'Bosna i Hercegovina',
    me: 'Crna Gora',
    mk: 'Sjeverna Makedonija',
    rs: 'Srbija',
    xk: 'Kosovo*',
    hr: 'Hrvatska',
    de: 'Njemačka',
    fr: 'Francuska',
    nl: 'Nizozemska',
    gr: 'Grčka',
    es: 'Španija',
  },
  meetingPlaces: {
    station: 'Stanica',
    borderCrossing: 'Granični prijelaz',
    receptionCentre: 'Prihvatni centar',
    office: 'Ured',
    online: 'Putem interneta',
  },
  travelModes: {
    air: 'Avion',
    rail: 'Voz',
    coach: 'Autobus',
    car: 'Automobil',
    ship: 'Brod',
  },
  documentKinds: {
    identityDocument: 'Identifikacijski dokument',
    travelDocument: 'Putna isprava',
    ticket: 'Karta',
    medicalCertificate: 'Ljekarsko uvjerenje',
    courtSummons: 'Sudski poziv',
    consentForm: 'Obrazac saglasnosti',
    powerOfAttorney: 'Punomoć',
    other: 'Drugo',
  },
  channelKinds: {
    telephone: 'Telefon',
    messenger: 'Aplikacija za poruke',
    inPerson: 'Lično',
  },
} satisfies LabelsOf<TravelLists>
