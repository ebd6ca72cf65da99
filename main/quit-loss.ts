import type { Vault, VaultRecordHeader } from './ports.ts'
import type { Setups } from './providers/setups.ts'

/** What is in memory only and would be gone if Keyfold ended now. */
export interface QuitLoss {
  /** Why it could not be saved. */
  readonly reason?: string
  readonly records: readonly UnsavedRecord[]
}

export interface UnsavedRecord {
  readonly id: string
  readonly kind: VaultRecordHeader['kind']
  readonly setupName: string
  /** Whose account; client credentials belong to nobody. */
  readonly label?: string
}

/**
 * The records that the disk or the keyring has refused, named for people; undefined where there are none. What is
 * kept in memory because there is no keyring does not count: that was said, and is not about to change.
 */
export function findQuitLoss(
  vault: Pick<Vault, 'unsaved' | 'health'>,
  setups: Pick<Setups, 'all'>,
): QuitLoss | undefined {
  const records = vault.unsaved().map(({ id, kind, note }) => {
    const setupName = setups.all().find((setup) => setup.id === note.setupId)?.name ?? 'A removed setup'
    const isOfAccount = kind === 'account' || kind === 'revocation'
    return { id, kind, setupName, ...(isOfAccount && note.label !== undefined && { label: note.label }) }
  })
  const reason = vault.health().problem?.title
  return records.length === 0 ? undefined : { records, ...(reason !== undefined && { reason }) }
}
