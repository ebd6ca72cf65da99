/** A small seeded generator (mulberry32): the demo's data is the same in every run. */
export function createRandom(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    /** A whole number from `low` to `high`, both included. */
    integer: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    /** One of `items`, of which there must be some. */
    pick: <T>(items: readonly T[]): T => {
      const [item] = items.slice(Math.floor(next() * items.length))
      if (item === undefined) throw new RangeError('There is nothing to pick from')
      return item
    },
  }
}
