import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Situata personale',
    criminalProceedings: 'Procedura penale',
    compensationProceedings: 'Procedura e kompensimit',
    riskOnReturn: 'Rreziku në rast kthimi',
    socialProgrammeCompleted: 'Program social i përfunduar',
    family: 'Familja',
    asylum: 'Azili',
  },
  residenceRefusals: {
    groundsNotMet: 'Kushtet nuk plotësohen',
    documentsMissing: 'Mungojnë dokumentet',
    notCompetent: 'Autoriteti nuk është kompetent',
    publicOrder: 'Rendi publik',
  },
  testimonyPurposes: {
    testify: 'Për të dëshmuar',
    claimCompensation: 'Për të kërkuar kompensim',
  },
  statementModes: {
    video: 'Me videolidhje',
    recorded: 'Deklaratë e regjistruar',
    inPerson: 'Personalisht',
    none: 'Pa deklaratë',
  },
  compensationHeads: {
    physical: 'Dëm fizik',
    psychological: 'Dëm psikologjik',
    lostWages: 'Paga të humbura',
    contractRights: 'Të drejta nga kontrata e punës',
    otherMaterial: 'Dëm tjetër material',
  },
  compensationRoutes: {
    criminalProceedings: 'Procedura penale',
    civilClaim: 'Padi civile',
    employmentTribunal: 'Gjykata për çështje pune',
    stateFund: 'Fondi shtetëror i kompensimit',
  },
  compensationRefusals: {
    noFunds: 'Nuk ka fonde',
    notProved: 'Kërkesa nuk u provua',
    outOfTime: 'Jashtë afatit',
    notEntitled: 'Pa të drejtë kompensimi',
  },
  judgmentOutcomes: {
    convicted: 'Dënim',
    convictedOfLesserOffence: 'Dënim për vepër më të lehtë',
    acquitted: 'Pafajësi',
    discontinued: 'Procedura u pushua',
    appealed: 'U ankimua',
  },
  postponementReasons: {
    court: 'Gjykata',
    defence: 'Mbrojtja e të pandehurit',
    health: 'Shëndeti',
    safety: 'Siguria',
    travel: 'Udhëtimi',
  },
  releaseKinds: {
    onRemandEnded: 'Përfundim i paraburgimit',
    sentenceServed: 'Dënim i vuajtur',
    onParole: 'Lirim me kusht',
    escaped: 'Arratisje',
  },
} satisfies LabelsOf<ProceedingsLists>
