import { rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '../../contract/problem.ts'
import type { Clock, VaultRecordHeader } from '../ports.ts'
import { makePrivate, namesIn, readWhole, setAside, syncFolder } from './files.ts'
import { diskProblem, errorCode, newerFormat } from './problems.ts'
import { type DataKey, decodeRecord, maxRecordBytes, openRecord, type SealedRecord } from './record-format.ts'

/** What the folder holds of one record. */
export type StoredRecord =
  /** `isForeign`: sealed with another data key than the present one; kept, and set aside before it is replaced. */
  | { readonly kind: 'sealed'; readonly record: SealedRecord; readonly isForeign: boolean }
  /** Not to be read or written: a newer format, or a file that the system refuses. */
  | { readonly kind: 'blocked'; readonly header: VaultRecordHeader; readonly problem: Problem }

type Copy =
  | { readonly kind: 'sealed'; readonly record: SealedRecord; readonly isPrivate: boolean }
  | Extract<StoredRecord, { kind: 'blocked' }>
  | { readonly kind: 'absent' | 'unreadable' }

const recordName = /^([a-z0-9][a-z0-9-]{0,63})\.record(?:\.bak)?$/
const asideName = /\.unreadable-[0-9TZ.]+(?:-\d+)?$/
const readsAtOnce = 16

/** The name of a record's file. */
export function fileNameOf(id: string): string {
  return `${id}.record`
}

/** The ids of the records that a folder holds. Rejects with the file system's error. */
async function listRecordIds(folder: string): Promise<string[]> {
  const ids = (await namesIn(folder))
    .map((name) => recordName.exec(name)?.[1])
    .filter((id) => id !== undefined)
  return [...new Set(ids)]
}

/** The names of the files that were set aside, now or in an earlier run. */
export async function listSetAside(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => asideName.test(name)).sort()
}

/** Reads what the records tell without the key. Changes nothing on the disk; unreadable ones are left out. */
export async function readHeaders(folder: string): Promise<Map<string, StoredRecord>> {
  const found = new Map<string, StoredRecord>()
  await forEachAtOnce(await listRecordIds(folder), async (id) => {
    const current = await readCopy(folder, id, fileNameOf(id))
    const copy = isStored(current) ? current : await readCopy(folder, id, `${fileNameOf(id)}.bak`)
    if (copy.kind === 'sealed') found.set(id, { kind: 'sealed', record: copy.record, isForeign: false })
    if (copy.kind === 'blocked') found.set(id, copy)
  })
  return found
}

/**
 * Reads all records of a folder and decrypts each once: {@link loadRecord} for each.
 * Rejects with the file system's error where the folder cannot be read.
 */
export async function loadRecords(
  folder: string,
  dataKey: DataKey,
  clock: Clock,
): Promise<{ readonly records: Map<string, StoredRecord>; readonly setAside: readonly string[] }> {
  const records = new Map<string, StoredRecord>()
  const setAside: string[] = []
  await forEachAtOnce(await listRecordIds(folder), async (id) => {
    const loaded = await loadRecord(folder, id, dataKey, clock)
    if (loaded.record !== undefined) records.set(id, loaded.record)
    setAside.push(...loaded.setAside)
  })
  return { records, setAside }
}

/** What loading one record came to. */
export interface LoadedRecord {
  readonly record?: StoredRecord
  /** Names that files were set aside under, in this call. */
  readonly setAside: readonly string[]
}

/**
 * Reads and decrypts one record. Where its file is missing or damaged, its previous copy takes its place; what cannot
 * be read is set aside, never overwritten or emptied. Never rejects.
 */
export async function loadRecord(
  folder: string,
  id: string,
  dataKey: DataKey,
  clock: Clock,
): Promise<LoadedRecord> {
  const name = fileNameOf(id)
  const current = judge(dataKey, await readCopy(folder, id, name))
  if (current.kind === 'blocked') return { record: current, setAside: [] }
  if (current.kind === 'sealed') {
    if (!current.isPrivate) await makePrivate(join(folder, name))
    return { record: stored(current, dataKey), setAside: [] }
  }

  const backup = judge(dataKey, await readCopy(folder, id, `${name}.bak`))
  const aside: string[] = []
  const keepAside = async (damaged: string) => {
    const newName = await setAside(folder, damaged, clock)
    if (newName !== undefined) aside.push(newName)
  }
  try {
    await keepAside(name)
    if (backup.kind === 'unreadable') await keepAside(`${name}.bak`)
    if (backup.kind === 'sealed') {
      await rename(join(folder, `${name}.bak`), join(folder, name))
      await syncFolder(folder)
      if (!backup.isPrivate) await makePrivate(join(folder, name))
    }
  } catch (error) {
    // A disk that takes no change: what can be read is used, and the same disk will refuse the next write.
    if (backup.kind !== 'sealed') return { record: blocked(id, diskProblem(error)), setAside: aside }
  }
  if (backup.kind === 'sealed') return { record: stored(backup, dataKey), setAside: aside }
  return backup.kind === 'blocked' ? { record: backup, setAside: aside } : { setAside: aside }
}

/** Deletes every copy of a record: previous, cut short, set aside, and the record itself last. */
export async function removeRecordFiles(folder: string, id: string): Promise<void> {
  const name = fileNameOf(id)
  const names = (await namesIn(folder)).filter((other) => other === name || other.startsWith(`${name}.`))
  // Overwriting would prove nothing on flash storage or a journaling file system: the bytes are encrypted, and go.
  for (const other of names.sort().reverse()) {
    await unlink(join(folder, other)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error
    })
  }
  if (names.length > 0) await syncFolder(folder)
}

async function readCopy(folder: string, id: string, name: string): Promise<Copy> {
  const content = await readWhole(join(folder, name), maxRecordBytes)
  if (content.kind === 'refused') return blocked(id, diskProblem(content.error))
  if (content.kind !== 'bytes') return content
  const decoded = decodeRecord(id, content.bytes)
  if (decoded.kind === 'newerFormat') {
    return { kind: 'blocked', header: decoded.header, problem: newerFormat(name) }
  }
  return decoded.kind === 'sealed' ? { ...decoded, isPrivate: content.isPrivate } : decoded
}

/** A copy that names the present key and does not open with it was damaged. */
function judge(dataKey: DataKey, copy: Copy): Copy {
  const isDamaged =
    copy.kind === 'sealed' &&
    copy.record.keyId === dataKey.keyId &&
    openRecord(dataKey, copy.record) === undefined
  return isDamaged ? { kind: 'unreadable' } : copy
}

function isStored(copy: Copy): copy is Extract<Copy, { kind: 'sealed' | 'blocked' }> {
  return copy.kind === 'sealed' || copy.kind === 'blocked'
}

function stored({ record }: { readonly record: SealedRecord }, dataKey: DataKey): StoredRecord {
  return { kind: 'sealed', record, isForeign: record.keyId !== dataKey.keyId }
}

function blocked(id: string, problem: Problem): Extract<StoredRecord, { kind: 'blocked' }> {
  return { kind: 'blocked', header: { id, kind: 'account', note: {} }, problem }
}

/** Works through a list, some at a time, so that a thousand files neither wait for each other nor fill the thread pool. */
async function forEachAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: Math.min(readsAtOnce, items.length) }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
