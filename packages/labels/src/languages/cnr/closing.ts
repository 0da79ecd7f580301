import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Greška u kucanju',
    wrongPerson: 'Pogrešna osoba',
    translation: 'Prevod',
    newInformation: 'Nova informacija',
    personCorrected: 'Ispravila sama osoba',
  },
  crimeMatters: {
    recruitment: 'Vrbovanje',
    transport: 'Prevoz',
    exploitation: 'Eksploatacija',
    threat: 'Prijetnja',
    corruption: 'Korupcija',
    other: 'Drugo',
  },
  complaintMatters: {
    confidentiality: 'Povjerljivost',
    discrimination: 'Diskriminacija',
    qualityOfService: 'Kvalitet usluge',
    pressure: 'Pritisak',
    delay: 'Kašnjenje',
    conduct: 'Ponašanje osoblja',
  },
  complaintOutcomes: {
    upheld: 'Osnovana',
    partlyUpheld: 'Djelimično osnovana',
    notUpheld: 'Neosnovana',
    notCompetent: 'Nenadležnost',
  },
  recusalReasons: {
    watchdogServesPerson: 'Nadzorna organizacija pomaže i samoj osobi',
    personalRelation: 'Lični odnos',
    involvedInFacts: 'Umiješanost u događaje',
    other: 'Drugo',
  },
  closingReasons: {
    supportCompleted: 'Podrška završena',
    personDecided: 'Sopstvena odluka osobe',
    personNotReached: 'Nije uspostavljen kontakt sa osobom',
    custodyTransferred: 'Slučaj preuzela druga organizacija',
    linkedDuplicate: 'Duplikat, povezan sa drugim slučajem',
    notAVictim: 'Nije žrtva trgovine ljudima',
  },
  reopeningReasons: {
    newNeeds: 'Nove potrebe',
    newProceedings: 'Novi postupak',
    personReturned: 'Osoba se vratila',
    newRisk: 'Novi rizik',
    closedInError: 'Greškom zatvoreno',
  },
  disclosureReasons: {
    dangerToLife: 'Opasnost po njen život ili zdravlje',
    dangerToOthers: 'Opasnost za druge',
    courtOrder: 'Sudska naredba',
    statutoryReport: 'Prijava koju traži zakon',
  },
  noticesToPerson: {
    told: 'Obaviještena je',
    toldLater: 'Biće obaviještena kasnije',
    wouldEndanger: 'Obavještavanje bi je ugrozilo',
  },
  reconfirmationReasons: {
    trip: 'Predstoji putovanje',
    time: 'Pristanak je dat davno',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Povučena saglasnost za korišćenje podataka',
    retentionEnded: 'Istekao rok čuvanja',
    courtOrder: 'Sudska odluka',
    personAsked: 'Na zahtjev osobe',
    expungement: 'Brisanje osude',
  },
} satisfies LabelsOf<ClosingLists>
