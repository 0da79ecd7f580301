import type { LedgerHolding, LedgerResponse } from '@trm/contracts'

/** What a ledger says of one section at one holder; on which basis, where it is told. */
export type LedgerRow = Pick<
  LedgerHolding,
  'holder' | 'event' | 'section' | 'until' | 'standing'
> & {
  readonly basis?: LedgerHolding['basis']
  /** The answer under which its holder has signed that it erased it. */
  readonly erased?: string
}

/**
 * For what two organisations share: of each ledger the rows about what both know to be held, in one order.
 * The basis is there where both name it: whoever wrote what was passed on is not told on which consent.
 * What one log alone knows (`here`, deliveries) is no part of it.
 */
export function sharedRows(
  one: LedgerResponse,
  other: LedgerResponse,
): readonly [readonly LedgerRow[], readonly LedgerRow[]] {
  const [ours, theirs] = [rowsOf(one), rowsOf(other)]
  const shown = (mine: Rows, counterpart: Rows) =>
    [...mine.entries()]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([place, row]) => {
        const same = counterpart.get(place)
        if (same === undefined) return []
        const { basis, ...rest } = row
        return [basis !== undefined && same.basis !== undefined ? row : rest]
      })
  return [shown(ours, theirs), shown(theirs, ours)]
}

type Rows = ReadonlyMap<string, LedgerRow>

function rowsOf({ holdings, passedOn }: LedgerResponse): Rows {
  const rows = [...holdings.map(rowOf), ...passedOn.map(rowOf)]
  return new Map(rows.map((row) => [`${row.holder} ${row.event} ${row.section}`, row]))
}

function rowOf({
  holder,
  event,
  section,
  until,
  standing,
  basis,
}: Omit<LedgerRow, 'erased'>): LedgerRow {
  return {
    holder,
    event,
    section,
    until,
    standing,
    ...(basis !== undefined && { basis }),
    ...(standing.kind === 'erased' && { erased: standing.under }),
  }
}
