import type { LabelsOf, TravelLists } from '../../topics.ts'

export const travel = {
  participants: {
    al: 'Albania',
    at: 'Austria',
    ba: 'Bosnia and Herzegovina',
    me: 'Montenegro',
    mk: 'North Macedonia',
    rs: 'Serbia',
    xk: 'Kosovo*',
    hr: 'Croatia',
    de: 'Germany',
    fr: 'France',
    nl: 'Netherlands',
    gr: 'Greece',
    es: 'Spain',
  },
  meetingPlaces: {
    station: 'Station',
    borderCrossing: 'Border crossing',
    receptionCentre: 'Reception centre',
    office: 'Office',
    online: 'Online',
  },
  travelModes: {
    air: 'Air',
    rail: 'Rail',
    coach: 'Coach',
    car: 'Car',
    ship: 'Ship',
  },
  documentKinds: {
    identityDocument: 'Identity document',
    travelDocument: 'Travel document',
    ticket: 'Ticket',
    medicalCertificate: 'Medical certificate',
    courtSummons: 'Court summons',
    consentForm: 'Consent form',
    powerOfAttorney: 'Power of attorney',
    other: 'Other',
  },
  channelKinds: {
    telephone: 'Telephone',
    messenger: 'Messenger',
    inPerson: 'In person',
  },
} satisfies LabelsOf<TravelLists>
