import { Buffer } from 'node:buffer'
import type { Grant } from './grant.ts'
import { isRecord } from './printable.ts'

const scopeText = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/
const maxScopes = 100

/**
 * The scopes that stand in an access token: the `scope` or `scp` claim of a JWT (RFC 9068 §2.2.3; Entra and Okta write
 * `scp`), or else what introspection told (RFC 7662). Undefined where neither says anything. Only shown: the signature
 * is the API's to check.
 */
export function scopesInToken({ accessToken, scopesInToken: told }: Grant): readonly string[] | undefined {
  const claims = readClaims(accessToken)
  const value = claims?.scope ?? claims?.scp
  const list = typeof value === 'string' ? value.split(/[ ,]+/) : Array.isArray(value) ? value : undefined
  if (list === undefined) return told
  return list
    .filter((one): one is string => typeof one === 'string' && scopeText.test(one))
    .slice(0, maxScopes)
}

function readClaims(token: string): Record<string, unknown> | undefined {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    return isRecord(claims) ? claims : undefined
  } catch {
    return undefined
  }
}
