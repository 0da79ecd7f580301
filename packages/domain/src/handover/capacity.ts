import { fail, ok } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { handoverCommands } from './commands.ts'

type Commands = Pick<
  typeof handoverCommands,
  'AskCapacity' | 'AnswerCapacity' | 'RecordReferralImpossible'
>

export const capacityDeciders: DecidersOf<Commands> = {
  /** A place is asked for without a word about the person. */
  AskCapacity(state, { to, services, languages, respondBy }, { now, self }) {
    if (!hasCustody(state, self)) return fail({ kind: 'not-your-case' })
    if (to.length === 0) return fail({ kind: 'no-recipients' })
    if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    return ok(
      draft('CapacityAsked', {
        occurredAt: now,
        facts: { services, languages, respondBy },
        recipients: to.map((asked) => ({ to: asked, purpose: 'handover', needs: [] })),
      }),
    )
  },

  AnswerCapacity(state, { enquiry: id, answer }, { now, self }) {
    const enquiry = state.enquiries[id]
    if (enquiry?.by === self) return fail({ kind: 'own-enquiry' })
    if (enquiry === undefined || !isGivenTo(state, id, self))
      return fail({ kind: 'enquiry-unknown' })
    if (enquiry.answers[self] !== undefined) return fail({ kind: 'already-answered' })
    return ok(
      draft('CapacityAnswered', {
        occurredAt: now,
        facts: { enquiry: id, answer },
        recipients: [{ to: enquiry.by, purpose: 'handover', needs: [] }],
      }),
    )
  },

  /** That nobody could be referred to is a fact of the case, with its reason, and not a gap in it. */
  RecordReferralImpossible(state, { services, obstacle }, { now, self }) {
    if (!hasCustody(state, self)) return fail({ kind: 'not-your-case' })
    return ok(draft('ReferralFoundImpossible', { occurredAt: now, facts: { services, obstacle } }))
  },
}
