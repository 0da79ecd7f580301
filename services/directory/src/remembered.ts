import type { TrustListKey, TrustListOrganisation } from '@trm/contracts'
import type { Instant } from '@trm/kernel'

/** From when on something was missing on the list, and until when if it came back. */
type Absence = { readonly from: Instant; readonly until?: Instant }

/** Something that was listed once, as it was last; nothing that was verified is ever forgotten. */
export type Remembered<Listed> = { readonly last: Listed; readonly absences: readonly Absence[] }

/** An organisation, every key that it ever had on its list, and as which kind it was listed from when on. */
export type RememberedOrganisation = Remembered<TrustListOrganisation> & {
  readonly keys: ReadonlyMap<string, Remembered<TrustListKey>>
  readonly kinds: readonly { readonly kind: string; readonly from: Instant }[]
}

/** What is known after another list, which says so at a time. */
export function rememberedAfter(
  before: ReadonlyMap<string, RememberedOrganisation>,
  listed: readonly TrustListOrganisation[],
  at: Instant,
): ReadonlyMap<string, RememberedOrganisation> {
  const entries = listed.map((each) => [each.id, each] as const)
  const places = withListed<TrustListOrganisation>(before, new Map(entries), at)
  return new Map(
    [...places].map(([id, place]) => {
      const earlier = before.get(id)
      const now = listed.find((each) => each.id === id)
      const keyed = (now?.keys ?? []).map((key) => [`${key.use} ${key.kid}`, key] as const)
      const keys = withListed(earlier?.keys ?? new Map(), new Map(keyed), at)
      const kinds = earlier?.kinds ?? []
      const { kind } = place.last
      const isNew = kinds.at(-1)?.kind !== kind
      return [id, { ...place, keys, kinds: isNew ? [...kinds, { kind, from: at }] : kinds }]
    }),
  )
}

function withListed<Listed>(
  before: ReadonlyMap<string, Remembered<Listed>>,
  listed: ReadonlyMap<string, Listed>,
  at: Instant,
): ReadonlyMap<string, Remembered<Listed>> {
  const names = new Set([...before.keys(), ...listed.keys()])
  return new Map(
    [...names].flatMap((name): [string, Remembered<Listed>][] => {
      const { last, absences = [] } = before.get(name) ?? {}
      const now = listed.get(name) ?? last
      if (now === undefined) return []
      return [[name, { last: now, absences: withPresence(absences, listed.has(name), at) }]]
    }),
  )
}

function withPresence(
  absences: readonly Absence[],
  isThere: boolean,
  at: Instant,
): readonly Absence[] {
  const open = absences.at(-1)
  const isAway = open !== undefined && open.until === undefined
  if (isThere) return isAway ? [...absences.slice(0, -1), { ...open, until: at }] : absences
  return isAway ? absences : [...absences, { from: at }]
}

/**
 * Whether it was on the list then. Before it first was it counts as if it had been: what it signed then has its
 * own dates, and nobody had anything to give it.
 */
export function wasListed({ absences }: Remembered<unknown>, at: Instant): boolean {
  return !absences.some(({ from, until }) => from <= at && (until === undefined || at < until))
}

/** Since when it has been missing; undefined where it is there. */
export function missingSince({ absences }: Remembered<unknown>): Instant | undefined {
  const last = absences.at(-1)
  return last?.until === undefined ? last?.from : undefined
}
