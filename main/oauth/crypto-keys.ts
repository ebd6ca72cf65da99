import { type JsonWebKey, webcrypto } from 'node:crypto'
import type { SigningAlgorithm } from '../../contract/models.ts'

/* Keys in the form that oauth4webapi signs with. */

const algorithms = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
} as const

/** The members of a JWK that only its private half has (RFC 7518 §6.2.2, §6.3.2). */
const privateMembers: ReadonlySet<string> = new Set([
  'd',
  'p',
  'q',
  'dp',
  'dq',
  'qi',
  'oth',
  'key_ops',
  'ext',
])

/** A private key to sign with; it cannot be read out again. */
export function importPrivateKey(jwk: JsonWebKey, algorithm: SigningAlgorithm): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('jwk', plain(jwk), algorithms[algorithm], false, ['sign'])
}

/** The public half of a private key, to be shown. */
export function importPublicKey(jwk: JsonWebKey, algorithm: SigningAlgorithm): Promise<webcrypto.CryptoKey> {
  const shown = Object.entries(jwk).filter(([name]) => !privateMembers.has(name))
  return webcrypto.subtle.importKey('jwk', plain(Object.fromEntries(shown)), algorithms[algorithm], true, [
    'verify',
  ])
}

/** Makes a private key for ES256, as a JWK. */
export async function createPrivateJwk(): Promise<JsonWebKey> {
  const { privateKey } = await webcrypto.subtle.generateKey(algorithms.ES256, true, ['sign', 'verify'])
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey('jwk', privateKey)
  return { kty, crv, x, y, d } as JsonWebKey
}

/** Without what a JWK says of its use: the key is used as the provider setup says. */
function plain(jwk: JsonWebKey): webcrypto.JsonWebKey {
  const {
    alg: _alg,
    use: _use,
    key_ops: _ops,
    ext: _ext,
    kid: _kid,
    ...rest
  } = jwk as Record<string, unknown>
  return rest as webcrypto.JsonWebKey
}
