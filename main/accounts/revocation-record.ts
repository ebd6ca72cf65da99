import * as v from 'valibot'
import type { Grant } from '../oauth/grant.ts'
import { grantSchema } from './account-record.ts'

/**
 * What the vault keeps of a disconnected account until its provider has revoked the tokens, as JSON text in a sealed
 * record of its own.
 */
export interface RevocationRecord {
  readonly format: 1
  /** The account that it was: where a crash left its record behind, it is deleted at the next start. */
  readonly accountId: string
  readonly setupId: string
  readonly label: string
  readonly grant: Grant
  readonly sinceMs: number
}

const recordSchema = v.object({
  format: v.literal(1),
  accountId: v.string(),
  setupId: v.string(),
  label: v.string(),
  grant: grantSchema,
  sinceMs: v.number(),
})

/** Reads a record's text; undefined where it is not one of ours. Never throws: the text would stand in the error. */
export function parseRevocationRecord(text: string): RevocationRecord | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(recordSchema, json)
  return parsed.success ? parsed.output : undefined
}
