import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '../ports.ts'
import { readCheckedLine, writeCheckedLine } from './checked-line.ts'
import { readWhole, setAside, syncFolder, writeWhole } from './files.ts'
import type { DataKey } from './record-format.ts'
import { keyBytes, openBytes, sealBytes } from './sealing.ts'

const keyFormat = 1
const maxKeyFileBytes = 65_536
/** The name of the vault's key file. */
export const keyFileName = 'key.json'
const checkText = Buffer.from('keyfold vault key check')

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))
const fileSchema = v.strictObject({
  format: v.literal(keyFormat),
  keyId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  backend: v.pipe(v.string(), v.maxLength(200)),
  wrappedKey: base64,
  check: base64,
})

/** The vault's key file, read but not unwrapped. */
export interface WrappedKey {
  readonly keyId: string
  /** The keyring that wrapped the key. */
  readonly backend: string
  readonly wrapped: Uint8Array
  /** A constant sealed with the data key: tells a changed key from a damaged file. */
  readonly check: Uint8Array
}

/** What the folder holds of the key file. */
export type KeyFile =
  | { readonly kind: 'key'; readonly key: WrappedKey; readonly isFromBackup: boolean }
  | { readonly kind: 'absent' | 'damaged' | 'newerFormat' }
  | { readonly kind: 'refused'; readonly error: unknown }

/** Makes a random 256-bit data key with a random name. */
export function makeDataKey(): DataKey {
  return { keyId: randomBytes(8).toString('hex'), key: randomBytes(keyBytes) }
}

/** The data key as the text that a keyring wraps. */
export function dataKeyText(dataKey: DataKey): string {
  return Buffer.from(dataKey.key).toString('base64')
}

/** The data key of an unwrapped text; undefined where it is not the one that the vault was made with. */
export function checkDataKey(key: WrappedKey, text: string): DataKey | undefined {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text) return undefined
  const plain = openBytes(bytes, key.check, checkAdditionalData(key.keyId, key.backend))
  return plain?.equals(checkText) === true ? { keyId: key.keyId, key: bytes } : undefined
}

/** Reads `key.json`, or its previous copy where it is missing or damaged. Changes nothing. */
export async function readKeyFile(folder: string): Promise<KeyFile> {
  const current = await readKeyCopy(folder, keyFileName)
  if (current.kind !== 'absent' && current.kind !== 'damaged') return current
  const backup = await readKeyCopy(folder, `${keyFileName}.bak`)
  return backup.kind === 'key' ? { ...backup, isFromBackup: true } : current
}

/** Puts the previous copy back in its place; what is there is set aside. */
export async function restoreKeyFile(folder: string, clock: Clock): Promise<void> {
  await setAside(folder, keyFileName, clock)
  await rename(join(folder, `${keyFileName}.bak`), join(folder, keyFileName))
  await syncFolder(folder)
}

/** Writes the key file whole. Rejects with the file system's error. */
export async function writeKeyFile(
  folder: string,
  dataKey: DataKey,
  backend: string,
  wrapped: Uint8Array,
  clock: Clock,
): Promise<void> {
  const line = writeCheckedLine({
    format: keyFormat,
    keyId: dataKey.keyId,
    backend,
    wrappedKey: Buffer.from(wrapped).toString('base64'),
    check: sealBytes(dataKey.key, checkText, checkAdditionalData(dataKey.keyId, backend)).toString('base64'),
  })
  const bytes = Buffer.from(line)
  await writeWhole(folder, keyFileName, bytes, clock, (readBack) => {
    const read = decodeKeyFile(readBack)
    return (
      read.kind === 'key' &&
      readBack.equals(bytes) &&
      checkDataKey(read.key, dataKeyText(dataKey)) !== undefined
    )
  })
}

/** Reads the bytes of a key file. */
export function decodeKeyFile(bytes: Buffer): Exclude<KeyFile, { kind: 'refused' }> {
  const fields = readCheckedLine(bytes.toString('utf8'))
  if (fields === undefined) return { kind: 'damaged' }
  if (Number.isSafeInteger(fields.format) && Number(fields.format) > keyFormat) return { kind: 'newerFormat' }
  const file = v.safeParse(fileSchema, fields)
  if (!file.success) return { kind: 'damaged' }
  const { keyId, backend, wrappedKey, check } = file.output
  const key = {
    keyId,
    backend,
    wrapped: Buffer.from(wrappedKey, 'base64'),
    check: Buffer.from(check, 'base64'),
  }
  return { kind: 'key', key, isFromBackup: false }
}

async function readKeyCopy(folder: string, name: string): Promise<KeyFile> {
  const content = await readWhole(join(folder, name), maxKeyFileBytes)
  if (content.kind === 'unreadable') return { kind: 'damaged' }
  return content.kind === 'bytes' ? decodeKeyFile(content.bytes) : content
}

function checkAdditionalData(keyId: string, backend: string): Buffer {
  return Buffer.from(JSON.stringify([keyFormat, keyId, backend]))
}
