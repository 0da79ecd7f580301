import type { EventOf } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { GrantFlaw, GrantInQuestion } from '../disclosure/grant-flaw.ts'
import { givenOnwardTo, whyNoLongerGiven } from './given.ts'

/**
 * What stands against a grant of something that was passed on, beside what stands against any grant. Who wrote
 * it compares with what it gave itself; who passes it on asks whether it may read it still; who is passed it
 * on, whether it was taken back. Whether it is what its author signed is said by the signatures.
 */
export function findSharingFlaw(
  { event, grant, at }: GrantInQuestion,
  state: CaseState,
): GrantFlaw | undefined {
  if (event.type !== 'EventShared') return undefined
  const { author, facts } = event
  const { writtenBy, to, sections, purpose, until } = facts
  if (author === writtenBy || author === to || to === writtenBy) return { kind: 'basis-refused' }
  if (!saysWhatItIs(facts, state)) return { kind: 'basis-refused' }
  if (grant.to === writtenBy) return findFlawForAuthor({ event, grant, at }, facts, state)
  if (grant.to !== to || grant.basis.kind !== 'consent' || grant.purpose !== purpose)
    return { kind: 'basis-refused' }
  const isWithin =
    grant.until <= until && grant.sections.every((section) => sections.includes(section))
  if (!isWithin || grant.onward) return { kind: 'beyond-clause' }
  const ended = state.shares[event.id]?.ended ?? []
  const given = givenOnwardTo(state, facts.event, author)
  for (const section of grant.sections) {
    if (ended.includes(section)) return { kind: 'not-covered', rule: 'section-narrowed', section }
    if (given === undefined) continue
    const rule = whyNoLongerGiven(state, given, { section, purpose, at })
    if (rule !== undefined) return { kind: 'not-covered', rule, section }
  }
  return undefined
}

/**
 * Of a correction who holds it knows what it puts right and when it was issued. Whoever wrote it and whoever is
 * passed it on are all who are to know of each other, and only there.
 */
function saysWhatItIs(
  { event, writtenBy, to, putsRight, among }: EventOf<'EventShared'>['facts'],
  { known, corrections }: CaseState,
): boolean {
  const [said] = putsRight
  if (said === undefined) return among.length === 0
  const held = known[event]
  const isSo =
    held === undefined ||
    (corrections[event]?.corrects === said.corrects && held.recordedAt === said.issuedAt)
  return isSo && among.length === 2 && among.includes(writtenBy) && among.includes(to)
}

/** Nobody passes on what it was not given, or more of it, or for longer: whoever wrote it knows what it gave. */
function findFlawForAuthor(
  { event, grant }: GrantInQuestion,
  { event: id, writtenBy, sections, until }: EventOf<'EventShared'>['facts'],
  state: CaseState,
): GrantFlaw | undefined {
  const original = state.known[id]
  if (original === undefined) return { kind: 'subject-unknown' }
  const given = givenOnwardTo(state, id, event.author)
  const isGiven =
    original.author === writtenBy &&
    given !== undefined &&
    until <= given.until &&
    sections.every((section) => given.sections.includes(section))
  return isGiven && grant.sections.length === 0 ? undefined : { kind: 'basis-refused' }
}
