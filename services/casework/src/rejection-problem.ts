import { rejectionDefinitions, type RejectionAnswer, type RejectionDefinition } from '@trm/domain'
import { problem, type Problem } from '@trm/platform'
import type { CommandFailure } from './handle-command.ts'

/** What can stand against a command beside the rules of the domain. */
const ofThisService = {
  'recipient-unknown': {
    answer: 'unknown',
    remedy: 'name an organisation that the directory lists',
  },
  'recipient-not-entitled': {
    answer: 'forbidden',
    remedy: 'send it to an organisation of a kind that may receive it',
  },
  'not-entitled': {
    answer: 'forbidden',
    remedy: 'an organisation of another kind authors events of this type',
  },
  'second-person-needed': {
    answer: 'forbidden',
    remedy: 'another person than who proposed it confirms it',
  },
  'attachment-not-here': {
    answer: 'invalid',
    remedy: 'send the file to this case, and name it as the answer to that does',
  },
  'nothing-to-share': { answer: 'invalid', remedy: 'give the values of the section' },
} as const satisfies Readonly<Record<string, RejectionDefinition>>

const statuses = {
  unknown: 404,
  forbidden: 403,
  invalid: 422,
  conflict: 409,
} as const satisfies Readonly<Record<RejectionAnswer, number>>

const definitions: Readonly<
  Record<Exclude<CommandFailure['kind'], 'contended'>, RejectionDefinition>
> = { ...rejectionDefinitions, ...ofThisService }

/** What would satisfy the rule, in words. Nothing but time stands against what is contended. */
export function remedyOf({ kind }: CommandFailure): string {
  return kind === 'contended' ? 'nothing: it is tried again' : definitions[kind].remedy
}

/**
 * A rejection as an answer: which rule stands against the command and what would satisfy it. "Not
 * yours" and "not there" are the same answer, so that a stranger learns nothing.
 */
export function rejectionProblem(failure: CommandFailure): Problem {
  const { kind, ...details } = failure
  if (kind === 'contended') return problem(kind, 503, details)
  const { answer, remedy } = definitions[kind]
  return problem(kind, statuses[answer], { ...details, remedy })
}
