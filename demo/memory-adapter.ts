import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

interface Entry {
  readonly model: string
  readonly payload: AdapterPayload
  readonly expiresAtMs: number
}

/** The demo provider's whole state, gone when the process ends. */
export interface MemoryStore {
  readonly adapter: AdapterFactory
  /** Forgets every record of one oidc-provider model, such as `AccessToken`. Returns how many. */
  forget(model: string): number
}

/** Makes an empty store. Expired records are dropped when the next one is written. */
export function createMemoryStore(now: () => number = Date.now): MemoryStore {
  const entries = new Map<string, Entry>()
  const keyOf = (model: string, id: string) => `${model}:${id}`

  const findLive = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key)
    return entry && entry.expiresAtMs > now() ? entry.payload : undefined
  }

  const findWhere = (model: string, isWanted: (payload: AdapterPayload) => boolean) => {
    for (const [key, entry] of entries) {
      if (entry.model === model && isWanted(entry.payload)) return findLive(key)
    }
    return undefined
  }

  const forgetWhere = (isWanted: (entry: Entry) => boolean): number => {
    let count = 0
    for (const [key, entry] of entries) {
      if (isWanted(entry)) {
        entries.delete(key)
        count += 1
      }
    }
    return count
  }

  const createAdapter = (model: string): Adapter => ({
    async upsert(id, payload, expiresIn) {
      forgetWhere((entry) => entry.expiresAtMs <= now())
      const expiresAtMs = expiresIn ? now() + expiresIn * 1000 : Number.POSITIVE_INFINITY
      entries.set(keyOf(model, id), { model, payload, expiresAtMs })
    },
    async find(id) {
      return findLive(keyOf(model, id))
    },
    async findByUid(uid) {
      return findWhere(model, (payload) => payload.uid === uid)
    },
    async findByUserCode(userCode) {
      return findWhere(model, (payload) => payload.userCode === userCode)
    },
    async consume(id) {
      const payload = findLive(keyOf(model, id))
      if (payload) payload.consumed = Math.floor(now() / 1000)
    },
    async destroy(id) {
      entries.delete(keyOf(model, id))
    },
    async revokeByGrantId(grantId) {
      forgetWhere((entry) => entry.model !== 'Grant' && entry.payload.grantId === grantId)
    },
  })

  return { adapter: createAdapter, forget: (model) => forgetWhere((e) => e.model === model) }
}
