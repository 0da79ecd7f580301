/**
 * Takes steps out of a history that fails as long as what is left fails, too: halves first, then smaller parts.
 *
 * @param timeMs how long it may look for a shorter one.
 * @returns the shortest that was found.
 */
export async function shrink<Step>(
  steps: readonly Step[],
  fails: (fewer: readonly Step[]) => Promise<boolean>,
  timeMs: number,
): Promise<readonly Step[]> {
  const end = performance.now() + timeMs
  let left = steps
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < left.length;) {
      if (performance.now() > end) return left
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      if (await fails(fewer)) left = fewer
      else from += size
    }
  }
  return left
}
