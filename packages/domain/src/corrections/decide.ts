import { fail, ok, type OrganisationId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { isGivenTo, isPartyTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import { knownClauses, type KnownClause } from '../disclosure/may-disclose.ts'
import { sectionNames, type Purpose, type SectionName } from '../vocabulary/lists.ts'
import type { correctionsCommands } from './commands.ts'

/** For what a correction is sent where no clause says better: it helps the person. */
const PURPOSE: Purpose = 'assistance'

export const correctionsDeciders: DecidersOf<typeof correctionsCommands> = {
  ReportMistake(state, { about, sections }, { now, self }) {
    const event = state.known[about]
    if (event === undefined || !isPartyTo(state, about, self))
      return fail({ kind: 'event-unknown' })
    if (event.author === self) return fail({ kind: 'own-event' })
    const recipients = [{ to: event.author, purpose: PURPOSE, needs: [] }]
    return ok(draft('MistakeReported', { occurredAt: now, facts: { about, sections }, recipients }))
  },

  /** It reaches everybody who was given what was wrong, and no person travels to have it put right. */
  IssueCorrection(state, { corrects, reason, sections }, { now, self }) {
    const event = state.known[corrects]
    if (event === undefined || !isPartyTo(state, corrects, self))
      return fail({ kind: 'event-unknown' })
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
        recipients: event.to.map((to) => ({
          to,
          purpose: purposeFor(state, self, to, corrected),
          needs: corrected,
        })),
      }),
    )
  },

  AcknowledgeCorrection(state, { correction: id }, { now, self }) {
    const correction = state.corrections[id]
    if (correction === undefined || !isGivenTo(state, id, self))
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

/**
 * A purpose for which she lets the holder have these sections, or most of them: who was given what is wrong for one purpose
 * is to learn what is right, and under another purpose would not.
 */
function purposeFor(
  state: CaseState,
  self: OrganisationId,
  holder: OrganisationId,
  sections: readonly SectionName[],
): Purpose {
  const covered = (clause: KnownClause) =>
    sections.filter((name) => clause.sections.includes(name) && !clause.removed.includes(name))
      .length
  const best = knownClauses(state)
    .filter(({ discloser, recipient }) => discloser === self && recipient === holder)
    .filter((clause) => clause.standing === undefined && covered(clause) > 0)
    .reduce<KnownClause | undefined>(
      (most, clause) => (most === undefined || covered(clause) > covered(most) ? clause : most),
      undefined,
    )
  const purposes = best?.purposes ?? []
  return purposes.includes(PURPOSE) ? PURPOSE : (purposes[0] ?? PURPOSE)
}
