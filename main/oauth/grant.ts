import type { Clock } from '../ports.ts'
import { type DpopKey, type DpopProver, proverOf } from './dpop.ts'

/**
 * What a token endpoint gave, with what is known of it. Main's memory and the vault only; never crosses to the window.
 */
export type Grant = GrantedTokens &
  (
    | { readonly tokenType: 'bearer' }
    /** Bound to a key (RFC 9449), which is as secret as the tokens. */
    | { readonly tokenType: 'DPoP'; readonly dpopKey: DpopKey }
  )

/** An access token of a grant for another resource than the setup's first (RFC 8707). */
export interface ResourceToken {
  readonly resource: string
  readonly accessToken: string
  readonly receivedAtMs: number
  readonly lifetimeMs?: number
}

interface GrantedTokens {
  /** For the first resource of the setup, where it names any. */
  readonly accessToken: string
  /** Those for the others, as far as somebody has asked for them. */
  readonly forResources?: readonly ResourceToken[]
  readonly refreshToken?: string
  readonly idToken?: string
  /** `scope` of the answer, or the scopes asked for where the answer named none (RFC 6749 §5.1). */
  readonly scopesGranted: readonly string[]
  /** What the server's introspection says that the access token holds, where it was asked (RFC 7662). */
  readonly scopesInToken?: readonly string[]
  /** When it arrived, milliseconds since 1970 by this computer's clock. */
  readonly receivedAtMs: number
  /** How far this computer's clock was ahead of the server's `Date` then, in milliseconds; absent where it sent none. */
  readonly clockAheadMs?: number
  /** Lifetime of the access token in milliseconds; absent where the server did not say. */
  readonly lifetimeMs?: number
}

/** Who the grant is for: the subject at one issuer, and words to show. */
export interface Subject {
  readonly issuer: string
  /** `sub` of the ID token or of userinfo. Absent for a plain OAuth 2.0 provider that tells neither. */
  readonly sub?: string
  /** Email, preferred username, name, or the subject: the first that is known. */
  readonly label: string
}

/** The prover of the key that a grant's tokens are bound to; undefined for bearer tokens. */
export async function proverOfGrant(grant: Grant, clock: Clock): Promise<DpopProver | undefined> {
  return grant.tokenType === 'DPoP' ? proverOf(grant.dpopKey, clock) : undefined
}

/** The access token for a resource; without one, the grant's own. Undefined where nobody has asked for it yet. */
export function tokenFor(
  grant: Grant,
  resource: string | undefined,
): Omit<ResourceToken, 'resource'> | undefined {
  if (resource === undefined) return grant
  return grant.forResources?.find((token) => token.resource === resource)
}

/** Every token of a grant: what must not come back in an answer. */
export function secretsOf({ accessToken, refreshToken, idToken, forResources = [] }: Grant): string[] {
  const tokens = [accessToken, refreshToken, idToken, ...forResources.map((token) => token.accessToken)]
  return tokens.filter((token) => token !== undefined)
}
