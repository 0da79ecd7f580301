import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Albanien',
    at: 'Österreich',
    ba: 'Bosnien und Herzegowina',
    me: 'Montenegro',
    mk: 'Nordmazedonien',
    rs: 'Serbien',
    xk: 'Kosovo*',
    hr: 'Kroatien',
    de: 'Deutschland',
    fr: 'Frankreich',
    nl: 'Niederlande',
    gr: 'Griechenland',
    es: 'Spanien',
  },
  meetingPlaces: {
    station: 'Bahnhof',
    borderCrossing: 'Grenzübergang',
    receptionCentre: 'Aufnahmezentrum',
    office: 'Büro',
    online: 'Online',
  },
  travelModes: {
    air: 'Flugzeug',
    rail: 'Bahn',
    coach: 'Reisebus',
    car: 'Auto',
    ship: 'Schiff',
  },
  documentKinds: {
    identityDocument: 'Identitätsdokument',
    travelDocument: 'Reisedokument',
    ticket: 'Ticket',
    medicalCertificate: 'Ärztliches Attest',
    courtSummons: 'Gerichtliche Ladung',
    consentForm: 'Einwilligungsformular',
    powerOfAttorney: 'Vollmacht',
    other: 'Andere',
  },
  channelKinds: {
    telephone: 'Telefon',
    messenger: 'Messenger-Dienst',
    inPerson: 'Persönlich',
  },
} satisfies LabelsOf<TravelLists>
