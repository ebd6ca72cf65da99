import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import { eventually } from '../../support/eventually.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { createSteeredClock } from '../../support/steered-clock.ts'
import { connectAccount, demoDraft, type TestApp, type TestDisk } from '../../support/test-app.ts'

let provider: DemoProvider
let disk: TestDisk
let app: TestApp
let setupId: string

beforeEach(async () => {
  provider = await startDemoProvider()
  disk = makeTestDisk()
  app = await startTestApp(disk)
  ;({ setupId } = await app.must('setup.save', { setup: demoDraft(provider) }))
})

afterEach(() => provider.close())

const accountsOf = async (one: TestApp) => (await one.must('app.snapshot', {})).slices.accounts
const tokenRequests = (grantType: string) =>
  provider.requestsSeen.filter((request) => request.grantType === grantType).length

describe('the main job, without Electron', () => {
  it('connects an account and shows the data that its token protects', async () => {
    const { accountId, view } = await connectAccount(app, setupId)
    expect(view.problem).toBeUndefined()
    expect(await accountsOf(app)).toEqual([
      expect.objectContaining({
        id: accountId,
        state: 'connected',
        label: 'ada@example.test',
        canRefresh: true,
        keptIn: 'vault',
      }),
    ])
    const { head, body } = await app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/orders` })
    expect(head).toMatchObject({ ok: true, value: { status: 200, totalCount: 500, hasRefreshed: false } })
    expect(JSON.parse(body)).toHaveLength(50)
  })

  it('D51 a hundred calls on a token that was ended make one refresh and a hundred successes', async () => {
    const { accountId } = await connectAccount(app, setupId)
    provider.expireAccessTokens()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` }),
      ),
    )
    expect(answers.filter(({ head }) => head.ok && head.value.status === 200)).toHaveLength(100)
    expect(tokenRequests('refresh_token')).toBe(1)
  })

  it('is still signed in after a restart, with nothing readable on disk', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await app.close()
    for (const name of readdirSync(disk.dataDir, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue
      const text = readFileSync(join(name.parentPath, name.name), 'latin1')
      expect(text).not.toMatch(/accessToken|refreshToken|idToken|eyJ/)
    }
    const restarted = await startTestApp(disk)
    const { head } = await restarted.send({
      accountId,
      method: 'GET',
      url: `${provider.apiBaseUrl}/profile`,
    })
    expect(head).toMatchObject({ ok: true, value: { status: 200 } })
    expect(tokenRequests('authorization_code')).toBe(1)
  })

  it('D53 each refresh sends the newest refresh token', async () => {
    const { accountId } = await connectAccount(app, setupId)
    for (let round = 0; round < 4; round += 1) {
      // The provider answers a token that was used before with invalid_grant and ends the whole grant.
      await app.must('account.refresh', { accountId })
    }
    expect(await accountsOf(app)).toEqual([expect.objectContaining({ state: 'connected' })])
    expect(tokenRequests('refresh_token')).toBe(4)
  })

  it('asks for sign-in where the provider ended the grant, and signs in again at the same account', async () => {
    const { accountId } = await connectAccount(app, setupId)
    provider.expireAccessTokens()
    provider.expireRefreshTokens()
    const refused = await app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` })
    expect(refused.head).toMatchObject({
      ok: true,
      value: { status: 401, problem: { code: 'refresh_refused' } },
    })
    expect(await accountsOf(app)).toEqual([
      expect.objectContaining({ id: accountId, state: 'needsSignIn', label: 'ada@example.test' }),
    ])
    const again = await connectAccount(app, setupId, { accountId })
    expect(again).toMatchObject({ accountId, view: { hasReplaced: true } })
    const [first, second] = app.opened.map((url) => new URL(url).searchParams)
    expect(first?.has('login_hint')).toBe(false)
    expect(second?.get('login_hint')).toBe('ada@example.test')
    expect(second?.get('scope')).toBe(first?.get('scope'))
    expect(await accountsOf(app)).toEqual([expect.objectContaining({ id: accountId, state: 'connected' })])
  })

  it('keeps two people apart at one setup, and the same person again as one account', async () => {
    const ada = await connectAccount(app, setupId)
    const grace = await connectAccount(app, setupId, { email: 'grace@example.test' })
    const adaAgain = await connectAccount(app, setupId)
    expect(grace.accountId).not.toBe(ada.accountId)
    expect(adaAgain).toMatchObject({ accountId: ada.accountId, view: { hasReplaced: true } })
    expect((await accountsOf(app)).map(({ label }) => label)).toEqual([
      'ada@example.test',
      'grace@example.test',
    ])
  })

  it('disconnects: revokes at the provider, deletes every copy, and says so', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await expect(app.must('account.disconnect', { accountId })).resolves.toEqual({ revocation: 'revoked' })
    expect(await accountsOf(app)).toEqual([])
    expect(provider.requestsSeen.some(({ path }) => path.includes('revocation'))).toBe(true)
    const files = readdirSync(disk.dataDir, { recursive: true }).map(String)
    expect(files.filter((file) => file.includes(accountId))).toEqual([])
  })

  it('deletes every copy also where the provider cannot be reached, and says that the revocation is pending', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await provider.close()
    const outcome = await app.must('account.disconnect', { accountId })
    expect(outcome.revocation).toBe('pending')
    expect(outcome.problem?.code).toBe('connection_refused')
    expect(await accountsOf(app)).toEqual([])
  })

  it('a setup with accounts cannot be removed', async () => {
    await connectAccount(app, setupId)
    await expect(app.call('setup.remove', { setupId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'setup_in_use' },
    })
  })

  it('every event and every log line of a whole run is free of the tokens', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await app.must('account.refresh', { accountId })
    await app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` })
    const seen = JSON.stringify(app.events) + app.logLines.join('\n')
    expect(seen).toContain('ada@example.test')
    expect(seen).not.toMatch(/eyJ|"accessToken"|"refreshToken"|"idToken"|code_verifier|[?&]code=/)
  })
})

