import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Shqipëria',
    at: 'Austria',
    ba: 'Bosnja dhe Hercegovina',
    me: 'Mali i Zi',
    mk: 'Maqedonia e Veriut',
    rs: 'Serbia',
    xk: 'Kosova*',
    hr: 'Kroacia',
    de: 'Gjermania',
    fr: 'Franca',
    nl: 'Holanda',
    gr: 'Greqia',
    es: 'Spanja',
  },
  meetingPlaces: {
    station: 'Stacion',
    borderCrossing: 'Pikë kufitare',
    receptionCentre: 'Qendër pritjeje',
    office: 'Zyrë',
    online: 'Në internet',
  },
  travelModes: {
    air: 'Avion',
    rail: 'Tren',
    coach: 'Autobus',
    car: 'Makinë',
    ship: 'Anije',
  },
  documentKinds: {
    identityDocument: 'Dokument identiteti',
    travelDocument: 'Dokument udhëtimi',
    ticket: 'Biletë',
    medicalCertificate: 'Certifikatë mjekësore',
    courtSummons: 'Thirrje gjyqësore',
    consentForm: 'Formular pëlqimi',
    powerOfAttorney: 'Prokurë',
    other: 'Tjetër',
  },
  channelKinds: {
    telephone: 'Telefon',
    messenger: 'Aplikacion mesazhesh',
    inPerson: 'Personalisht',
  },
} satisfies LabelsOf<TravelLists>
