import { fail, ok, type EventId, type Result } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo, otherPartiesTo } from '../case/given-to.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { findStranger } from '../case/stranger.ts'
import type { openingCommands } from './commands.ts'
import type { IdentificationRequestState } from './state.ts'
import { toldOfAge } from './told-of-age.ts'

export const openingDeciders: DecidersOf<typeof openingCommands> = {
  /** A case begins with one organisation, and stays there until consent lets it travel. */
  OpenCase(state, { ageStatus, sections }, { now }) {
    if (holdsSomething(state)) return fail({ kind: 'case-exists' })
    return ok(draft('CaseOpened', { occurredAt: now, facts: { ageStatus }, sections }))
  },

  ObserveIndicators(state, { indicatorSet, groups, sections }, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    const facts = { indicatorSet, groups }
    return ok(draft('IndicatorsObserved', { occurredAt: now, facts, sections }))
  },

  /** Presumed: to be treated as a victim at once, whatever a formal procedure says later. */
  RecordPresumedVictim(state, { indicatorSet, sections }, { now, self, policy, kindOf }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (state.identification !== 'potential') return fail({ kind: 'already-presumed' })
    const kind = kindOf(self)
    if (kind === undefined || !policy.identification.first.includes(kind))
      return fail({ kind: 'not-in-policy' })
    return ok(
      draft('PresumedVictimRecorded', { occurredAt: now, facts: { indicatorSet }, sections }),
    )
  },

  RequestFormalIdentification(state, command, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (state.identification === 'potential') return fail({ kind: 'not-presumed' })
    if (state.identification === 'declinedIdentification')
      return fail({ kind: 'identification-declined' })
    if (command.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    const { to, indicatorSet, respondBy, sections } = command
    return ok(
      draft('FormalIdentificationRequested', {
        occurredAt: now,
        facts: { indicatorSet, respondBy },
        sections,
        recipients: [
          {
            to,
            purpose: 'identification',
            needs: ['identity', 'demographics', 'identification', 'exploitation'],
          },
        ],
      }),
    )
  },

  IdentifyFormally(state, { request, indicatorSet, sections }, context) {
    const found = findRequest(state, request, context)
    if (!found.ok) return found
    return ok(
      draft('FormallyIdentified', {
        occurredAt: context.now,
        facts: { request, indicatorSet },
        sections,
        recipients: toAsker(found.value),
      }),
    )
  },

  DoNotIdentify(state, { request, indicatorSet, reason, sections }, context) {
    const found = findRequest(state, request, context)
    if (!found.ok) return found
    return ok(
      draft('NotIdentified', {
        occurredAt: context.now,
        facts: { request, indicatorSet, reason },
        sections,
        recipients: toAsker(found.value),
      }),
    )
  },

  /** She stays presumed in every respect that matters to her; whoever was asked is told. */
  RecordIdentificationDeclined(state, _command, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (state.identification === 'potential') return fail({ kind: 'not-presumed' })
    if (state.identification === 'declinedIdentification') return fail({ kind: 'already-done' })
    return ok(
      draft('IdentificationDeclined', {
        occurredAt: now,
        facts: {},
        recipients: askedToIdentify(state, self),
      }),
    )
  },

  /** She may change her mind, and go back; whoever was told that she declines is told this, too. */
  WithdrawIdentificationDecline(state, _command, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (state.identification !== 'declinedIdentification') return fail({ kind: 'not-declined' })
    const { identificationDeclined } = state
    const declined = identificationDeclined ?? proposalTaken(state)
    if (declined === undefined) return fail({ kind: 'not-declined' })
    return ok(
      draft('IdentificationDeclineWithdrawn', {
        occurredAt: now,
        facts: { declined },
        recipients:
          identificationDeclined === undefined ? [] : toldOfDeclining(state, declined, self),
      }),
    )
  },

  /** Everybody who holds something on the strength of a consent has to look at it again. */
  ChangeAgeStatus(state, { ageStatus, evidence }, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (ageStatus !== 'presumedChild' && evidence === 'doubt')
      return fail({ kind: 'doubt-verifies-nothing' })
    if (state.ageStatus === ageStatus) return fail({ kind: 'already-done' })
    return ok(
      draft('AgeStatusChanged', {
        occurredAt: now,
        facts: { ageStatus, evidence },
        recipients: toldOfAge(state, self),
      }),
    )
  },

  RecordRightsExplained(state, { topics, language, form, interpreter }, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    const facts = { topics, language, form, interpreter }
    return ok(draft('RightsExplained', { occurredAt: now, facts }))
  },

  LinkCase(state, { other }, { now, self }) {
    const stranger = findStranger(state, self)
    if (stranger !== undefined) return fail(stranger)
    if (state.linkedCases.includes(other)) return fail({ kind: 'already-done' })
    return ok(draft('CasesLinked', { occurredAt: now, facts: { other } }))
  },
}

function findRequest(
  state: CaseState,
  id: EventId,
  { self, policy, kindOf }: CommandContext,
): Result<IdentificationRequestState, Rejection> {
  const request = state.identificationRequests[id]
  if (request === undefined || !isGivenTo(state, id, self)) return fail({ kind: 'request-unknown' })
  const kind = kindOf(self)
  if (kind === undefined || !policy.identification.formal.includes(kind))
    return fail({ kind: 'not-in-policy' })
  if (request.answer !== undefined) return fail({ kind: 'already-identified' })
  return ok(request)
}

function toAsker({ by }: IdentificationRequestState): readonly IntendedRecipient[] {
  return [{ to: by, purpose: 'identification', needs: ['identification'] }]
}

/** Whoever this organisation has asked to identify her and has not answered. */
function askedToIdentify(
  { identificationRequests, known }: CaseState,
  self: CommandContext['self'],
): readonly IntendedRecipient[] {
  const asked = Object.entries(identificationRequests).flatMap(([request, { by, answer }]) =>
    by === self && answer === undefined ? (known[request as EventId]?.to ?? []) : [],
  )
  return [...new Set(asked)].map((to) => ({ to, purpose: 'identification', needs: [] }))
}

/** The proposal by which custody came here, which says where she stood then. */
function proposalTaken({ custody, custodyProposals }: CaseState): EventId | undefined {
  const proposals = Object.keys(custodyProposals) as EventId[]
  return proposals.find(
    (id) => custody !== undefined && custodyProposals[id]?.taken === custody.event,
  )
}

function toldOfDeclining(
  state: CaseState,
  declined: EventId,
  self: CommandContext['self'],
): readonly IntendedRecipient[] {
  return otherPartiesTo(state, declined, self).map((to) => ({
    to,
    purpose: 'identification',
    needs: [],
  }))
}
