import { fail, ok } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { testimonyCommands } from './commands.ts'
import { findTestimony, toEveryParty, toOtherSide, toWhoMayKnow } from './parties.ts'

type Commands = Pick<
  typeof testimonyCommands,
  | 'RequestTestimony'
  | 'RecordProcedureExplained'
  | 'RecordCounselMet'
  | 'RecordParticipationConsent'
  | 'RecordParticipationRefusal'
  | 'ChooseStatementMode'
  | 'AssessSafety'
  | 'AssignInterpreter'
>

/** What comes before anybody travels: to be told, to be advised, to decide, to be safe. */
export const preparationDeciders: DecidersOf<Commands> = {
  RequestTestimony(state, { type: _type, to, sections, ...facts }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const others = to.filter((each) => each !== self)
    if (others.length === 0) return fail({ kind: 'no-recipients' })
    if (facts.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    if (facts.hearingFrom >= facts.hearingUntil) return fail({ kind: 'empty-window' })
    return ok(
      draft('TestimonyRequested', {
        occurredAt: now,
        facts: { ...facts, asked: others },
        sections,
        recipients: others.map((each) => ({
          to: each,
          purpose: 'testimony',
          needs: ['proceedings'],
        })),
      }),
    )
  },

  RecordProcedureExplained(state, { testimony }, { now, self }) {
    const found = findTestimony(state, testimony, self, 'either')
    if (!found.ok) return found
    const recipients = toOtherSide(found.value, self)
    return ok(draft('ProcedureExplained', { occurredAt: now, facts: { testimony }, recipients }))
  },

  RecordCounselMet(state, { testimony }, { now, self }) {
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    const recipients = toOtherSide(found.value, self)
    return ok(draft('LegalCounselMet', { occurredAt: now, facts: { testimony }, recipients }))
  },

  /** She decides when she knows what she decides about (2:L2111). */
  RecordParticipationConsent(state, { testimony }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    if (found.value.explained === undefined) return fail({ kind: 'procedure-not-explained' })
    if (found.value.participation?.kind === 'given') return fail({ kind: 'already-done' })
    const recipients = toWhoMayKnow(found.value, { self, kindOf })
    return ok(
      draft('ParticipationConsentGiven', { occurredAt: now, facts: { testimony }, recipients }),
    )
  },

  /**
   * At any time, without a reason, and without any consequence for what else she is given. Every party is told,
   * so that none goes on with a trip.
   */
  RecordParticipationRefusal(state, { testimony }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    if (found.value.participation?.kind === 'refused') return fail({ kind: 'already-done' })
    const told = 'ParticipationConsentRefused'
    const recipients = toEveryParty(found.value, { self, kindOf }, told)
    return ok(draft(told, { occurredAt: now, facts: { testimony }, recipients }))
  },

  /** Video or a recording is offered before anybody thinks of travel (3:L752, 2:L2110). */
  ChooseStatementMode(state, { testimony, offered, mode }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    if (found.value.participation?.kind !== 'given')
      return fail({ kind: 'participation-not-given' })
    if (!offered.includes(mode) || offered.some((each) => !found.value.modes.includes(each)))
      return fail({ kind: 'mode-not-offered' })
    const remote = found.value.modes.filter((each) => each === 'video' || each === 'recorded')
    if (remote.length > 0 && !remote.some((each) => offered.includes(each)))
      return fail({ kind: 'video-not-offered' })
    const facts = { testimony, offered, mode }
    const recipients = toWhoMayKnow(found.value, { self, kindOf })
    return ok(draft('StatementModeChosen', { occurredAt: now, facts, recipients }))
  },

  AssessSafety(state, { testimony, subjects, sections }, { now, self }) {
    const found = findTestimony(state, testimony, self, 'either')
    if (!found.ok) return found
    if (sections.risk === undefined) return fail({ kind: 'section-required', section: 'risk' })
    const facts = { testimony, subjects }
    const recipients = toOtherSide(found.value, self, ['risk'])
    return ok(draft('SafetyAssessed', { occurredAt: now, facts, sections, recipients }))
  },

  /** An interpreter is a participant with a scope of her own, bound and free of conflicts. */
  AssignInterpreter(state, { type: _type, sections, ...facts }, { now, self }) {
    const found = findTestimony(state, facts.testimony, self, 'either')
    if (!found.ok) return found
    if (!facts.isBoundToConfidentiality) return fail({ kind: 'interpreter-not-bound' })
    if (!facts.isFreeOfConflict) return fail({ kind: 'interpreter-in-conflict' })
    if (facts.until <= now) return fail({ kind: 'empty-window' })
    const recipients = toOtherSide(found.value, self, ['needs'])
    return ok(draft('InterpreterAssigned', { occurredAt: now, facts, sections, recipients }))
  },
}
