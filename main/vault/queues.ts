/** Work in order for each key; works of different keys run side by side. */
export interface Queues {
  run<Value>(key: string, work: () => Promise<Value>): Promise<Value>
  /** Resolves once nothing is queued or running. Never rejects. */
  idle(): Promise<void>
}

/** Queues with no work yet. */
export function createQueues(): Queues {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run(key, work) {
      const result = (tails.get(key) ?? Promise.resolve()).then(work)
      const tail = result
        .catch(() => undefined)
        .then(() => {
          if (tails.get(key) === tail) tails.delete(key)
        })
      tails.set(key, tail)
      return result
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
