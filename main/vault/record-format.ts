import * as v from 'valibot'
import { idSchema } from '../../contract/models.ts'
import type { VaultRecordHeader } from '../ports.ts'
import { readCheckedLine, writeCheckedLine } from './checked-line.ts'
import { openBytes, sealBytes } from './sealing.ts'

/** The format that this version writes. docs/vault-format.md describes it. */
const recordFormat = 1
/** The largest record file that is written or read, in bytes. */
export const maxRecordBytes = 4 * 1_048_576
const maxHeaderBytes = 65_536

const noteSchema = v.record(v.string(), v.string())
const kindSchema = v.picklist(['account', 'client-secret', 'client-key', 'revocation'])
const lineSchema = v.strictObject({
  format: v.literal(recordFormat),
  id: idSchema,
  kind: kindSchema,
  keyId: v.string(),
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  note: noteSchema,
})

/** The data key in use and its name. */
export interface DataKey {
  readonly keyId: string
  readonly key: Uint8Array
}

/** A record as it stands in its file: the header in clear, the text sealed. */
export interface SealedRecord {
  readonly header: VaultRecordHeader
  readonly keyId: string
  /** Counts the writes of this record, from 1: of two copies, the higher one is the newer. */
  readonly generation: number
  /** The whole file. */
  readonly bytes: Buffer
  /** Where the sealed body begins; all before it is the header line, and the body's additional data. */
  readonly bodyOffset: number
}

/** What the bytes of a record file are. */
export type DecodedRecord =
  | { readonly kind: 'sealed'; readonly record: SealedRecord }
  /** A sound header of a format that this version does not know; what it tells of the record is read as far as it goes. */
  | { readonly kind: 'newerFormat'; readonly header: VaultRecordHeader }
  | { readonly kind: 'unreadable' }

/** Checks what {@link sealRecord} needs of a header. */
export function isRecordHeader(header: VaultRecordHeader): boolean {
  return v.is(v.strictObject({ id: idSchema, kind: kindSchema, note: noteSchema }), header)
}

/** Seals a record's text; the exact bytes of its header line are the additional data. */
export function sealRecord(
  dataKey: DataKey,
  header: VaultRecordHeader,
  text: string,
  generation: number,
): SealedRecord {
  const { id, kind, note } = header
  const line = Buffer.from(
    writeCheckedLine({ format: recordFormat, id, kind, keyId: dataKey.keyId, generation, note }),
  )
  const body = sealBytes(dataKey.key, Buffer.from(text), line)
  return {
    header: { id, kind, note: { ...note } },
    keyId: dataKey.keyId,
    generation,
    bytes: Buffer.concat([line, body]),
    bodyOffset: line.length,
  }
}

/** Reads the header of a record file. `id` is the one that the file's name gives: another one inside is refused. */
export function decodeRecord(id: string, bytes: Buffer): DecodedRecord {
  const bodyOffset = bytes.subarray(0, maxHeaderBytes).indexOf(0x0a) + 1
  const fields = bodyOffset > 0 ? readCheckedLine(bytes.toString('utf8', 0, bodyOffset)) : undefined
  if (fields === undefined) return { kind: 'unreadable' }
  if (Number.isSafeInteger(fields.format) && Number(fields.format) > recordFormat) {
    const kind = v.is(kindSchema, fields.kind) ? fields.kind : 'account'
    return {
      kind: 'newerFormat',
      header: { id, kind, note: v.is(noteSchema, fields.note) ? fields.note : {} },
    }
  }
  const line = v.safeParse(lineSchema, fields)
  if (!line.success || line.output.id !== id) return { kind: 'unreadable' }
  const { kind, keyId, generation, note } = line.output
  return { kind: 'sealed', record: { header: { id, kind, note }, keyId, generation, bytes, bodyOffset } }
}

/** The record's text; undefined where its key is another one or any bit of the file was changed. */
export function openRecord(dataKey: DataKey, record: SealedRecord): string | undefined {
  if (record.keyId !== dataKey.keyId) return undefined
  const line = record.bytes.subarray(0, record.bodyOffset)
  return openBytes(dataKey.key, record.bytes.subarray(record.bodyOffset), line)?.toString('utf8')
}
