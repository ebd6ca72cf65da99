import { SignJWT } from 'jose'
import { providerKey } from '../hostile-provider.ts'
import { addressAt, type Vendor, type VendorIssue } from '../vendor-server.ts'
import { usual } from './answers.ts'

interface IdTokenOptions {
  /** The issuer in ID tokens, without https:// */
  readonly issuer: string
  readonly claims?: object
  readonly lacksNonce?: boolean
}

/** An ID token about person-1, signed with the key of {@link keySet}. */
export async function signIdToken(issue: VendorIssue, options: IdTokenOptions): Promise<string> {
  const { privateKey, alg } = await providerKey()
  const nonce = options.lacksNonce || issue.kind === 'refresh' ? null : issue.grant.query.get('nonce')
  const claims = { sub: 'person-1', email: 'ada@example.test', ...(nonce && { nonce }), ...options.claims }
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: 'key-1' })
    .setIssuer(addressAt(issue.origin, options.issuer))
    .setAudience(issue.grant.clientId)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey)
}

/** The answer of a `jwks_uri`. */
export const keySet = async () => ({ json: { keys: [(await providerKey()).publicJwk] } })

interface OpenIdVendor extends Omit<Vendor, 'answer' | 'routes'> {
  /** The issuer in the metadata, without https:// */
  readonly issuer: string
  /** Where discovery finds the metadata, where that is not below the issuer. */
  readonly foundAt?: string
  /** The issuer in ID tokens, where it is another. */
  readonly tokenIssuer?: string
  readonly claims?: object
  readonly metadata?: object
  /** What the token answer has besides the usual; undefined leaves a member out. */
  changes?(issue: VendorIssue): object
}

/** A vendor with discovery, a key set and ID tokens (OpenID Connect). */
export function openIdVendor(options: OpenIdVendor): Vendor {
  const {
    issuer,
    foundAt = issuer,
    tokenIssuer = issuer,
    claims = {},
    metadata,
    changes,
    ...vendor
  } = options
  const keys = `${issuer.split('/')[0]}/keys`
  return {
    ...vendor,
    answer: async (issue) => ({
      ...usual(issue, { token_type: 'Bearer', ...changes?.(issue) }),
      id_token: await signIdToken(issue, { issuer: tokenIssuer, claims }),
    }),
    routes: {
      [`${foundAt.replace(/\/$/, '')}/.well-known/openid-configuration`]: (_request, { origin }) => ({
        json: {
          issuer: addressAt(origin, issuer),
          authorization_endpoint: addressAt(origin, vendor.authorization),
          token_endpoint: addressAt(origin, vendor.token),
          jwks_uri: addressAt(origin, keys),
          response_types_supported: ['code'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          ...metadata,
        },
      }),
      [keys]: keySet,
    },
  }
}
