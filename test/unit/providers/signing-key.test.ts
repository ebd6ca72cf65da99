import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { signingAlgorithms } from '../../../contract/models.ts'
import { ProblemError } from '../../../contract/problem.ts'
import {
  importSigningKey,
  makeSigningKey,
  publicJwks,
  thumbprintOf,
} from '../../../main/providers/signing-key.ts'

const pem = (key: { export(options: object): string | Buffer }, type = 'pkcs8') =>
  key.export({ type, format: 'pem' }).toString()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
const ed25519 = generateKeyPairSync('ed25519').privateKey

describe('a key made in the app', () => {
  it.each(signingAlgorithms)(
    '%s is named by its RFC 7638 thumbprint and shows its public half alone',
    async (algorithm) => {
      const key = await makeSigningKey(algorithm)
      expect(key.keyId).toBe(await calculateJwkThumbprint(key.privateJwk as JWK))
      const [shown] = publicJwks(key).keys
      expect(shown).toMatchObject({ kid: key.keyId, alg: algorithm, use: 'sig' })
      expect(Object.keys(shown ?? {})).not.toEqual(expect.arrayContaining(['d']))
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(shown).not.toHaveProperty(secret)
    },
  )
})

describe('a key that is imported', () => {
  it.each([
    ['RSA as PKCS #8', pem(rsa), 'RS256'],
    ['RSA as PKCS #1', pem(rsa, 'pkcs1'), 'RS256'],
    ['P-256 as SEC 1', pem(p256, 'sec1'), 'ES256'],
    ['Ed25519', pem(ed25519), 'EdDSA'],
    ['a JWK', JSON.stringify(p256.export({ format: 'jwk' })), 'ES256'],
    [
      'a JWK that names its algorithm',
      JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg: 'PS256' }),
      'PS256',
    ],
    ['a set of one JWK', JSON.stringify({ keys: [ed25519.export({ format: 'jwk' })] }), 'EdDSA'],
  ])('%s is taken', (_name, text, algorithm) => {
    const key = importSigningKey(text)
    expect(key.algorithm).toBe(algorithm)
    expect(key.keyId).toBe(thumbprintOf(key.privateJwk))
  })

  it('is the very key: what it signs, its public half verifies', () => {
    const key = importSigningKey(pem(p256))
    const [jwk = {}] = publicJwks(key).keys
    const data = Buffer.from('data')
    const signature = sign('sha256', data, p256)
    expect(verify('sha256', data, createPublicKey({ key: jwk, format: 'jwk' }), signature)).toBe(true)
  })

  it('keeps the kid of its JWK, under which the provider may know it', () => {
    const text = JSON.stringify({ ...p256.export({ format: 'jwk' }), kid: 'my-key' })
    expect(importSigningKey(text).keyId).toBe('my-key')
  })

  it('signs with PS256 where an RSA key is to', () => {
    expect(importSigningKey(pem(rsa), 'PS256').algorithm).toBe('PS256')
  })

  const encrypted = rsa
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  it.each([
    ['nothing', ''],
    ['no key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['a public key', pem(createPublicKey(rsa), 'spki')],
    ['an encrypted key', encrypted],
    ['a curve that is not ours', pem(p384)],
    ['an RSA key of 1024 bits', pem(smallRsa)],
    ['broken JSON', '{"kty":'],
    ['a set of two', JSON.stringify({ keys: [{}, {}] })],
    ['a JWK of another algorithm', JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg: 'ES256' })],
  ])('%s is refused, and nothing of it is repeated', (_name, text) => {
    try {
      importSigningKey(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ProblemError)
      const { problem } = error as ProblemError
      expect(problem.code).toBe('invalid_argument')
      const body = text.split('\n')[1]
      if (body) expect(JSON.stringify(problem)).not.toContain(body.slice(0, 16))
    }
  })

  it('of another kind than asked for is refused', () => {
    expect(() => importSigningKey(pem(p256), 'RS256')).toThrow(ProblemError)
  })
})
