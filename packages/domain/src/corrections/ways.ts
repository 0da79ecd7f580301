import type { EventId, OrganisationId } from '@trm/kernel'
import { isGivenTo } from '../case/given-to.ts'
import { entriesOf } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { ShareState } from '../sharing/state.ts'
import { correctionsIn } from './put-right.ts'

/** A way by which a correction came to an organisation. */
export type Way = {
  /** The event with which it came. */
  readonly by: EventId
  /** Who is owed word of it: its author, and whoever passed it on. */
  readonly from: readonly OrganisationId[]
  /** With what the organisation said that it put it right. */
  readonly acknowledged?: EventId
}

/** The ways by which a correction came to an organisation; none where it does not know of any. */
export function waysTo(
  state: CaseState,
  correction: EventId,
  holder: OrganisationId,
): readonly Way[] {
  const issued = state.corrections[correction]
  if (issued === undefined) return []
  const direct = { by: correction, from: [issued.by], ...said(issued.acknowledgedBy[holder]) }
  return [
    ...sharesOf(state, correction)
      .filter(([, { to }]) => to === holder)
      .map(([by, { writtenBy, by: sharer, acknowledged }]) => ({
        by,
        from: [writtenBy, sharer],
        ...said(acknowledged),
      })),
    ...(isGivenTo(state, correction, holder) ? [direct] : []),
  ]
}

/** Somebody who was given what a correction puts right, as far as this organisation sees. */
export type CorrectionHolder = {
  readonly holder: OrganisationId
  /** Who passed on what was wrong; absent where its author gave it. */
  readonly through?: OrganisationId
  /** Whether it was told by that way. It may still be on its way to whoever passes it on. */
  readonly isTold: boolean
  /** With what it said that it put it right. */
  readonly acknowledged?: EventId
}

export type CorrectionProgress = {
  readonly correction: EventId
  readonly holders: readonly CorrectionHolder[]
}

/**
 * For each correction that stands who has to put it right, and who has said that it did: those to whom its author
 * gave it, and those to whom somebody passed on what it concerns, each by the way it came.
 */
export function correctionProgress(state: CaseState): readonly CorrectionProgress[] {
  return correctionsIn(state)
    .filter(([, { supersededBy }]) => supersededBy === undefined)
    .map(([correction, { acknowledgedBy }]) => ({
      correction,
      holders: [
        ...(state.known[correction]?.to ?? []).map((holder) => ({
          holder,
          isTold: true,
          ...said(acknowledgedBy[holder]),
        })),
        ...onwardHolders(state, correction),
      ],
    }))
}

/** Each once for whoever passed on to it. It has put it right once it said so of all that was passed on to it. */
function onwardHolders(state: CaseState, correction: EventId): readonly CorrectionHolder[] {
  const issued = state.corrections[correction]
  if (issued === undefined) return []
  const wrong = entriesOf(state.shares).filter(
    ([id, { event, writtenBy, sections, ended }]) =>
      writtenBy === issued.by &&
      // Who was passed it on knows it as that, and everybody else by what it is of.
      [id, event].some((each) => issued.concerns.includes(each)) &&
      sections.some((each) => issued.sections.includes(each) && !ended.includes(each)),
  )
  const pairs = new Map(wrong.map(([, { by, to }]) => [`${by} ${to}`, { by, to }]))
  return [...pairs.values()].map(({ by: through, to: holder }) => {
    const told = sharesOf(state, correction).filter(
      ([, { by, to }]) => by === through && to === holder,
    )
    const isDone = told.every(([, { acknowledged }]) => acknowledged !== undefined)
    const [, last] = told.at(-1) ?? []
    return {
      holder,
      through,
      isTold: told.length > 0,
      ...(isDone && said(last?.acknowledged)),
    }
  })
}

type Share = readonly [EventId, ShareState]

/** What a correction was passed on with, as one. */
function sharesOf(state: CaseState, correction: EventId): readonly Share[] {
  return entriesOf(state.shares).filter(
    ([, { event, putsRight }]) => event === correction && putsRight.length > 0,
  )
}

function said(acknowledged: EventId | undefined): { readonly acknowledged?: EventId } {
  return acknowledged === undefined ? {} : { acknowledged }
}
