import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SetupView } from '../../../contract/models.ts'
import { createAuthority } from '../../support/certificates.ts'
import { matrixDraft } from '../../support/matrix-run.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import type { TestApp, TestDisk } from '../../support/test-app.ts'

const draft = matrixDraft({ issuer: 'https://provider.example', apiUrl: 'https://api.example' })
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const secretMember = String(privateKey.export({ format: 'jwk' }).d)
const certified = createAuthority().issue(['client.example'])

let disk: TestDisk
let app: TestApp
let setupId: string

beforeEach(async () => {
  disk = makeTestDisk()
  app = await startTestApp(disk)
  ;({ setupId } = await app.must('setup.save', { setup: draft }))
})

async function viewSetup(): Promise<SetupView | undefined> {
  return (await app.must('app.snapshot', {})).slices.setups.find(({ id }) => id === setupId)
}

function readDisk(): string {
  return readdirSync(disk.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

describe('the keys of a setup', () => {
  it('are kept sealed, shown by their public half alone, and there after a restart', async () => {
    await app.must('setup.importKey', { setupId, privateKey: pem })
    await app.must('setup.importCertificate', {
      setupId,
      certificate: certified.cert,
      privateKey: certified.key,
    })
    const shown = await viewSetup()
    expect(shown).toMatchObject({
      signingKey: { algorithm: 'ES256' },
      certificate: { subject: 'CN=client.example' },
    })
    expect(JSON.parse(shown?.signingKey?.publicJwks ?? '').keys[0]).not.toHaveProperty('d')
    const told = JSON.stringify(app.events) + app.logLines.join('\n') + readDisk()
    expect(told).not.toContain(secretMember)
    expect(told).not.toContain('PRIVATE KEY')

    await app.close()
    app = await startTestApp(disk)
    expect(await viewSetup()).toEqual(shown)
  })

  it('are replaced and removed one by one, and all go with the setup', async () => {
    await app.must('setup.makeKey', { setupId, algorithm: 'ES256' })
    const first = (await viewSetup())?.signingKey?.keyId
    await app.must('setup.makeKey', { setupId, algorithm: 'EdDSA' })
    expect((await viewSetup())?.signingKey).toMatchObject({ algorithm: 'EdDSA' })
    expect((await viewSetup())?.signingKey?.keyId).not.toBe(first)
    await app.must('setup.removeKey', { setupId })
    expect(await viewSetup()).not.toHaveProperty('signingKey')

    await app.must('setup.makeKey', { setupId, algorithm: 'ES256' })
    await app.must('setup.importCertificate', {
      setupId,
      certificate: certified.cert,
      privateKey: certified.key,
    })
    await app.must('setup.removeCertificate', { setupId })
    expect(await viewSetup()).not.toHaveProperty('certificate')
    await app.must('setup.remove', { setupId })
    expect((await app.must('app.snapshot', {})).slices.vault.records).toBe(0)
  })

  it('survive a change of the setup', async () => {
    await app.must('setup.makeKey', { setupId, algorithm: 'ES256' })
    const before = (await viewSetup())?.signingKey
    await app.must('setup.save', { setup: { ...draft, id: setupId, name: 'Renamed' } })
    expect((await viewSetup())?.signingKey).toEqual(before)
  })

  it('are refused where they are none, and for a setup that is gone', async () => {
    const refused = await app.call('setup.importKey', { setupId, privateKey: 'hello' })
    expect(refused).toMatchObject({ ok: false, problem: { code: 'invalid_argument', side: 'you' } })
    const gone = await app.call('setup.makeKey', { setupId: 'gone', algorithm: 'ES256' })
    expect(gone).toMatchObject({ ok: false, problem: { code: 'setup_not_found' } })
  })
})
