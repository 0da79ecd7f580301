import { assertNever } from '@trm/kernel'
import { problem, type Problem } from '@trm/platform'
import type { CommandFailure } from './handle-command.ts'

/**
 * A rejection as an answer: which rule stands against the command and what would satisfy it. "Not
 * yours" and "not there" are the same answer, so that a stranger learns nothing.
 */
export function rejectionProblem(failure: CommandFailure): Problem {
  const { kind, ...details } = failure
  return problem(kind, statusOf(kind), details)
}

function statusOf(kind: CommandFailure['kind']): 403 | 404 | 409 | 422 | 503 {
  switch (kind) {
    case 'case-unknown':
    case 'not-your-case':
    case 'referral-unknown':
    case 'not-your-referral':
    case 'enquiry-unknown':
    case 'notification-unknown':
    case 'narrowing-unknown':
    case 'consent-unknown':
    case 'clause-unknown':
    case 'recipient-unknown':
      return 404
    case 'not-entitled':
    case 'not-your-consent':
    case 'not-a-holder':
    case 'no-basis':
      return 403
    case 'answer-incomplete':
    case 'no-clauses':
    case 'empty-window':
    case 'duplicate-clause':
    case 'clause-between-others':
    case 'referral-to-self':
    case 'section-required':
    case 'nothing-to-share':
    case 'no-recipients':
    case 'in-the-future':
      return 422
    case 'case-exists':
    case 'already-presumed':
    case 'nothing-to-narrow':
    case 'already-answered':
    case 'own-enquiry':
    case 'already-decided':
    case 'not-accepted':
    case 'response-deadline-passed':
    case 'not-presumed':
    case 'risk-not-assessed':
    case 'contact-not-exchanged':
    case 'travel-not-planned':
    case 'not-departed':
    case 'not-arrived':
    case 'support-not-started':
    case 'already-done':
    case 'already-acknowledged':
    case 'own-notification':
      return 409
    case 'contended':
      return 503
    default:
      return assertNever(kind, 'casework: unknown rejection')
  }
}
