import { fail, ok, type OrganisationId, type Result } from '@trm/kernel'
import type { CommandContext, CommandOf, Rejection } from '../case/commands.ts'
import type { ConsentClause, EventDraft, IntendedRecipient } from '../case/events.ts'
import type { CaseState, ConsentState } from '../case/state.ts'
import { isHolder } from './holder.ts'

/** The person's consent. It reaches each organisation that it names, with the clauses that concern it. */
export function giveDataConsent(
  state: CaseState,
  command: CommandOf<'GiveDataConsent'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  if (state.opened === undefined) return fail({ kind: 'case-unknown' })
  if (state.opened.by !== self) return fail({ kind: 'not-your-case' })
  const flaw = findClauseFlaw(command.clauses, self)
  if (flaw !== undefined) return fail(flaw)
  const { giver, form, formVersion, language, interpreter, clauses } = command
  return ok({
    type: 'DataConsentGiven',
    occurredAt: now,
    facts: { giver, form, formVersion, language, interpreter },
    sections: {},
    clauses,
    recipients: partiesOf(clauses, self),
  })
}

/** The person takes sections back from a clause. Whoever reads under the clause learns it at once. */
export function narrowDataConsent(
  state: CaseState,
  command: CommandOf<'NarrowDataConsent'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  const given = state.consents[command.consent]
  if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
  if (given.by !== self) return fail({ kind: 'not-your-consent' })
  const clause = given.clauses.find(({ id }) => id === command.clause)
  if (clause === undefined) return fail({ kind: 'clause-unknown' })
  const taken = command.sections.filter(
    (section) => clause.sections.includes(section) && !clause.removed.includes(section),
  )
  if (taken.length === 0) return fail({ kind: 'nothing-to-narrow' })
  const holder = clause.recipient === self ? clause.discloser : clause.recipient
  const [purpose] = clause.purposes
  if (purpose === undefined) return fail({ kind: 'clause-unknown' })
  return ok({
    type: 'DataConsentNarrowed',
    occurredAt: now,
    facts: { consent: command.consent, clause: command.clause, sections: taken },
    sections: {},
    clauses: [],
    recipients: [{ to: holder, purpose, needs: [] }],
  })
}

/** A holder's signed answer to a narrowed consent. */
export function answerAsHolder(
  state: CaseState,
  command: CommandOf<'AnswerAsHolder'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  const narrowing = state.narrowings[command.narrowing]
  if (narrowing === undefined) return fail({ kind: 'narrowing-unknown' })
  if (narrowing.by === self) return fail({ kind: 'not-a-holder' })
  if (!isHolder(state, narrowing, self)) return fail({ kind: 'narrowing-unknown' })
  if (narrowing.answers[self] !== undefined) return fail({ kind: 'already-answered' })
  const clause = state.consents[narrowing.consent]?.clauses.find(
    ({ discloser, recipient }) => discloser === self && recipient === narrowing.by,
  )
  const [purpose] = clause?.purposes ?? []
  if (purpose === undefined) {
    return fail({ kind: 'no-basis', recipient: narrowing.by, rule: 'no-consent' })
  }
  const { narrowing: subject, answer, sections } = command
  if (narrowing.sections.some((section) => !sections.includes(section))) {
    return fail({ kind: 'answer-incomplete' })
  }
  return ok({
    type: 'HoldersAnswered',
    occurredAt: now,
    facts: { narrowing: subject, answer, sections },
    sections: {},
    clauses: [],
    recipients: [{ to: narrowing.by, purpose, needs: [] }],
  })
}

/** Who took the consent, and whom a clause of it names. To a stranger it does not exist. */
function isParty({ by, clauses }: ConsentState, self: OrganisationId): boolean {
  return (
    by === self ||
    clauses.some(({ discloser, recipient }) => discloser === self || recipient === self)
  )
}

function findClauseFlaw(
  clauses: readonly ConsentClause[],
  self: OrganisationId,
): Rejection | undefined {
  if (clauses.length === 0) return { kind: 'no-clauses' }
  if (new Set(clauses.map(({ id }) => id)).size < clauses.length)
    return { kind: 'duplicate-clause' }
  if (clauses.some(({ from, until }) => from >= until)) return { kind: 'empty-window' }
  const foreign = clauses.find(
    ({ discloser, recipient }) =>
      (discloser !== self && recipient !== self) || discloser === recipient,
  )
  if (foreign !== undefined) return { kind: 'clause-between-others', clause: foreign.id }
  return undefined
}

/** Everybody whom a clause names besides the organisation that took the consent, once. */
function partiesOf(
  clauses: readonly ConsentClause[],
  self: OrganisationId,
): readonly IntendedRecipient[] {
  const parties = new Map<OrganisationId, IntendedRecipient>()
  for (const { discloser, recipient, purposes } of clauses) {
    const [purpose] = purposes
    if (discloser !== self || purpose === undefined || parties.has(recipient)) continue
    parties.set(recipient, { to: recipient, purpose, needs: [] })
  }
  return [...parties.values()]
}
