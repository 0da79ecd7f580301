import { code, group, line, list, text } from './members.ts'
import { caseStatuses } from './htcds-picklists.ts'

const comment = group({
  comment: text(10_000).describe('A formal update from a case worker about the case.'),
})

/** What caseworkers write about the case. */
export const notes = group({
  caseStatus: code(caseStatuses).describe('Case status of HTCDS.'),
  reasonForCaseClosure: text(10_000).describe('Why the case was closed.'),
  caseOwner: line(200).describe('Case worker who created or manages the case.'),
  comments: list(comment, 200).describe('Comments, oldest first.'),
})
