import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Osobne okolnosti',
    criminalProceedings: 'Kazneni postupak',
    compensationProceedings: 'Postupak za naknadu štete',
    riskOnReturn: 'Rizik pri povratku',
    socialProgrammeCompleted: 'Završen socijalni program',
    family: 'Obitelj',
    asylum: 'Azil',
  },
  residenceRefusals: {
    groundsNotMet: 'Uvjeti nisu ispunjeni',
    documentsMissing: 'Nedostaju dokumenti',
    notCompetent: 'Tijelo nije nadležno',
    publicOrder: 'Javni poredak',
  },
  testimonyPurposes: {
    testify: 'Svjedočenje',
    claimCompensation: 'Zahtjev za naknadu štete',
  },
  statementModes: {
    video: 'Putem videoveze',
    recorded: 'Snimljeni iskaz',
    inPerson: 'Osobno',
    none: 'Bez iskaza',
  },
  compensationHeads: {
    physical: 'Tjelesna šteta',
    psychological: 'Psihička šteta',
    lostWages: 'Izgubljena plaća',
    contractRights: 'Prava iz ugovora o radu',
    otherMaterial: 'Druga materijalna šteta',
  },
  compensationRoutes: {
    criminalProceedings: 'Kazneni postupak',
    civilClaim: 'Građanska tužba',
    employmentTribunal: 'Radni sud',
    stateFund: 'Državni fond za naknadu štete',
  },
  compensationRefusals: {
    noFunds: 'Nema sredstava',
    notProved: 'Zahtjev nije dokazan',
    outOfTime: 'Propušten rok',
    notEntitled: 'Nema prava na naknadu',
  },
  judgmentOutcomes: {
    convicted: 'Osuđujuća presuda',
    convictedOfLesserOffence: 'Osuda za lakše djelo',
    acquitted: 'Oslobađajuća presuda',
    discontinued: 'Postupak obustavljen',
    appealed: 'Uložena žalba',
  },
  postponementReasons: {
    court: 'Sud',
    defence: 'Obrana',
    health: 'Zdravlje',
    safety: 'Sigurnost',
    travel: 'Putovanje',
  },
  releaseKinds: {
    onRemandEnded: 'Kraj istražnog zatvora',
    sentenceServed: 'Odslužena kazna',
    onParole: 'Uvjetni otpust',
    escaped: 'Bijeg',
  },
} satisfies LabelsOf<ProceedingsLists>