describe('the vault behind the accounts', () => {
  it('E77 an old vault from a backup: one refused refresh, then sign-in is asked for, and no more is sent', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await app.close()
    const backup = mkdtempSync(join(tmpdir(), 'keyfold-backup-'))
    onTestFinished(() => rmSync(backup, { recursive: true, force: true }))
    cpSync(disk.dataDir, backup, { recursive: true })
    const later = await startTestApp(disk)
    for (let round = 0; round < 2; round += 1) await later.must('account.refresh', { accountId })
    await later.close()

    cpSync(backup, disk.dataDir, { recursive: true })
    provider.expireAccessTokens()
    const before = tokenRequests('refresh_token')
    const restored = await startTestApp(disk)
    for (let call = 0; call < 5; call += 1)
      await restored.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` })
    expect(tokenRequests('refresh_token') - before).toBe(1)
    expect(await accountsOf(restored)).toEqual([
      expect.objectContaining({
        id: accountId,
        state: 'needsSignIn',
        label: 'ada@example.test',
        problem: expect.objectContaining({ code: 'refresh_refused' }),
      }),
    ])
  })

  it('E64 a locked keyring shows the accounts by name, and unlocking brings them back without a restart', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await app.close()
    disk.secretBox.state = 'locked'
    const restarted = await startTestApp(disk)
    expect(await accountsOf(restarted)).toEqual([
      expect.objectContaining({ id: accountId, label: 'ada@example.test', state: 'vaultLocked' }),
    ])
    await expect(
      restarted.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` }),
    ).resolves.toMatchObject({ head: { ok: false } })
    disk.secretBox.state = 'available'
    await restarted.must('vault.retry', {})
    expect(await accountsOf(restarted)).toEqual([expect.objectContaining({ state: 'connected' })])
  })

  it('E65 a keyring that answers after its limit brings the accounts back by itself', async () => {
    const { accountId } = await connectAccount(app, setupId)
    await app.close()
    disk.secretBox.behaviour = 'mute'
    const clock = createSteeredClock()
    const starting = startTestApp(disk, { clock })
    await eventually(() => expect(clock.waiting()).toBeGreaterThan(0))
    clock.advance(30_000)
    const restarted = await starting
    expect(await accountsOf(restarted)).toEqual([
      expect.objectContaining({ id: accountId, state: 'vaultLocked' }),
    ])
    disk.secretBox.answerAll()
    await eventually(async () =>
      expect(await accountsOf(restarted)).toEqual([expect.objectContaining({ state: 'connected' })]),
    )
  })

  it('D59 says what quitting would lose, and that it is saved once the disk takes it', async () => {
    const { accountId } = await connectAccount(app, setupId)
    expect(app.findLoss()).toBeUndefined()
    // A folder where the previous copy is to go: refused for everybody, root included.
    const inTheWay = join(disk.dataDir, 'vault', 'records', `${accountId}.record.bak`)
    rmSync(inTheWay, { force: true })
    mkdirSync(join(inTheWay, 'full'), { recursive: true })
    await app.must('account.refresh', { accountId })
    expect(app.findLoss()).toMatchObject({
      reason: 'The disk refuses Keyfold’s vault',
      records: [{ id: accountId, kind: 'account', setupName: 'Demo shop', label: 'ada@example.test' }],
    })
    await app.saveUnsaved()
    expect(app.findLoss()?.records).toHaveLength(1)
    expect(await accountsOf(app)).toEqual([expect.objectContaining({ state: 'connected', keptIn: 'memory' })])

    rmSync(inTheWay, { recursive: true })
    await app.saveUnsaved()
    expect(app.findLoss()).toBeUndefined()
    expect(await accountsOf(app)).toEqual([expect.objectContaining({ state: 'connected', keptIn: 'vault' })])
  })

  it('D59 an update is not installed where the person keeps open what could not be saved', async () => {
    const installed: string[] = []
    let mayQuit = false
    const updating = await startTestApp(disk, {
      confirmQuit: async () => mayQuit,
      updateEngine: {
        trust: 'checksum',
        find: async () => ({ version: '9.0.0' }),
        download: async () => {},
        install: () => installed.push('9.0.0'),
        installOnQuit: () => {},
      },
    })
    await updating.must('update.check', {})
    await updating.must('update.download', {})
    await updating.must('update.install', {})
    expect(installed).toEqual([])
    mayQuit = true
    await updating.must('update.install', {})
    expect(installed).toEqual(['9.0.0'])
  })

  it('E68 without a keyring the account works until the end, said plainly, and nothing is on disk', async () => {
    disk.secretBox.state = 'missing'
    const bare = await startTestApp(disk)
    const { slices } = await bare.must('app.snapshot', {})
    expect(slices.vault).toMatchObject({ state: 'memoryOnly', problem: { code: 'keyring_missing' } })
    const { accountId } = await connectAccount(bare, setupId)
    expect(await accountsOf(bare)).toEqual([expect.objectContaining({ keptIn: 'memory' })])
    const { head } = await bare.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/profile` })
    expect(head).toMatchObject({ ok: true, value: { status: 200 } })
    const files = readdirSync(disk.dataDir, { recursive: true }).map(String)
    expect(files.filter((file) => file.includes(accountId))).toEqual([])
  })

  it('a client secret is write-only and survives an edit that does not name it', async () => {
    await app.must('setup.save', {
      setup: { ...demoDraft(provider), id: setupId },
      clientSecret: 'hidden-value',
    })
    await app.must('setup.save', { setup: { ...demoDraft(provider), id: setupId, name: 'Renamed' } })
    const { slices } = await app.must('app.snapshot', {})
    expect(slices.setups).toEqual([expect.objectContaining({ name: 'Renamed', hasClientSecret: true })])
    expect(JSON.stringify([slices, app.events, app.logLines])).not.toContain('hidden-value')
    await app.must('setup.save', { setup: { ...demoDraft(provider), id: setupId }, clientSecret: null })
    expect((await app.must('app.snapshot', {})).slices.setups[0]?.hasClientSecret).toBe(false)
  })
})
