import { foldAll, foldFurther, type CaseFold } from '@trm/domain'
import type { CaseReference } from '@trm/kernel'
import type { LoadedCase } from './loaded-case.ts'
import type { LoggedEvent } from './record.ts'

/** A case, and what it takes to go on from its state. */
export type CachedCase = { readonly loaded: LoadedCase; readonly fold: CaseFold }

/** The cases that were loaded last. No values are in it: signed events, their sections closed. */
export type CaseCache = {
  find(reference: CaseReference): CachedCase | undefined
  keep(cached: CachedCase): LoadedCase
}

const CASES_MAX = 500

export function caseCache(): CaseCache {
  const cases = new Map<CaseReference, CachedCase>()
  return {
    find: (reference) => cases.get(reference),
    keep(cached) {
      const { loaded } = cached
      cases.delete(loaded.reference)
      cases.set(loaded.reference, cached)
      const oldest = cases.keys().next().value
      if (cases.size > CASES_MAX && oldest !== undefined) cases.delete(oldest)
      return loaded
    },
  }
}

/** The case with the entries that came after `known`, folded one after the other where that gives the same. */
export function withMore(
  reference: CaseReference,
  known: CachedCase | undefined,
  more: readonly LoggedEvent[],
): CachedCase {
  const entries = [...(known?.loaded.entries ?? []), ...more]
  const fold =
    (known && foldFurther(known.fold, more.map(eventOf))) ?? foldAll(entries.map(eventOf))
  const revision = entries.at(-1)?.revision ?? 'no-stream'
  return { loaded: { reference, entries, state: fold.state, revision }, fold }
}

function eventOf({ event }: LoggedEvent) {
  return event
}
