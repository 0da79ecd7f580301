import { riskLevels, riskSubjects } from '@trm/domain'
import { code, date, group, list, text } from './members.ts'

const assessment = group({
  subject: code(riskSubjects).describe('Whom or what the assessment is about.'),
  level: code(riskLevels).describe('How high the risk is.'),
  assessedOn: date.describe('When it was assessed.'),
  factors: text(4000).describe('What makes the risk.'),
  mitigation: text(4000).describe('What is done about it.'),
})

/** Risk assessments, which are repeated: the latest of a subject does not erase the earlier ones. */
export const risk = group({
  assessments: list(assessment, 100).describe('Risk assessments.'),
})
