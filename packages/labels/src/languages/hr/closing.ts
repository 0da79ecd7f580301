import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Pogreška u pisanju',
    wrongPerson: 'Pogrešna osoba',
    translation: 'Prijevod',
    newInformation: 'Nova informacija',
    personCorrected: 'Ispravila sama osoba',
  },
  crimeMatters: {
    recruitment: 'Vrbovanje',
    transport: 'Prijevoz',
    exploitation: 'Iskorištavanje',
    threat: 'Prijetnja',
    corruption: 'Korupcija',
    other: 'Drugo',
  },
  complaintMatters: {
    confidentiality: 'Povjerljivost',
    discrimination: 'Diskriminacija',
    qualityOfService: 'Kvaliteta usluge',
    pressure: 'Pritisak',
    delay: 'Kašnjenje',
    conduct: 'Ponašanje osoblja',
  },
  complaintOutcomes: {
    upheld: 'Osnovana',
    partlyUpheld: 'Djelomično osnovana',
    notUpheld: 'Neosnovana',
    notCompetent: 'Nenadležnost',
  },
  recusalReasons: {
    watchdogServesPerson: 'Nadzorna organizacija pomaže i samoj osobi',
    personalRelation: 'Osobni odnos',
    involvedInFacts: 'Umiješanost u događaje',
    other: 'Drugo',
  },
  closingReasons: {
    supportCompleted: 'Podrška završena',
    personDecided: 'Vlastita odluka osobe',
    personNotReached: 'Nije uspostavljen kontakt s osobom',
    custodyTransferred: 'Slučaj preuzela druga organizacija',
    linkedDuplicate: 'Duplikat, povezan s drugim slučajem',
    notAVictim: 'Nije žrtva trgovanja ljudima',
  },
  reopeningReasons: {
    newNeeds: 'Nove potrebe',
    newProceedings: 'Novi postupak',
    personReturned: 'Osoba se vratila',
    newRisk: 'Novi rizik',
    closedInError: 'Pogrešno zatvoreno',
  },
  disclosureReasons: {
    dangerToLife: 'Opasnost za njezin život ili zdravlje',
    dangerToOthers: 'Opasnost za druge',
    courtOrder: 'Sudski nalog',
    statutoryReport: 'Prijava koju traži zakon',
  },
  noticesToPerson: {
    told: 'Obaviještena je',
    toldLater: 'Bit će obaviještena kasnije',
    wouldEndanger: 'Obavješćivanje bi je ugrozilo',
  },
  reconfirmationReasons: {
    trip: 'Predstoji putovanje',
    time: 'Privola je dana davno',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Povučena privola za uporabu podataka',
    retentionEnded: 'Istekao rok čuvanja',
    courtOrder: 'Sudska odluka',
    personAsked: 'Na zahtjev osobe',
    expungement: 'Brisanje osude',
  },
} satisfies LabelsOf<ClosingLists>
