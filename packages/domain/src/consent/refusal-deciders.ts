import { fail, ok, type EventId } from '@trm/kernel'
import type { CommandContext, CommandOf } from '../case/commands.ts'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { ConsentClause } from '../case/events.ts'
import { isPartyTo, otherPartiesTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { findStranger } from '../case/stranger.ts'
import type { consentCommands } from './commands.ts'
import { isParty, toldOfClause } from './holder.ts'
import { toldOfRefusal } from './refusal-readers.ts'
import {
  contradicts,
  covers,
  refusalsAgainst,
  sectionsRefusedOf,
  type KnownRefusal,
} from './refusals.ts'
import { sectionsLeftOf, type ConsentState } from './state.ts'

type Commands = Pick<
  typeof consentCommands,
  'RecordDataConsentRefused' | 'TakeRefusalBack' | 'NarrowRefusedClause'
>

export const refusalDeciders: DecidersOf<Commands> = {
  /**
   * Refusing costs her nothing, and beats whatever she agreed to. Facts are read whole by everybody who gets
   * them, so one record holds what the same organisations are to know.
   */
  RecordDataConsentRefused(state, command, context) {
    const { self, now } = context
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    const flaw = findRefusalFlaw(command) ?? findMoreRefused(state, command, context)
    if (flaw !== undefined) return fail(flaw)
    const [recipients = [], ...others] = refusalsIn(command).map((refusal) =>
      toldOfRefusal(state, refusal, context),
    )
    const first = new Set(recipients.map(({ to }) => to))
    const areApart = others.some(
      (other) => other.length !== first.size || other.some(({ to }) => !first.has(to)),
    )
    if (areApart) return fail({ kind: 'refusals-apart' })
    const { type: _type, ...facts } = command
    return ok(draft('DataConsentRefused', { occurredAt: now, facts, recipients }))
  },

  /** Whoever was told of the refusal learns that it is no more. What was narrowed for it is hers to give anew. */
  TakeRefusalBack(state, { type: _type, ...facts }, { now, self }) {
    const refused = state.refusals[facts.refused]
    const refusal = refused?.refusals.find(({ id }) => id === facts.refusal)
    if (refused === undefined || refusal === undefined || !isPartyTo(state, facts.refused, self))
      return fail({ kind: 'refusal-unknown' })
    if (refused.by !== self && !hasCustody(state, self)) return fail({ kind: 'not-your-refusal' })
    if (refusal.takenBack !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('DataConsentRefusalTakenBack', {
        occurredAt: now,
        facts,
        recipients: otherPartiesTo(state, facts.refused, self).map((to) => ({
          to,
          purpose: 'assistance',
          needs: [],
        })),
      }),
    )
  },

  /** At once, by whoever took the consent: its holders answer as for anything taken back, and are not told why. */
  NarrowRefusedClause(state, { consent, clause: id }, { now, self, kindOf }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    const clause = given.clauses.find((each) => each.id === id)
    if (clause === undefined) return fail({ kind: 'clause-unknown' })
    const kind = kindOf(clause.recipient)
    const sections = sectionsRefusedOf(clause, refusalsAgainst(state, self), kind)
    // Also of a clause that has run out, before that is recorded: what is on its way under it goes without them.
    if (sections.length === 0) return fail({ kind: 'not-due-yet' })
    return ok(
      draft('DataConsentNarrowed', {
        occurredAt: now,
        facts: { consent, clause: id, sections },
        recipients: toldOfClause(state, consent, clause, self),
      }),
    )
  },
}

/**
 * The first of the clauses about to be given that she refuses: a form filled in without attention does not
 * override her.
 */
export function findRefusedClause(
  state: CaseState,
  clauses: readonly ConsentClause[],
  { self, kindOf }: Pick<CommandContext, 'self' | 'kindOf'>,
): Rejection | undefined {
  const refusals = refusalsAgainst(state, self)
  const refused = clauses.find((clause) =>
    refusals.some((refusal) => contradicts(refusal, clause, kindOf(clause.recipient))),
  )
  return refused === undefined ? undefined : { kind: 'clause-refused', clause: refused.id }
}

type Refusing = CommandOf<'RecordDataConsentRefused'>

function refusalsIn({ refusals, purposes }: Refusing): readonly KnownRefusal[] {
  return refusals.map(({ id: _id, ...refusal }) => ({ ...refusal, purposes }))
}

function findRefusalFlaw({ refusals }: Refusing): Rejection | undefined {
  if (new Set(refusals.map(({ id }) => id)).size < refusals.length)
    return { kind: 'duplicate-refusal' }
  const isUnclear = refusals.some(
    ({ organisation, kind }) => organisation !== undefined && kind !== undefined,
  )
  return isUnclear ? { kind: 'refused-recipient-unclear' } : undefined
}

/**
 * A clause taken here under which a section is refused for some of its purposes and not for others: narrowed, it
 * would end what she agrees to, and left, nobody would answer for what is held for the others. People decide.
 */
function findMoreRefused(
  state: CaseState,
  command: Refusing,
  { self, kindOf }: CommandContext,
): Rejection | undefined {
  const asked = refusalsIn(command)
  const all = [...refusalsAgainst(state, self), ...asked]
  for (const [id, given] of Object.entries(state.consents)) {
    if (given.by !== self || given.ended !== undefined) continue
    const clause = given.clauses.find((each) =>
      isPartlyRefused(each, { asked, all }, kindOf(each.recipient)),
    )
    if (clause !== undefined)
      return { kind: 'clause-for-more-purposes', consent: id as EventId, clause: clause.id }
  }
  return undefined
}

function isPartlyRefused(
  clause: ConsentState['clauses'][number],
  { asked, all }: Readonly<Record<'asked' | 'all', readonly KnownRefusal[]>>,
  kind: ReturnType<CommandContext['kindOf']>,
): boolean {
  const whole = sectionsRefusedOf(clause, all, kind)
  return sectionsLeftOf(clause).some(
    (section) =>
      !whole.includes(section) &&
      asked.some((refusal) => covers(refusal, section) && contradicts(refusal, clause, kind)),
  )
}
