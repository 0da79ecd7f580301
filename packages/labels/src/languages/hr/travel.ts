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
    es: 'Španjolska',
  },
  meetingPlaces: {
    station: 'Kolodvor',
    borderCrossing: 'Granični prijelaz',
    receptionCentre: 'Prihvatni centar',
    office: 'Ured',
    online: 'Putem interneta',
  },
  travelModes: {
    air: 'Zrakoplov',
    rail: 'Vlak',
    coach: 'Autobus',
    car: 'Automobil',
    ship: 'Brod',
  },
  documentKinds: {
    identityDocument: 'Identifikacijski dokument',
    travelDocument: 'Putna isprava',
    ticket: 'Putna karta',
    medicalCertificate: 'Liječnička potvrda',
    courtSummons: 'Sudski poziv',
    consentForm: 'Obrazac privole',
    powerOfAttorney: 'Punomoć',
    other: 'Drugo',
  },
  channelKinds: {
    telephone: 'Telefon',
    messenger: 'Aplikacija za poruke',
    inPerson: 'Osobno',
  },
} satisfies LabelsOf<TravelLists>
