import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import type { SigningAlgorithm } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'

/** The key that a client signs its assertions and requests with. Main's memory and the vault only. */
export interface SigningKey {
  readonly algorithm: SigningAlgorithm
  /** The key's JWK thumbprint (RFC 7638), or the `kid` that an imported JWK came with. */
  readonly keyId: string
  readonly privateJwk: JsonWebKey
}

const minModulusBits = 2_048

/** Makes a new key: P-256, RSA of 2048 bits or Ed25519. */
export async function makeSigningKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  return fromKeyObject(await generateFor(algorithm), algorithm)
}

function generateFor(algorithm: SigningAlgorithm): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
      error ? reject(error) : resolve(privateKey)
    if (algorithm === 'ES256') generateKeyPair('ec', { namedCurve: 'P-256' }, done)
    else if (algorithm === 'EdDSA') generateKeyPair('ed25519', {}, done)
    else generateKeyPair('rsa', { modulusLength: minModulusBits }, done)
  })
}

/**
 * Reads a private key as PEM (PKCS #8, PKCS #1, SEC 1) or JWK (RFC 7517). An RSA key fits RS256 and PS256: what is
 * asked for counts, then what the JWK says, then RS256.
 * Throws a ProblemError `invalid_argument` that holds nothing of the key.
 */
export function importSigningKey(text: string, asked?: SigningAlgorithm): SigningKey {
  const jwk = parseJwk(text)
  const key = readPrivateKey(jwk ?? text)
  const algorithm = algorithmOf(key, asked, jwk?.alg)
  const imported = fromKeyObject(key, algorithm)
  return typeof jwk?.kid === 'string' && jwk.kid !== ''
    ? { ...imported, keyId: jwk.kid.slice(0, 200) }
    : imported
}

/** The public half as the provider's console takes it: a JWK Set of one key (RFC 7517 §5). */
export function publicJwks(key: SigningKey): { readonly keys: readonly JsonWebKey[] } {
  const jwk = createPublicKey({ key: key.privateJwk, format: 'jwk' }).export({ format: 'jwk' })
  return { keys: [{ ...jwk, kid: key.keyId, alg: key.algorithm, use: 'sig' }] }
}

/** RFC 7638 §3: SHA-256 over the required members in their lexicographic order. */
export function thumbprintOf(jwk: JsonWebKey): string {
  const { crv, e, kty, n, x, y } = jwk
  const members = kty === 'RSA' ? { e, kty, n } : kty === 'EC' ? { crv, kty, x, y } : { crv, kty, x }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}

function fromKeyObject(key: KeyObject, algorithm: SigningAlgorithm): SigningKey {
  const privateJwk = key.export({ format: 'jwk' })
  return { algorithm, keyId: thumbprintOf(privateJwk), privateJwk }
}

function parseJwk(
  text: string,
): (JsonWebKey & { readonly alg?: unknown; readonly kid?: unknown }) | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: { keys?: unknown } & JsonWebKey = JSON.parse(text)
    if (!Array.isArray(value.keys)) return value
    return value.keys.length === 1 ? value.keys[0] : undefined
  } catch {
    return undefined
  }
}

function readPrivateKey(source: string | JsonWebKey): KeyObject {
  try {
    return typeof source === 'string'
      ? createPrivateKey(source)
      : createPrivateKey({ key: source, format: 'jwk' })
  } catch {
    const isEncrypted = typeof source === 'string' && source.includes('ENCRYPTED')
    throw new ProblemError(
      keyRefused(isEncrypted ? 'it is encrypted with a passphrase' : 'no private key was found in it'),
    )
  }
}

function algorithmOf(key: KeyObject, asked: SigningAlgorithm | undefined, named: unknown): SigningAlgorithm {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  const fitting: readonly SigningAlgorithm[] =
    key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1'
      ? ['ES256']
      : key.asymmetricKeyType === 'ed25519'
        ? ['EdDSA']
        : key.asymmetricKeyType === 'rsa' && modulusLength >= minModulusBits
          ? ['RS256', 'PS256']
          : []
  const wanted = asked ?? (named === 'Ed25519' ? 'EdDSA' : named)
  const algorithm = wanted === undefined ? fitting[0] : fitting.find((one) => one === wanted)
  if (algorithm === undefined) throw new ProblemError(keyRefused('its kind does not fit the algorithm'))
  return algorithm
}

function keyRefused(reason: string) {
  return makeProblem(
    'invalid_argument',
    'you',
    {
      title: 'This key cannot be used',
      detail: 'Keyfold signs with a P-256, an Ed25519 or an RSA key of 2048 bits or more.',
      nextStep: 'Paste the private key as unencrypted PEM or as JWK, or let Keyfold make one.',
    },
    { reason },
  )
}
