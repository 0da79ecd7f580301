import type { LabelsOf, ProceedingsLists } from '../../topics.ts'

export const proceedings = {
  residenceGrounds: {
    personalSituation: 'Lična situacija',
    criminalProceedings: 'Krivični postupak',
    compensationProceedings: 'Postupak za naknadu štete',
    riskOnReturn: 'Rizik pri povratku',
    socialProgrammeCompleted: 'Završen socijalni program',
    family: 'Porodica',
    asylum: 'Azil',
  },
  residenceRefusals: {
    groundsNotMet: 'Uslovi nijesu ispunjeni',
    documentsMissing: 'Nedostaju dokumenta',
    notCompetent: 'Organ nije nadležan',
    publicOrder: 'Javni red',
  },
  testimonyPurposes: {
    testify: 'Svjedočenje',
    claimCompensation: 'Zahtjev za naknadu štete',
  },
  statementModes: {
    video: 'Putem video-linka',
    recorded: 'Snimljena izjava',
    inPerson: 'Lično',
    none: 'Bez izjave',
  },
  compensationHeads: {
    physical: 'Fizička šteta',
    psychological: 'Psihička šteta',
    lostWages: 'Izgubljena zarada',
    contractRights: 'Prava iz ugovora o radu',
    otherMaterial: 'Druga materijalna šteta',
  },
  compensationRoutes: {
    criminalProceedings: 'Krivični postupak',
    civilClaim: 'Građanska tužba',
    employmentTribunal: 'Sud za radne sporove',
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
    appealed: 'Izjavljena žalba',
  },
  postponementReasons: {
    court: 'Sud',
    defence: 'Odbrana',
    health: 'Zdravlje',
    safety: 'Bezbjednost',
    travel: 'Putovanje',
  },
  releaseKinds: {
    onRemandEnded: 'Kraj pritvora',
    sentenceServed: 'Odslužena kazna',
    onParole: 'Uslovni otpust',
    escaped: 'Bjekstvo',
  },
} satisfies LabelsOf<ProceedingsLists>
