import { fail, ok } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { isPartyTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import { coverOf } from '../disclosure/consent-cover.ts'
import { clausesBetween, knownClauses } from '../disclosure/may-disclose.ts'
import type { DisclosureRequest } from '../disclosure/request.ts'
import { givenOnwardTo } from '../sharing/given.ts'
import { passOn } from '../sharing/pass-on.ts'
import { purposes, sectionNames, type Purpose, type SectionName } from '../vocabulary/lists.ts'
import type { correctionsCommands } from './commands.ts'
import { holdersOf } from './holders.ts'
import { findWrong } from './pass-on.ts'
import { waysTo } from './ways.ts'

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

  /**
   * It reaches everybody who was given what was wrong, in whichever event, and no person travels to have it
   * put right. Each gets of the right values what it was given of the wrong ones, and nothing beyond.
   */
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
        recipients: [...holdersOf(state, self, corrected)].map(([to, needs]) => ({
          to,
          purpose: purposeFor(state, { discloser: self, recipient: to, at: now }, needs),
          needs,
        })),
      }),
    )
  },

  /** By itself, as soon as it is here: nobody to whom it was passed on goes on by what is wrong. */
  PassOnCorrection(state, { correction, shared }, { now, self }) {
    const share = state.shares[shared]
    if (share?.by !== self) return fail({ kind: 'sharing-unknown' })
    const original = state.known[correction]
    if (state.corrections[correction] === undefined || original?.to.includes(self) !== true)
      return fail({ kind: 'correction-unknown' })
    const wrong = findWrong(state, { correction, shared, at: now })
    if (wrong === undefined) return fail({ kind: 'already-done' })
    const { sections, stuck } = wrong
    const given = givenOnwardTo(state, correction, self)
    if (given === undefined || sections.length === 0)
      return fail(stuck[0]?.why ?? { kind: 'not-onward' })
    const { to, purpose, until } = share
    const passed = { event: correction, to, sections, purpose, until }
    return ok(passOn(state, passed, { original, given }, now))
  },

  /** To whom it came by several ways it answers each: whoever wrote it, and each who passed it on. */
  AcknowledgeCorrection(state, { correction: named }, { now, self }) {
    const ways = waysTo(state, state.shares[named]?.event ?? named, self)
    if (ways.length === 0) return fail({ kind: 'correction-unknown' })
    const open = ways.find(({ acknowledged }) => acknowledged === undefined)
    if (open === undefined) return fail({ kind: 'already-acknowledged-correction' })
    const facts = { correction: open.by }
    const recipients = open.from.map((to) => ({ to, purpose: PURPOSE, needs: [] }))
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
  between: Pick<DisclosureRequest, 'discloser' | 'recipient' | 'at'>,
  sections: readonly SectionName[],
): Purpose {
  // A grant stands on one clause, so what several cover between them does not count.
  const clauses = clausesBetween(knownClauses(state), between)
  const covered = (purpose: Purpose) =>
    Math.max(
      0,
      ...clauses.map(
        (clause) =>
          sections.filter(
            (section) => coverOf({ ...between, purpose, section }, [clause]).kind === 'covered',
          ).length,
      ),
    )
  return purposes.codes.reduce(
    (best, purpose) => (covered(purpose) > covered(best) ? purpose : best),
    PURPOSE,
  )
}
