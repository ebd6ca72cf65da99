import * as v from 'valibot'
import { requestedTypes, subjectTypes } from '../../contract/exchange-types.ts'
import type { Grant, Subject } from '../oauth/grant.ts'
import type { ExchangeTarget } from '../oauth/token-exchange.ts'

/**
 * What the vault keeps of an account, as JSON text in a sealed record. `format` counts up with changes of shape.
 */
export interface AccountRecord {
  readonly format: 1
  readonly setupId: string
  readonly subject: Subject
  readonly grant: Grant
  readonly scopesAsked: readonly string[]
  /** Those of a step-up, besides the setup's: signing in again asks for them again. */
  readonly scopesAdded?: readonly string[]
  /** Set where there is no refresh token because the client asks for itself: renewed by asking again. */
  readonly isForClient?: boolean
  /** Set where the tokens came by an exchange (RFC 8693): of which account's token, and what was asked for. */
  readonly exchangedFrom?: { readonly accountId: string } & ExchangeTarget
  /** Whether the provider offered to sign people out when the account was connected, as far as it was known. */
  readonly offersSignOut?: boolean
  readonly connectedAtMs: number
  readonly refreshedAtMs?: number
  /** Set where the provider refused the refresh token: a restart must not try it again. */
  readonly refusedBecause?: string
  /**
   * How often this refresh token was sent by a process that ended before it knew the answer. Written before sending:
   * the provider may have rotated, so the token is sent once more and no third time.
   */
  readonly lostAnswers?: number
  /** Set where a renewal was sent and its answer never came: a refusal that follows is told with this reason. */
  readonly hasLostAnswer?: boolean
}

const tokenEntries = {
  accessToken: v.string(),
  refreshToken: v.exactOptional(v.string()),
  idToken: v.exactOptional(v.string()),
  scopesGranted: v.array(v.string()),
  scopesInToken: v.exactOptional(v.array(v.string())),
  receivedAtMs: v.number(),
  clockAheadMs: v.exactOptional(v.number()),
  lifetimeMs: v.exactOptional(v.number()),
  forResources: v.exactOptional(
    v.array(
      v.object({
        resource: v.string(),
        accessToken: v.string(),
        receivedAtMs: v.number(),
        lifetimeMs: v.exactOptional(v.number()),
      }),
    ),
  ),
}
/** The tokens as they stand in a sealed record. */
export const grantSchema = v.variant('tokenType', [
  v.object({ ...tokenEntries, tokenType: v.literal('bearer') }),
  v.object({ ...tokenEntries, tokenType: v.literal('DPoP'), dpopKey: v.record(v.string(), v.unknown()) }),
])

const recordSchema = v.object({
  format: v.literal(1),
  setupId: v.string(),
  subject: v.object({ issuer: v.string(), sub: v.exactOptional(v.string()), label: v.string() }),
  grant: grantSchema,
  scopesAsked: v.array(v.string()),
  scopesAdded: v.exactOptional(v.array(v.string())),
  isForClient: v.exactOptional(v.boolean()),
  exchangedFrom: v.exactOptional(
    v.object({
      accountId: v.string(),
      subjectType: v.exactOptional(v.picklist(subjectTypes)),
      requestedType: v.exactOptional(v.picklist(requestedTypes)),
      audience: v.exactOptional(v.string()),
      resource: v.exactOptional(v.string()),
      scopes: v.exactOptional(v.array(v.string())),
    }),
  ),
  offersSignOut: v.exactOptional(v.boolean()),
  connectedAtMs: v.number(),
  refreshedAtMs: v.exactOptional(v.number()),
  refusedBecause: v.exactOptional(v.string()),
  lostAnswers: v.exactOptional(v.number()),
  hasLostAnswer: v.exactOptional(v.boolean()),
})

/** True where new tokens can be had without the person. */
export function isRenewable(record: AccountRecord): boolean {
  return record.grant.refreshToken !== undefined || record.isForClient === true
}

/** Reads a record's text; undefined where it is not one of ours. Never throws: the text would stand in the error. */
export function parseAccountRecord(text: string): AccountRecord | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(recordSchema, json)
  return parsed.success ? parsed.output : undefined
}

/** A record's text, as the vault seals it. */
export function formatAccountRecord(record: AccountRecord): string {
  return JSON.stringify(record)
}
