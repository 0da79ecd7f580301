import { fail, ok } from '@trm/kernel'
import type { CommandContext, CommandOf } from '../case/commands.ts'
import { draft } from '../case/draft.ts'
import { mayReceive } from '../case/entitlement.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState, KnownEvent } from '../case/state.ts'
import { refusalsOf, standingRefusals } from '../consent/refusals.ts'
import { basisOf, clausesBetween, knownClauses } from '../disclosure/may-disclose.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { sharingCommands } from './commands.ts'
import { clauseOf, givenOnwardTo, sectionsLeft, sectionsToEnd, whyNoLongerGiven } from './given.ts'
import { passOn } from './pass-on.ts'
import type { OnwardGrant } from './state.ts'

type Sharing = CommandOf<'ShareEvent'>

export const sharingDeciders: DecidersOf<typeof sharingCommands> = {
  /** One hop: what was passed on to us is not ours to pass on. Never wider than what was given. */
  ShareEvent(state, command, context) {
    const { event, to, sections, purpose } = command
    const { now, self } = context
    const original = state.known[event]
    if (original === undefined || !isGivenBy(original, self))
      return fail({ kind: 'shared-not-held' })
    const given = givenOnwardTo(state, event, self)
    if (given === undefined) return fail({ kind: 'not-onward' })
    const flaw =
      findWidth(state, command, { original, given }, context) ??
      findNoMore(state, command, given, context)
    if (flaw !== undefined) return fail(flaw)
    const clauses = clausesBetween(knownClauses(state), { discloser: self, recipient: to })
    const refusals = standingRefusals(state)
    const whyNot = (section: SectionName, under: typeof clauses) => {
      const request = { discloser: self, recipient: to, purpose, section, at: now }
      const verdict = basisOf(request, under, refusalsOf(refusals, request, context.kindOf(to)))
      return verdict.kind === 'deny' ? verdict.rule : undefined
    }
    // The grant stands on one clause, so one has to cover all of it. Who it goes to is asked when it is planned.
    const covering = clauses.find((clause) =>
      sections.every((section) => whyNot(section, [clause]) === undefined),
    )
    if (covering === undefined) {
      const [rule = 'section-not-covered'] = sections.flatMap(
        (section) => whyNot(section, clauses) ?? [],
      )
      return fail({ kind: 'onward-not-consented', rule })
    }
    return ok(passOn(state, { ...command, until: covering.until }, { original, given }, now))
  },

  /** By itself, as soon as what was given to us is not ours to read any more. Why stays with us. */
  EndSharing(state, { shared }, { now, self }) {
    const share = state.shares[shared]
    if (share?.by !== self) return fail({ kind: 'sharing-unknown' })
    if (sectionsLeft(share).length === 0) return fail({ kind: 'already-done' })
    const sections = sectionsToEnd(state, share, now)
    if (sections.length === 0) return fail({ kind: 'not-due-yet' })
    const { writtenBy, to, purpose } = share
    return ok(
      draft('SharingEnded', {
        occurredAt: now,
        facts: { shared, sections, among: [writtenBy, to] },
        recipients: [
          { to: writtenBy, purpose, needs: [] },
          { to, purpose, needs: [] },
        ],
      }),
    )
  },
}

/** Whether the author gave it to this organisation itself: not what is its own, nor what was passed on to it. */
function isGivenBy({ type, author, to }: KnownEvent, self: CommandContext['self']): boolean {
  return author !== self && type !== 'EventShared' && to.includes(self)
}

/** What would be more than was given, or to somebody who is not to be given it in this way. */
function findWidth(
  state: CaseState,
  { event, to, sections, purpose }: Sharing,
  { original, given }: { readonly original: KnownEvent; readonly given: OnwardGrant },
  { self, kindOf }: CommandContext,
): Rejection | undefined {
  if (to === original.author) return { kind: 'shared-with-its-author' }
  const isHeld = (section: (typeof sections)[number]) =>
    given.sections.includes(section) &&
    (state.sections[section] ?? []).some((held) => held.event === event)
  const purposes = clauseOf(state, given)?.purposes ?? []
  if (!sections.every(isHeld) || !purposes.includes(purpose)) return { kind: 'wider-than-given' }
  const kind = kindOf(to)
  if (kind !== undefined && !mayReceive(kind, original.type)) return { kind: 'not-theirs-to-read' }
  const earlier = Object.values(state.shares).filter(
    (share) => share.event === event && share.by === self && share.to === to,
  )
  const isThere = (section: (typeof sections)[number]) =>
    earlier.some((share) => sectionsLeft(share).includes(section))
  if (original.among?.includes(to) === true || sections.every(isThere))
    return { kind: 'already-shared' }
  return undefined
}

/** What was given and is not there any more, or not to be read any more. */
function findNoMore(
  state: CaseState,
  { sections, purpose }: Sharing,
  given: OnwardGrant,
  { now }: CommandContext,
): Rejection | undefined {
  const [section] = sections.filter((each) => given.erased.includes(each))
  if (section !== undefined) return { kind: 'shared-is-erased', section }
  for (const each of sections) {
    const rule = whyNoLongerGiven(state, given, { section: each, purpose, at: now })
    if (rule !== undefined) return { kind: 'no-longer-given', rule }
  }
  return undefined
}
