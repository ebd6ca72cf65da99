import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log, Vault, VaultRecordHeader } from '../../../main/ports.ts'
import { createVault } from '../../../main/vault/vault.ts'
import { createFakeClock, type FakeClock } from '../fake-clock.ts'
import { createFakeSecretBox, type FakeSecretBox } from './fake-secret-box.ts'

/** A vault's folder for one test, with what a vault over it needs. It is deleted when the test ends. */
export interface VaultFolder {
  /** Where the vault's folder lies. */
  readonly parent: string
  readonly dir: string
  readonly records: string
  readonly box: FakeSecretBox
  readonly clock: FakeClock
  readonly logged: string[]
  /** A vault over the folder, as a new start of the program makes it. */
  create(): Vault
  /** The same, opened. */
  open(): Promise<Vault>
  /** Every file below the parent with its bytes, to be compared. */
  snapshot(): Record<string, string>
  read(name: string): Buffer
  write(name: string, bytes: string | Uint8Array): void
}

export function makeVaultFolder(box = createFakeSecretBox()): VaultFolder {
  const parent = mkdtempSync(join(tmpdir(), 'keyfold-vault-'))
  // What a test has left under way may still write.
  onTestFinished(() => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const dir = join(parent, 'vault')
  const clock = createFakeClock()
  const logged: string[] = []
  const note = (event: string, facts: object = {}) => logged.push(`${event} ${JSON.stringify(facts)}`)
  const log: Log = { info: note, warn: note }
  const create = () => createVault({ dir, secretBox: box, clock, log })
  return {
    parent,
    dir,
    records: join(dir, 'records'),
    box,
    clock,
    logged,
    create,
    async open() {
      const vault = create()
      await vault.open()
      return vault
    },
    snapshot() {
      const names = readdirSync(parent, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort()
      return Object.fromEntries(
        paths.map((path) => [path.slice(parent.length + 1), readFileSync(path, 'base64')]),
      )
    },
    read: (name) => readFileSync(join(dir, name)),
    write: (name, bytes) => writeFileSync(join(dir, name), bytes),
  }
}

/** A header of an account's record. */
export function accountHeader(
  id: string,
  note: Record<string, string> = { label: `label of ${id}` },
): VaultRecordHeader {
  return { id, kind: 'account', note }
}
