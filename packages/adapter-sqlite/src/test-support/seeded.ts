/** Chances that can be played again: whole numbers from 0 up to the bound, which is excluded. */
export type Chances = { below(bound: number): number }

/** Mulberry32 by Tommy Ettinger (public domain): good enough to choose moments, and nothing else. */
export function seededChances(seed: number): Chances {
  let state = seed >>> 0
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
    },
  }
}
