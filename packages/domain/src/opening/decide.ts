import { fail, ok, type Result } from '@trm/kernel'
import type { CommandContext, CommandOf, Rejection } from '../case/commands.ts'
import type { EventDraft } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'

/** A case begins with one organisation, and stays there until consent lets it travel. */
export function openCase(
  state: CaseState,
  command: CommandOf<'OpenCase'>,
  { now }: CommandContext,
): Result<EventDraft, Rejection> {
  if (state.opened !== undefined) return fail({ kind: 'case-exists' })
  return ok({
    type: 'CaseOpened',
    occurredAt: now,
    facts: { ageStatus: command.ageStatus },
    sections: command.sections,
    clauses: [],
    recipients: [],
  })
}

/** Presumed: to be treated as a victim at once, whatever a formal procedure says later. */
export function recordPresumedVictim(
  state: CaseState,
  command: CommandOf<'RecordPresumedVictim'>,
  { now, self }: CommandContext,
): Result<EventDraft, Rejection> {
  if (state.opened === undefined) return fail({ kind: 'case-unknown' })
  if (state.opened.by !== self) return fail({ kind: 'not-your-case' })
  if (state.identification !== 'potential') return fail({ kind: 'already-presumed' })
  return ok({
    type: 'PresumedVictimRecorded',
    occurredAt: now,
    facts: { indicatorSet: command.indicatorSet },
    sections: command.sections,
    clauses: [],
    recipients: [],
  })
}
