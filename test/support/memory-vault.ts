import type { VaultHealth } from '../../contract/models.ts'
import type { Vault, VaultRecordHeader } from '../../main/ports.ts'

export interface MemoryVault extends Vault {
  /** Every text that was put, in order: what a disk would have seen. */
  readonly written: ReadonlyArray<{ readonly id: string; readonly text: string }>
  /** Makes every further put fail like a full disk, or succeed again. */
  refuse(problem: Error | undefined): void
}

/** A vault without disk and keyring, for tests of what stands above it. */
export function createMemoryVault(): MemoryVault {
  const records = new Map<string, { header: VaultRecordHeader; text: string }>()
  const written: { id: string; text: string }[] = []
  const unsaved = new Map<string, VaultRecordHeader>()
  const listeners = new Set<(health: VaultHealth) => void>()
  let refusal: Error | undefined
  const health = (): VaultHealth => ({
    state: 'open',
    backend: 'memory',
    records: records.size,
    setAside: [],
    hasUnsaved: unsaved.size > 0,
  })
  return {
    written,
    refuse: (problem) => {
      refusal = problem
    },
    health,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async open() {
      if (refusal) return
      unsaved.clear()
      for (const listener of listeners) listener(health())
    },
    unsaved: () => [...unsaved.values()],
    headers: () => [...records.values()].map(({ header }) => header),
    get: async (id) => records.get(id)?.text,
    getFresh: async (id) => records.get(id)?.text,
    exclusively: (_id, task) => task(),
    async put(header, text) {
      records.set(header.id, { header, text })
      if (refusal) {
        unsaved.set(header.id, header)
        throw refusal
      }
      unsaved.delete(header.id)
      written.push({ id: header.id, text })
    },
    async remove(id) {
      records.delete(id)
    },
    startAnew: async () => records.clear(),
    close: async () => {},
  }
}
