import { beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../../contract/problem.ts'
import { type CredentialStore, createCredentialStore } from '../../../main/providers/client-credentials.ts'
import { createAuthority } from '../../support/certificates.ts'
import { createMemoryVault, type MemoryVault } from '../../support/memory-vault.ts'

const owner = { id: 'shop', name: 'Shop' }
const { cert, key } = createAuthority().issue(['client.example'])
const other = createAuthority().issue(['other.example'])
let vault: MemoryVault
let store: CredentialStore
beforeEach(() => {
  vault = createMemoryVault()
  store = createCredentialStore(vault)
})

describe('the credentials of a setup', () => {
  it('are nothing at first', async () => {
    expect(await store.read('shop')).toEqual({})
    expect(store.view('shop')).toEqual({ hasClientSecret: false })
  })

  it('come back as they were put, and show nothing secret', async () => {
    await store.putSecret(owner, 'a secret')
    await store.makeKey(owner, 'ES256')
    await store.importCertificate(owner, cert, key)
    const read = await store.read('shop')
    expect(read).toMatchObject({ secret: 'a secret', certificate: { certificate: cert, privateKey: key } })
    expect(read.key?.privateJwk).toHaveProperty('d')
    const view = store.view('shop')
    expect(view).toMatchObject({
      hasClientSecret: true,
      signingKey: { algorithm: 'ES256', keyId: read.key?.keyId },
      certificate: { subject: 'CN=client.example', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(view.certificate?.endsAtMs).toBeGreaterThan(Date.now())
    const shown = JSON.stringify([view, vault.headers()])
    expect(shown).not.toContain(String(read.key?.privateJwk.d))
    expect(shown).not.toContain('PRIVATE KEY')
    expect(shown).not.toContain('a secret')
  })

  it('are of one setup alone', async () => {
    await store.makeKey(owner, 'EdDSA')
    expect(await store.read('shop-2')).toEqual({})
  })

  it('go one by one, and all with the setup', async () => {
    await store.makeKey(owner, 'ES256')
    await store.putSecret(owner, 'a secret')
    await store.importCertificate(owner, cert, key)
    await store.remove('shop', 'key')
    expect(Object.keys(await store.read('shop'))).toEqual(['secret', 'certificate'])
    await store.removeAll('shop')
    expect(vault.headers()).toEqual([])
  })

  it.each([
    ['a certificate without its key', cert, other.key],
    ['a key in place of the certificate', key, key],
    ['no key', cert, 'nothing'],
  ])('%s is refused', async (_name, certificate, privateKey) => {
    await expect(store.importCertificate(owner, certificate, privateKey)).rejects.toThrow(ProblemError)
    expect(vault.headers()).toEqual([])
  })
})
