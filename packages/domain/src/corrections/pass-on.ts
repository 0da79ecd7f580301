import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import { entriesOf } from '../case/records.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { givenOnwardTo, standsOnward, whyNoLongerGiven } from '../sharing/given.ts'
import type { ShareState } from '../sharing/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { correctionsIn, isSame } from './put-right.ts'

// What was passed on and is wrong is put right where it went, by whoever passed it on: it holds the right values,
// and she has consented to it letting that reader have these sections.

/** Something that was passed on, and a correction of it that has not been yet. */
export type WrongOnward = {
  readonly correction: EventId
  /** With what it was passed on. */
  readonly shared: EventId
  readonly holder: OrganisationId
  /** From when on there was something to put right: both were recorded by then. */
  readonly since: Instant
  /** What of the right values may go there. */
  readonly sections: readonly SectionName[]
  /** What may not, though she lets the holder have it, and why. */
  readonly stuck: readonly { readonly section: SectionName; readonly why: Rejection }[]
}

/** Everything that one passed on and that is not put right yet where it went. */
export function wrongOnward(
  state: CaseState,
  { self, now }: { readonly self: OrganisationId; readonly now: Instant },
): readonly WrongOnward[] {
  return passedOnWrong(state)
    .filter(({ shared }) => state.shares[shared]?.by === self)
    .flatMap(({ correction, shared }) => {
      const found = findWrong(state, { correction, shared, at: now })
      return found === undefined ? [] : [found]
    })
}

/** Each correction with each passing on of something that it concerns, whether or not it went there by now. */
export function passedOnWrong(state: CaseState): readonly Pair[] {
  return correctionsIn(state).flatMap(([correction]) => passedOnWrongBy(state, correction))
}

function passedOnWrongBy({ corrections, shares }: CaseState, correction: EventId): readonly Pair[] {
  const issued = corrections[correction]
  if (issued === undefined) return []
  return entriesOf(shares)
    .filter(
      ([, { writtenBy, event }]) => writtenBy === issued.by && issued.concerns.includes(event),
    )
    .map(([shared]) => ({ correction, shared }))
}

/** A correction, and with what something was passed on that it concerns. */
type Pair = { readonly correction: EventId; readonly shared: EventId }

/**
 * What is still wrong where something was passed on; undefined where nothing is, or nothing that she lets it have.
 * Where a reader was passed on the same by several ways, the first by which the right value may go brings it.
 */
export function findWrong(
  state: CaseState,
  { correction, shared, at }: Pair & { readonly at: Instant },
): WrongOnward | undefined {
  const share = state.shares[shared]
  const [issued, passed] = [state.known[correction], state.known[shared]]
  if (share === undefined || issued === undefined || passed === undefined) return undefined
  const toReader = passedOnWrongBy(state, correction).filter((pair) => {
    const other = state.shares[pair.shared]
    return other?.by === share.by && other.to === share.to
  })
  const judged = toReader.map((pair) => judge(state, pair, at))
  const place = toReader.findIndex((pair) => pair.shared === shared)
  const isBrought = (section: SectionName, by: readonly Judged[]) =>
    by.some((other) => other.some((each) => each.section === section && each.why === undefined))
  const own = judged[place] ?? []
  const sections = own.filter(
    ({ section, why }) => why === undefined && !isBrought(section, judged.slice(0, place)),
  )
  const stuck = own.flatMap(({ section, why }) =>
    why === undefined || isBrought(section, judged) ? [] : [{ section, why }],
  )
  if (sections.length === 0 && stuck.length === 0) return undefined
  return {
    correction,
    shared,
    holder: share.to,
    since: issued.recordedAt < passed.recordedAt ? passed.recordedAt : issued.recordedAt,
    sections: sections.map(({ section }) => section),
    stuck,
  }
}

/** The sections that are wrong there, each with what stands against its being put right. */
type Judged = readonly { readonly section: SectionName; readonly why: Rejection | undefined }[]

function judge(state: CaseState, { correction, shared }: Pair, at: Instant): Judged {
  const share = state.shares[shared]
  if (share === undefined) return []
  const there = sectionsThere(state, { correction, shared, share })
  return lastWordIn(state, correction)
    .filter(
      (section) =>
        wasGiven(state, { shared, section, to: share.to }) &&
        !there.includes(section) &&
        standsOnward(state, share, { section, at }),
    )
    .map((section) => ({
      section,
      why: whyNotOnward(state, { correction, share, section, at }),
    }))
}

/** Whether the section went along, which it does only where nothing stood against it then. */
function wasGiven(
  { sections }: CaseState,
  {
    shared,
    section,
    to,
  }: { readonly shared: EventId; readonly section: SectionName; readonly to: OrganisationId },
): boolean {
  return (sections[section] ?? []).some((held) => held.event === shared && held.to.includes(to))
}

/** The sections of a correction that its author did not put right anew since: nobody is passed on an earlier word. */
function lastWordIn(state: CaseState, correction: EventId): readonly SectionName[] {
  const all = correctionsIn(state)
  const place = all.findIndex(([id]) => id === correction)
  const entry = all[place]
  if (entry === undefined) return []
  const [, issued] = entry
  const later = all
    .slice(place + 1)
    .filter((other) => other[1].by === issued.by && isSame(other, entry))
    .flatMap(([, { sections }]) => sections)
  return issued.sections.filter((section) => !later.includes(section))
}

/** The sections of the correction that were passed on, as one, to the same reader after what they put right. */
function sectionsThere(
  { shares }: CaseState,
  {
    correction,
    shared,
    share,
  }: { readonly correction: EventId; readonly shared: EventId; readonly share: ShareState },
): readonly SectionName[] {
  const place = Object.keys(shares).indexOf(shared)
  return Object.values(shares)
    .slice(place + 1)
    .filter(({ event, putsRight }) => event === correction && putsRight.length > 0)
    .filter(({ by, to }) => by === share.by && to === share.to)
    .flatMap(({ sections }) => sections)
}

/** Why the right value of a section is not to be passed on for what the wrong one was; undefined where it is. */
function whyNotOnward(
  state: CaseState,
  {
    correction,
    share,
    section,
    at,
  }: {
    readonly correction: EventId
    readonly share: ShareState
    readonly section: SectionName
    readonly at: Instant
  },
): Rejection | undefined {
  const given = givenOnwardTo(state, correction, share.by)
  const isHeld = state.sections[section]?.some(({ event }) => event === correction) === true
  if (given === undefined || !given.sections.includes(section) || !isHeld)
    return { kind: 'not-onward' }
  if (given.erased.includes(section)) return { kind: 'shared-is-erased', section }
  const rule = whyNoLongerGiven(state, given, { section, purpose: share.purpose, at })
  return rule === undefined ? undefined : { kind: 'no-longer-given', rule }
}
