/** One line of the answer: a figure of ours, beside what it is measured against. */
export type Figure = {
  readonly what: string
  readonly ours: string
  readonly beside: string
  /** What was reached and what is wanted; met when `reached` is at least `goal`, or at most. */
  readonly reached: number
  readonly goal: { readonly atLeast: number } | { readonly atMost: number }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** @param share 0.99 for the value that 99 of 100 stay below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** `12,345/s` */
export function perSecond(count: number, elapsedMs: number): string {
  return `${Math.round((count / elapsedMs) * 1_000).toLocaleString('en')}/s`
}

export function inMs(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** A table for a reader and for a note. */
export function asTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, ours, beside, reached, goal }) => {
    const [sign, wanted] = 'atLeast' in goal ? ['≥', goal.atLeast] : ['≤', goal.atMost]
    const isMet = 'atLeast' in goal ? reached >= wanted : reached <= wanted
    return [what, ours, beside, `${reached.toFixed(2)} (${sign} ${wanted})`, isMet ? 'yes' : 'NO']
  })
  const table = [['figure', 'ours', 'beside', 'reached', 'met'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  )
  return table
    .map(
      (cells) => `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`,
    )
    .toSpliced(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
    .join('\n')
}
