import { rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock, VaultRecordHeader } from '../ports.ts'
import { finishCutWrites } from './cut-writes.ts'
import {
  freeName,
  makePrivate,
  makePrivateFolder,
  removeTemporaryFiles,
  setAside,
  syncFolder,
  timeStamp,
  writeWhole,
} from './files.ts'
import { keyFileName } from './key-file.ts'
import { fileNameOf, listSetAside, type StoredRecord } from './load-records.ts'
import { diskProblem, errorCode } from './problems.ts'
import { type DataKey, decodeRecord, openRecord, sealRecord } from './record-format.ts'

/** A record in clear. */
export interface RecordText {
  readonly header: VaultRecordHeader
  readonly text: string
}

/** The vault's folder on the disk (docs/vault-format.md). It knows no state of the vault: the caller brings the key. */
export interface VaultFolder {
  readonly path: string
  readonly parent: string
  readonly name: string
  readonly recordsPath: string
  readonly locksPath: string
  /** Makes the folders, takes every right of others, finishes or deletes what writes that were cut short left behind. */
  prepare(dataKey: DataKey): Promise<void>
  /** The names of all files that were set aside. */
  listSetAside(): Promise<readonly string[]>
  /** Sets a record's file aside. Rejects with the file system's error. */
  setAside(id: string): Promise<void>
  /** Seals one record, writes it over `previous` and reads it back. Rejects with the file system's error. */
  write(dataKey: DataKey, entry: RecordText, previous: StoredRecord | undefined): Promise<StoredRecord>
  /** Renames the whole folder out of the way, over nothing that exists. Rejects with a ProblemError. */
  retire(): Promise<void>
}

/** The vault's folder at a path; nothing is touched yet. Its parent exists. */
export function openVaultFolder(dir: string, clock: Clock): VaultFolder {
  const path = resolve(dir)
  const parent = dirname(path)
  const name = basename(path)
  const recordsName = 'records'
  const recordsPath = join(path, recordsName)

  return {
    path,
    parent,
    name,
    recordsPath,
    locksPath: join(path, 'locks'),
    async prepare(dataKey) {
      await makePrivateFolder(parent, name, clock).catch(tolerateReadOnly)
      await makePrivateFolder(path, recordsName, clock).catch(tolerateReadOnly)
      await makePrivate(join(path, keyFileName))
      await removeTemporaryFiles(path)
      await finishCutWrites(recordsPath, dataKey)
      await removeTemporaryFiles(recordsPath)
    },
    async listSetAside() {
      return [...(await listSetAside(path)), ...(await listSetAside(recordsPath))]
    },
    async setAside(id) {
      await setAside(recordsPath, fileNameOf(id), clock)
    },
    async write(dataKey, { header, text }, previous) {
      const generation = previous?.kind === 'sealed' ? previous.record.generation + 1 : 1
      const record = sealRecord(dataKey, header, text, generation)
      await writeWhole(recordsPath, fileNameOf(header.id), record.bytes, clock, (readBack) => {
        const decoded = decodeRecord(header.id, readBack)
        return decoded.kind === 'sealed' && openRecord(dataKey, decoded.record) === text
      })
      return { kind: 'sealed', record, isForeign: false }
    },
    async retire() {
      try {
        await rename(path, join(parent, await freeName(parent, `${name}.old-${timeStamp(clock)}`)))
        await syncFolder(parent)
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw new ProblemError(diskProblem(error))
      }
    },
  }
}

/** A vault on a disk that takes no change can still be read. */
function tolerateReadOnly(error: unknown): void {
  if (!['EROFS', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error
}
