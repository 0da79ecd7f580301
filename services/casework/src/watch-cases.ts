import { CaseLogError, caseOfStream } from '@trm/case-log'
import { plusMilliseconds, type CaseReference, type Instant } from '@trm/kernel'
import type { Clock, EventStore } from '@trm/ports'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { CommandFailure } from './handle-command.ts'

/** The record of one case cannot be read. The others are gone on with, and an operator has to look. */
export type CaseFact = { readonly kind: 'case-unreadable'; readonly code: string }

export type WatchParts = {
  readonly store: EventStore
  readonly clock: Clock
  readonly report: (fact: CaseFact) => void
  /** Does what is to be done in a case now. @returns when to look again if nothing else happens. */
  readonly look: (reference: CaseReference) => Promise<Instant | undefined>
}

/** When a case is looked at: at a time, or without one as soon as somebody gets round to it. */
type Appointment = {
  readonly at?: Instant
  /** When it was made. Before that the clock has been set back, and what it said is worth nothing. */
  readonly madeAt: Instant
}

type Appointments = Map<CaseReference, Appointment>

/** How often somebody looks at the clock, in milliseconds. It may have been set, or stood still. */
const LOOK_EVERY_MS = 1_000
/** How long a command that was refused is left alone, in milliseconds. */
const REFUSED_AGAIN_MS = 60 * 60 * 1_000
/** How long a case that cannot be read is left alone, in milliseconds. */
const UNREADABLE_AGAIN_MS = 10 * 60 * 1_000

/**
 * Looks at each case when something happened in it and when its time has come, one after another. What
 * passed while the agent was stopped is found when it starts, since the log is followed from its beginning.
 *
 * Resolves when `signal` aborts. Rejects with what `look` throws, but for the damage of one case alone.
 */
export async function watchCases(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const next: Appointments = new Map()
  const bell = createBell()
  await Promise.all([followLog(parts, next, bell, signal), watchClock(parts, next, bell, signal)])
}

/** When to give a refused command again: soon where others were only quicker, else in an hour. */
export function againAfter({ kind }: CommandFailure, now: Instant): Instant {
  return plusMilliseconds(now, kind === 'contended' ? LOOK_EVERY_MS : REFUSED_AGAIN_MS)
}

/** The first of the times that there are. */
export function earliest(...times: readonly (Instant | undefined)[]): Instant | undefined {
  return times.filter((time) => time !== undefined).toSorted()[0]
}

async function followLog(
  { store, clock }: WatchParts,
  next: Appointments,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  for await (const { streamId } of store.subscribe({ signal })) {
    const reference = caseOfStream(streamId)
    if (reference === undefined) continue
    next.set(reference, { madeAt: clock.now() })
    bell.ring()
  }
}

async function watchClock(
  parts: WatchParts,
  next: Appointments,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const reference = firstDue(next, parts.clock.now())
    if (reference === undefined) {
      await bell.wait(LOOK_EVERY_MS, signal)
      continue
    }
    // What is appended while the case is looked at puts it back.
    next.delete(reference)
    const at = await lookAt(reference, parts)
    if (at !== undefined && !next.has(reference))
      next.set(reference, { at, madeAt: parts.clock.now() })
    // At start there are as many as were ever held: others have their turn in between.
    await setImmediate()
  }
}

function firstDue(next: Appointments, now: Instant): CaseReference | undefined {
  for (const [reference, { at, madeAt }] of next)
    if (at === undefined || at <= now || now < madeAt) return reference
  return undefined
}

async function lookAt(
  reference: CaseReference,
  { look, clock, report }: WatchParts,
): Promise<Instant | undefined> {
  try {
    return await look(reference)
  } catch (error) {
    // The store not answering, and bugs, concern every case: they end the process as elsewhere.
    if (!(error instanceof CaseLogError)) throw error
    report({ kind: 'case-unreadable', code: error.code })
    return plusMilliseconds(clock.now(), UNREADABLE_AGAIN_MS)
  }
}

type Bell = {
  ring(): void
  /** Resolves at the next ring, after `milliseconds`, or when `signal` aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

function createBell(): Bell {
  let waiting = new AbortController()
  return {
    ring: () => {
      waiting.abort()
    },
    async wait(milliseconds, signal) {
      waiting = new AbortController()
      const either = AbortSignal.any([waiting.signal, signal])
      await setTimeout(milliseconds, undefined, { signal: either, ref: false }).catch(
        () => undefined,
      )
    },
  }
}
