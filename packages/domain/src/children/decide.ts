import { fail, ok, type OrganisationId, type Result } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { isChild } from '../opening/child.ts'
import { toldOfAge } from '../opening/told-of-age.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import type { childrenCommands } from './commands.ts'
import { isReceivingSide } from './parties.ts'
import { findReceiverFlaw } from './receiver.ts'

const FOCAL_POINTS: readonly string[] = ['guardianshipAuthority', 'nrmOffice']

export const childrenDeciders: DecidersOf<typeof childrenCommands> = {
  AppointGuardian(state, { to, kind, sections }, { now, self }) {
    const flaw = findFlaw(state, self)
    if (flaw !== undefined) return fail(flaw)
    return ok(
      draft('GuardianAppointed', {
        occurredAt: now,
        facts: { kind },
        sections,
        recipients: toEach(to, self, 'protection', ['child']),
      }),
    )
  },

  /** A guardian can be the trafficker. From now on somebody else decides for the child. */
  ExcludeGuardian(state, { to, guardian, reason }, { now, self }) {
    const flaw = findFlaw(state, self)
    if (flaw !== undefined) return fail(flaw)
    const appointed = state.guardians[guardian]
    if (appointed === undefined) return fail({ kind: 'guardian-unknown' })
    if (appointed.excluded !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('GuardianExcluded', {
        occurredAt: now,
        facts: { guardian, reason },
        recipients: toEach(to, self, 'protection'),
      }),
    )
  },

  DetermineBestInterests(state, { to, sections, type: _type, ...facts }, { now, self }) {
    const flaw = findFlaw(state, self)
    if (flaw !== undefined) return fail(flaw)
    if (!facts.childWasHeard) return fail({ kind: 'child-not-heard' })
    if (!facts.considered.includes(facts.solution)) return fail({ kind: 'solution-not-considered' })
    return ok(
      draft('BestInterestsDetermined', {
        occurredAt: now,
        facts,
        sections,
        recipients: toEach(to, self, 'protection', ['child']),
      }),
    )
  },

  ArrangeCare(state, { to, kind, sections }, { now, self }) {
    const party = findParty(state, self)
    if (!party.ok) return party
    if (sections.child === undefined) return fail({ kind: 'section-required', section: 'child' })
    return ok(
      draft('CareArranged', {
        occurredAt: now,
        facts: { kind },
        sections,
        recipients: toEach(to, self, 'protection', ['child']),
      }),
    )
  },

  /** Nobody is a receiver by default. */
  AppointReceiver(state, { to, kind, sections }, { now, self }) {
    const party = findParty(state, self)
    if (!party.ok) return party
    const flaw = findReceiverFlaw(state, kind)
    if (flaw !== undefined) return fail(flaw)
    if (sections.child === undefined) return fail({ kind: 'section-required', section: 'child' })
    return ok(
      draft('ReceiverAppointed', {
        occurredAt: now,
        facts: { kind },
        sections,
        recipients: toEach(to, self, 'protection', ['child']),
      }),
    )
  },

  AskFocalPoint(state, { to, sections, type: _type, ...facts }, context) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (!isFocalPoint(context)) return fail({ kind: 'not-in-policy' })
    if (to === context.self) return fail({ kind: 'no-recipients' })
    if (facts.respondBy <= context.now) return fail({ kind: 'response-deadline-passed' })
    return ok(
      draft('FocalPointAsked', {
        occurredAt: context.now,
        facts,
        sections,
        recipients: toEach([to], context.self, 'protection', ['identity', 'child']),
      }),
    )
  },

  AnswerFocalPoint(state, { question: id, answer, sections }, { now, self }) {
    const question = state.focalPointQuestions[id]
    if (question === undefined || !isGivenTo(state, id, self))
      return fail({ kind: 'focal-question-unknown' })
    if (question.answers[self] !== undefined) return fail({ kind: 'already-answered' })
    return ok(
      draft('FocalPointAnswered', {
        occurredAt: now,
        facts: { question: id, answer },
        sections,
        recipients: toEach([question.by], self, 'protection', ['child']),
      }),
    )
  },

  /**
   * Support goes on beyond the age of majority (0:L1271); consent is hers or his from now on, which everybody
   * learns who shares one. Who is only presumed a child has no day on which to come of age.
   */
  RecordMajority(state, _command, { now, self }) {
    const flaw = findFlaw(state, self)
    if (flaw !== undefined) return fail(flaw)
    if (state.ageStatus !== 'verifiedChild') return fail({ kind: 'age-not-verified' })
    const recipients = toldOfAge(state, self)
    return ok(draft('MajorityReached', { occurredAt: now, facts: {}, recipients }))
  },
}

function findFlaw(state: CaseState, self: OrganisationId): Rejection | undefined {
  if (!hasCustody(state, self)) return { kind: 'not-your-case' }
  return isChild(state) ? undefined : { kind: 'not-a-child' }
}

/** The custodian, or a side of an accepted referral: both countries see to a child's return. */
function findParty(state: CaseState, self: OrganisationId): Result<true, Rejection> {
  if (hasCustody(state, self)) return isChild(state) ? ok(true) : fail({ kind: 'not-a-child' })
  return isReceivingSide(state, self) ? ok(true) : fail({ kind: 'not-your-case' })
}

function isFocalPoint({ self, kindOf }: CommandContext): boolean {
  return FOCAL_POINTS.includes(kindOf(self) ?? '')
}

function toEach(
  organisations: readonly OrganisationId[],
  self: OrganisationId,
  purpose: Purpose,
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return organisations.filter((to) => to !== self).map((to) => ({ to, purpose, needs }))
}
