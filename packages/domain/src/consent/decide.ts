import { fail, ok, type OrganisationId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { CaseState } from '../case/state.ts'
import { findStranger } from '../case/stranger.ts'
import { isEveryGuardianExcluded } from '../children/parties.ts'
import { mayBeChild } from '../opening/child.ts'
import type { HolderAnswer, Purpose } from '../vocabulary/lists.ts'
import { findClauseFlaw, partiesOf } from './clauses.ts'
import type { consentCommands } from './commands.ts'
import {
  disclosersToTaker,
  isAnswerOwed,
  isHolder,
  isParty,
  narrowedClauses,
  purposeOf,
  sectionsToAnswerFor,
  toldOfClause,
  toldOfConsent,
} from './holder.ts'
import { reconfirmDeciders } from './reconfirm.ts'
import { findRefusedClause, refusalDeciders } from './refusal-deciders.ts'
import { withoutConsentDeciders } from './without-consent.ts'
import { isUnderHold, retainedOf, sectionsReceived, sectionsToErase } from './legal-hold.ts'
import { sectionsLeftOf, type NarrowingState } from './state.ts'
import { mayStandAgain } from './suspension.ts'

export const consentDeciders: DecidersOf<typeof consentCommands> = {
  /** The person's consent. It reaches each organisation that it names, with the clauses that concern it. */
  GiveDataConsent(state, command, { now, self, kindOf }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (mayBeChild(state) && command.giver === 'self') return fail({ kind: 'guardian-required' })
    if (command.giver === 'guardian' && isEveryGuardianExcluded(state))
      return fail({ kind: 'guardian-excluded' })
    const flaw = findClauseFlaw(command.clauses, self)
    if (flaw !== undefined) return fail(flaw)
    const refused = findRefusedClause(state, command.clauses, { self, kindOf })
    if (refused !== undefined) return fail(refused)
    const { type: _type, clauses, ...facts } = command
    return ok(
      draft('DataConsentGiven', {
        occurredAt: now,
        facts,
        clauses,
        recipients: partiesOf(clauses, self),
      }),
    )
  },

  /** The person takes sections back from a clause. Whoever reads under the clause learns it at once. */
  NarrowDataConsent(state, command, { now, self }) {
    const given = state.consents[command.consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    const clause = given.clauses.find(({ id }) => id === command.clause)
    if (clause === undefined) return fail({ kind: 'clause-unknown' })
    const left = sectionsLeftOf(clause)
    const taken = command.sections.filter((section) => left.includes(section))
    if (taken.length === 0) return fail({ kind: 'nothing-to-narrow' })
    return ok(
      draft('DataConsentNarrowed', {
        occurredAt: now,
        facts: { consent: command.consent, clause: command.clause, sections: taken },
        recipients: toldOfClause(state, command.consent, clause, self),
      }),
    )
  },

  /** All of it, at any time and without a reason. Every party learns it and answers. */
  WithdrawDataConsent(state, { consent }, { now, self }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    return ok(
      draft('DataConsentWithdrawn', {
        occurredAt: now,
        facts: { consent },
        recipients: toldOfConsent(state, consent, self),
      }),
    )
  },

  ExpireDataConsent(state, { consent }, { now, self }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-done' })
    if (given.clauses.some(({ until }) => until > now)) return fail({ kind: 'not-due-yet' })
    return ok(
      draft('DataConsentExpired', {
        occurredAt: now,
        facts: { consent },
        recipients: toldOfConsent(state, consent, self),
      }),
    )
  },

  /** Whoever holds something under one clause answers, though others of the consent go on. */
  ExpireConsentClause(state, { consent, clause: id }, { now, self }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    const clause = given.clauses.find((each) => each.id === id)
    if (clause === undefined) return fail({ kind: 'clause-unknown' })
    if (given.ended !== undefined || clause.expired !== undefined)
      return fail({ kind: 'already-done' })
    const sections = sectionsLeftOf(clause)
    if (sections.length === 0) return fail({ kind: 'nothing-to-narrow' })
    if (now < clause.until) return fail({ kind: 'not-due-yet' })
    if (given.clauses.every(({ until }) => until <= now))
      return fail({ kind: 'whole-consent-ends' })
    return ok(
      draft('DataConsentClauseExpired', {
        occurredAt: now,
        facts: { consent, clause: id, sections },
        recipients: toldOfClause(state, consent, clause, self),
      }),
    )
  },

  /** At once. The reason stays with those who protect the child. */
  SuspendDataConsent(state, { consent }, { now, self }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    if (given.suspensionTold !== undefined) return fail({ kind: 'already-done' })
    if (given.suspended === undefined) return fail({ kind: 'not-due-yet' })
    return ok(
      draft('DataConsentSuspended', {
        occurredAt: now,
        facts: { consent },
        recipients: toldOfConsent(state, consent, self),
      }),
    )
  },

  ResumeDataConsent(state, { consent }, { now, self }) {
    const given = state.consents[consent]
    if (given === undefined || !isParty(given, self)) return fail({ kind: 'consent-unknown' })
    if (given.by !== self) return fail({ kind: 'not-your-consent' })
    if (given.ended !== undefined) return fail({ kind: 'already-withdrawn' })
    const { suspensionTold: suspension } = given
    if (suspension === undefined) return fail({ kind: 'already-done' })
    if (!mayStandAgain(given, state)) return fail({ kind: 'not-due-yet' })
    return ok(
      draft('DataConsentResumed', {
        occurredAt: now,
        facts: { consent, suspension },
        recipients: toldOfConsent(state, consent, self),
      }),
    )
  },

  /**
   * A holder's signed answer to what was taken back. What a hold made it retain is erased when the hold is
   * over, and that is answered, too: the one second answer that there is.
   */
  AnswerAsHolder(state, { narrowing: id, answer, sections }, context) {
    const { now, self } = context
    const narrowing = state.narrowings[id]
    if (narrowing === undefined) return fail({ kind: 'narrowing-unknown' })
    if (narrowing.by === self) return fail({ kind: 'not-a-holder' })
    if (!isHolder(state, narrowing, self)) return fail({ kind: 'narrowing-unknown' })
    if (!isAnswerOwed(narrowing.answers[self], answer)) return fail({ kind: 'already-answered' })
    const asked = sectionsToAnswerFor(state, narrowing, self)
    if (asked.some((section) => !sections.includes(section))) {
      return fail({ kind: 'answer-incomplete' })
    }
    if (isMoreThanSuspended(narrowing, answer)) return fail({ kind: 'only-suspended' })
    const kept = retainedOf(state, sectionsToErase(state, narrowing, self), context)
    if (answer === 'erased' && kept.length > 0) return fail({ kind: 'under-legal-hold' })
    const retained = answer === 'retained' ? kept : []
    return ok(
      draft('HoldersAnswered', {
        occurredAt: now,
        facts: { narrowing: id, answer, sections, retained },
        recipients: toldOfAnswer(state, narrowing, self),
      }),
    )
  },

  /**
   * Who took the consent answers, too, for what it was given under it: each who disclosed to it, and each for
   * itself, so that nobody learns what others disclosed.
   */
  AnswerAsTaker(state, { narrowing: id, to, answer }, context) {
    const { now, self } = context
    const narrowing = state.narrowings[id]
    if (narrowing === undefined) return fail({ kind: 'narrowing-unknown' })
    if (narrowing.by !== self)
      return fail({
        kind: isHolder(state, narrowing, self) ? 'not-your-consent' : 'narrowing-unknown',
      })
    if (!disclosersToTaker(state, narrowing).includes(to)) return fail({ kind: 'not-disclosed-by' })
    if (!isAnswerOwed(narrowing.answeredTo?.[to], answer)) return fail({ kind: 'already-answered' })
    if (isMoreThanSuspended(narrowing, answer)) return fail({ kind: 'only-suspended' })
    const sections = sectionsReceived(state, narrowing, self, to)
    const kept = retainedOf(state, sections, context)
    if (answer === 'erased' && kept.length > 0) return fail({ kind: 'under-legal-hold' })
    const retained = answer === 'retained' ? kept : []
    const recipients = [{ to, purpose: purposeBetween(state, narrowing, self, to), needs: [] }]
    return ok(
      draft('HoldersAnswered', {
        occurredAt: now,
        facts: { narrowing: id, answer, sections, retained },
        recipients,
      }),
    )
  },

  ...refusalDeciders,
  ...withoutConsentDeciders,
  ...reconfirmDeciders,

  RecordErasure(state, { sections, authority }, context) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (isUnderHold(state, sections, context)) return fail({ kind: 'under-legal-hold' })
    const facts = { sections, authority }
    return ok(draft('PersonalDataErased', { occurredAt: context.now, facts }))
  },

  PlaceLegalHold(state, { type: _type, ...facts }, { now }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (facts.until <= now) return fail({ kind: 'empty-window' })
    return ok(draft('LegalHoldPlaced', { occurredAt: now, facts }))
  },

  LiftLegalHold(state, { hold }, { now, self }) {
    const held = state.legalHolds[hold]
    if (held?.by !== self) return fail({ kind: 'hold-unknown' })
    if (held.lifted !== undefined) return fail({ kind: 'already-done' })
    return ok(draft('LegalHoldLifted', { occurredAt: now, facts: { hold } }))
  },
}

/** Who took it back; and of what was passed on, who wrote it as well. */
function toldOfAnswer(
  state: CaseState,
  narrowing: NarrowingState,
  self: OrganisationId,
): readonly IntendedRecipient[] {
  const { by, share: shared } = narrowing
  const share = shared === undefined ? undefined : state.shares[shared]
  if (share !== undefined)
    return [by, share.writtenBy].map((to) => ({ to, purpose: share.purpose, needs: [] }))
  return [{ to: by, purpose: purposeBetween(state, narrowing, self, by), needs: [] }]
}

/** For what the one may tell the other something under the consent; else for what the clause was that ended. */
function purposeBetween(
  state: CaseState,
  narrowing: NarrowingState,
  self: OrganisationId,
  to: OrganisationId,
): Purpose {
  const { consent } = narrowing
  const clauses = consent === undefined ? [] : (state.consents[consent]?.clauses ?? [])
  const back = clauses.find(({ discloser, recipient }) => discloser === self && recipient === to)
  const ended = narrowedClauses(state, narrowing).find(({ discloser, recipient }) =>
    [discloser, recipient].every((side) => side === self || side === to),
  )
  return purposeOf(back ?? ended)
}

/** Whether it is answered as if it were taken back, and it is only suspended: it is kept, whatever becomes of it. */
function isMoreThanSuspended({ suspends }: NarrowingState, answer: HolderAnswer): boolean {
  return suspends === true && answer !== 'restricted'
}
