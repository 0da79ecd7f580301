import type { OrganisationId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { union, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { withPassedOn } from '../corrections/put-right.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { sharingEvents } from './events.ts'

export const sharingEvolvers: EvolversOf<typeof sharingEvents> = {
  EventShared(state, { id, author, grants, facts }) {
    const { event, writtenBy, to } = facts
    if (author === writtenBy || author === to || to === writtenBy) return state
    const original = state.known[event]
    if (original !== undefined && original.author !== writtenBy) return state
    // Who was passed it on sees of the original no more than it was given itself; its author sees everybody.
    const isReaders = grants.every((grant) => grant.to === to)
    if (!isReaders && !isGivenTo(state, event, author)) return state
    const { among: _among, ...told } = facts
    const granted = grants.find((grant) => grant.to === to)
    const stands = granted === undefined ? {} : { standsOn: granted.basis }
    const share = { ...told, by: author, ended: [], ...stands }
    return withPassedOn({ ...state, shares: withEntry(state.shares, id, share) }, id)
  },
  SharingEnded(state, { id, author, facts: { shared, sections } }) {
    const share = state.shares[shared]
    if (share?.by !== author) return state
    const taken = sections.filter((section) => share.sections.includes(section))
    const ended = { ...share, ended: union(share.ended, taken) }
    const narrowed = { by: author, share: shared, sections: taken, answers: {} }
    return {
      ...state,
      shares: withEntry(state.shares, shared, ended),
      narrowings: withEntry(state.narrowings, id, narrowed),
    }
  },
}

/** The state with whoever may pass the event on. What was passed on itself goes no further. */
export function withOnwardGrants(state: CaseState, { id, type, grants }: CaseEvent): CaseState {
  if (type === 'EventShared') return state
  const onward = grants
    .filter((grant) => grant.onward && grant.sections.length > 0)
    .map(({ to, sections, basis, until }) => ({ to, sections, basis, until, erased: [] }))
  if (onward.length === 0) return state
  return { ...state, givenOnward: withEntry(state.givenOnward, id, onward) }
}

/** An organisation has erased what it held of sections: it has nothing of them to pass on. */
export function withErasedHolder(
  state: CaseState,
  holder: OrganisationId,
  sections: readonly SectionName[],
): CaseState {
  const givenOnward = Object.fromEntries(
    Object.entries(state.givenOnward).map(([event, grants]) => [
      event,
      grants.map((grant) =>
        grant.to === holder ? { ...grant, erased: union(grant.erased, sections) } : grant,
      ),
    ]),
  )
  return { ...state, givenOnward }
}
