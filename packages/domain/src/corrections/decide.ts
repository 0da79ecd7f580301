import { fail, ok, type OrganisationId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import { sectionNames, type Purpose, type SectionName } from '../vocabulary/lists.ts'
import type { correctionsCommands } from './commands.ts'

/** For what a correction is sent: it helps the person, whatever the event was sent for. */
const PURPOSE: Purpose = 'assistance'

export const correctionsDeciders: DecidersOf<typeof correctionsCommands> = {
  ReportMistake(state, { about, sections }, { now, self }) {
    const event = state.known[about]
    if (event === undefined) return fail({ kind: 'event-unknown' })
    if (event.author === self) return fail({ kind: 'own-event' })
    const recipients = [{ to: event.author, purpose: PURPOSE, needs: [] }]
    return ok(draft('MistakeReported', { occurredAt: now, facts: { about, sections }, recipients }))
  },

  /** It reaches everybody who was given what was wrong, and no person travels to have it put right. */
  IssueCorrection(state, { corrects, reason, sections }, { now, self }) {
    const event = state.known[corrects]
    if (event === undefined) return fail({ kind: 'event-unknown' })
    if (event.author !== self) return fail({ kind: 'not-your-event' })
    const carried = carriedSections(state, corrects)
    const corrected = sectionNames.codes.filter((name) => sections[name] !== undefined)
    if (corrected.length === 0 || corrected.some((name) => !carried.has(name)))
      return fail({ kind: 'nothing-corrected' })
    return ok(
      draft('CorrectionIssued', {
        occurredAt: now,
        facts: { corrects, sections: corrected, reason },
        sections,
        recipients: toHolders(event.to, corrected),
      }),
    )
  },

  AcknowledgeCorrection(state, { correction: id }, { now, self }) {
    const correction = state.corrections[id]
    if (correction === undefined || correction.by === self)
      return fail({ kind: 'correction-unknown' })
    if (correction.acknowledgedBy[self] !== undefined)
      return fail({ kind: 'already-acknowledged-correction' })
    const recipients = [{ to: correction.by, purpose: PURPOSE, needs: [] }]
    const facts = { correction: id }
    return ok(draft('CorrectionAcknowledged', { occurredAt: now, facts, recipients }))
  },
}

/** The sections that an event carried, as far as they are held. */
function carriedSections(
  { sections }: CaseState,
  event: keyof CaseState['known'],
): ReadonlySet<SectionName> {
  return new Set(
    sectionNames.codes.filter((name) => sections[name]?.some((held) => held.event === event)),
  )
}

function toHolders(
  holders: readonly OrganisationId[],
  needs: readonly SectionName[],
): readonly IntendedRecipient[] {
  return holders.map((to) => ({ to, purpose: PURPOSE, needs }))
}
