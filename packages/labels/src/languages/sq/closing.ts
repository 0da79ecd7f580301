import type { ClosingLists, LabelsOf } from '../../topics.ts'

export const closing = {
  correctionReasons: {
    typingError: 'Gabim shtypi',
    wrongPerson: 'Person i gabuar',
    translation: 'Përkthim',
    newInformation: 'Informacion i ri',
    personCorrected: 'Korrigjuar nga vetë personi',
  },
  crimeMatters: {
    recruitment: 'Rekrutim',
    transport: 'Transport',
    exploitation: 'Shfrytëzim',
    threat: 'Kërcënim',
    corruption: 'Korrupsion',
    other: 'Tjetër',
  },
  complaintMatters: {
    confidentiality: 'Konfidencialiteti',
    discrimination: 'Diskriminimi',
    qualityOfService: 'Cilësia e shërbimit',
    pressure: 'Presioni',
    delay: 'Vonesa',
    conduct: 'Sjellja e stafit',
  },
  complaintOutcomes: {
    upheld: 'E pranuar',
    partlyUpheld: 'Pjesërisht e pranuar',
    notUpheld: 'E rrëzuar',
    notCompetent: 'Jashtë kompetencës',
  },
  recusalReasons: {
    watchdogServesPerson: 'Organizata mbikëqyrëse i shërben edhe personit',
    personalRelation: 'Lidhje personale',
    involvedInFacts: 'Përfshirje në ngjarje',
    other: 'Tjetër',
  },
  closingReasons: {
    supportCompleted: 'Mbështetja ka përfunduar',
    personDecided: 'Vendimi i vetë personit',
    personNotReached: 'Me personin nuk u arrit kontakt',
    custodyTransferred: 'Rastin e mori një organizatë tjetër',
    linkedDuplicate: 'Dublikat, i lidhur me një rast tjetër',
    notAVictim: 'Nuk është viktimë e trafikimit',
  },
  reopeningReasons: {
    newNeeds: 'Nevoja të reja',
    newProceedings: 'Procedurë e re',
    personReturned: 'Personi është kthyer',
    newRisk: 'Rrezik i ri',
    closedInError: 'Mbyllur gabimisht',
  },
  disclosureReasons: {
    dangerToLife: 'Rrezik për jetën ose shëndetin e saj',
    dangerToOthers: 'Rrezik për të tjerët',
    courtOrder: 'Urdhër gjykate',
    statutoryReport: 'Raportim i kërkuar me ligj',
  },
  noticesToPerson: {
    told: 'Ajo u njoftua',
    toldLater: 'Ajo njoftohet më vonë',
    wouldEndanger: 'Njoftimi do ta rrezikonte',
  },
  reconfirmationReasons: {
    trip: 'Pritet një udhëtim',
    time: 'Pëlqimi u dha shumë kohë më parë',
  },
  erasureAuthorities: {
    consentWithdrawn: 'Pëlqimi për përdorimin e të dhënave u tërhoq',
    retentionEnded: 'Afati i ruajtjes përfundoi',
    courtOrder: 'Vendim gjyqësor',
    personAsked: 'Me kërkesë të personit',
    expungement: 'Fshirja e dënimit nga regjistri',
  },
} satisfies LabelsOf<ClosingLists>
