/** One line of the answer: a figure of ours, beside what it is measured against. */
export type Figure = {
  readonly what: string
  readonly ours: string
  readonly beside: string
  /** What was reached and what is wanted; met when `reached` is at least `goal`, or at most. */
  readonly reached: number
  /** None for a figure that is there to compare with. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number }
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

/**
 * Times some ways of doing the same thing, in rounds. Every round begins with another of them, so that
 * none of them always comes after the same one.
 *
 * @returns for each way what it took in every round, in ms.
 */
export async function timedInTurns<Way extends string>(
  rounds: number,
  ways: Readonly<Record<Way, () => Promise<void> | void>>,
): Promise<Readonly<Record<Way, readonly number[]>>> {
  const names = Object.keys(ways) as Way[]
  const elapsed = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Way,
    number[]
  >
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      elapsed[name].push(await timed(ways[name]))
  }
  return elapsed
}

/** Tells whoever waits what is going on. */
export function say(what: string): void {
  process.stderr.write(`· ${what}\n`)
}

/** A table for a reader and for a note. */
export function asTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, ours, beside, reached, goal }) => {
    if (goal === undefined) return [what, ours, beside, reached.toFixed(2), '']
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
