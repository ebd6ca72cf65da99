import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn, readWhole, syncFolder } from './files.ts'
import { type DataKey, decodeRecord, maxRecordBytes, openRecord, type SealedRecord } from './record-format.ts'

const temporaryName = /^(([a-z0-9][a-z0-9-]{0,63})\.record)\.[0-9a-f]{12}\.tmp$/

/**
 * Finishes the writes that a crash ended between their two renames (see writeWhole in files.ts): the record has no file
 * of its name, and what was to be that file is whole beside `.bak`. It is taken where it opens with the key as this
 * very record, and counts more writes than `.bak` does; all others are left to be deleted. A disk that takes no change
 * is not an error.
 */
export async function finishCutWrites(folder: string, dataKey: DataKey): Promise<void> {
  const names = await namesIn(folder)
  for (const temporary of names) {
    const [, name, id] = temporaryName.exec(temporary) ?? []
    if (name === undefined || id === undefined || names.includes(name)) continue
    const [newer, previous] = await Promise.all(
      [temporary, `${name}.bak`].map((copy) => readSound(join(folder, copy), id, dataKey)),
    )
    if (!newer || !previous || newer.generation <= previous.generation) continue
    await rename(join(folder, temporary), join(folder, name))
      .then(() => syncFolder(folder))
      .catch(() => undefined)
  }
}

async function readSound(path: string, id: string, dataKey: DataKey): Promise<SealedRecord | undefined> {
  const content = await readWhole(path, maxRecordBytes)
  const decoded = content.kind === 'bytes' ? decodeRecord(id, content.bytes) : undefined
  if (decoded?.kind !== 'sealed') return undefined
  return openRecord(dataKey, decoded.record) === undefined ? undefined : decoded.record
}
