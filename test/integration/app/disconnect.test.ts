import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { createSteeredClock } from '../../support/steered-clock.ts'
import type { TestApp, TestDisk } from '../../support/test-app.ts'

let provider: HostileProvider
let disk: TestDisk
let app: TestApp
let setupId: string

beforeEach(async () => {
  provider = await startHostileProvider()
  disk = makeTestDisk()
  app = await startTestApp(disk)
  ;({ setupId } = await app.must('setup.save', { setup: hostileDraft(provider) }))
})

const slicesOf = async (one: TestApp) => (await one.must('app.snapshot', {})).slices
const revoked = () =>
  provider.received.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'))
const unavailable = () => ({ status: 503, text: 'come back later' })
const fileNames = () => readdirSync(disk.dataDir, { recursive: true }).map(String)

describe('disconnecting', () => {
  it('revokes the refresh token, then the access token, and leaves nothing', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    await expect(app.must('account.disconnect', { accountId })).resolves.toEqual({ revocation: 'revoked' })
    expect(revoked()).toEqual(['refresh-token-1', 'access-token-1'])
    expect(await slicesOf(app)).toMatchObject({ accounts: [], pendingRevocations: [] })
    expect(fileNames().filter((name) => name.endsWith('.record'))).toEqual([])
  })

  it('B47 a revocation that the provider cannot take now: the account is gone, the revocation pending, sealed, and done after a restart', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    const outcome = await app.must('account.disconnect', { accountId })
    expect(outcome).toMatchObject({ revocation: 'pending', problem: { code: 'provider_unavailable' } })
    expect(await slicesOf(app)).toMatchObject({
      accounts: [],
      pendingRevocations: [
        {
          setupName: 'Hostile provider',
          label: 'ada@example.test',
          lastProblem: { code: 'provider_unavailable' },
        },
      ],
    })
    const [record = ''] = fileNames().filter((name) => name.endsWith('.record'))
    expect(readFileSync(join(disk.dataDir, record), 'latin1')).not.toContain('refresh-token-1')

    await app.close()
    provider.answers.delete('/revoke')
    provider.received.length = 0
    const restarted = await startTestApp(disk)
    await restarted.until(() =>
      restarted.events.some(
        ({ name, payload }) =>
          name === 'pendingRevocations.changed' && (payload as { value: unknown[] }).value.length === 0,
      )
        ? true
        : undefined,
    )
    expect(revoked()).toEqual(['refresh-token-1', 'access-token-1'])
    await restarted.close()
    expect(fileNames().filter((name) => name.endsWith('.record'))).toEqual([])
  })

  it('a crash between the two steps, and a disk that deletes nothing: the program starts and tells so', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    const path = join(disk.dataDir, 'vault', 'records', `${accountId}.record`)
    const record = readFileSync(path)
    await app.must('account.disconnect', { accountId })
    await app.close()
    writeFileSync(path, record, { mode: 0o600 })
    // A folder among the copies of the record: no file system unlinks one.
    mkdirSync(`${path}.stuck`)
    const restarted = await startTestApp(disk)
    expect(restarted.logLines).toContainEqual(expect.stringContaining('account.notDeleted'))
    expect(await slicesOf(restarted)).toMatchObject({
      accounts: [{ id: accountId }],
      vault: { state: 'open' },
    })
    await expect(restarted.call('vault.retry', {})).resolves.toMatchObject({ ok: true })
  })

  it('a crash between the two steps of disconnecting leaves no account behind', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    const path = join(disk.dataDir, 'vault', 'records', `${accountId}.record`)
    const record = readFileSync(path)
    await app.must('account.disconnect', { accountId })
    await app.close()
    // As if the process had ended after the revocation was written and before the account was deleted.
    writeFileSync(path, record, { mode: 0o600 })
    const restarted = await startTestApp(disk)
    expect(await slicesOf(restarted)).toMatchObject({
      accounts: [],
      pendingRevocations: [{ label: 'ada@example.test' }],
    })
    expect(fileNames().filter((name) => name.includes(accountId))).toEqual([])
  })

  it('tries again by itself, ever later, and not before', async () => {
    const clock = createSteeredClock()
    const timed = await startTestApp(disk, { clock })
    const { accountId } = await connectHostile(timed, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    await timed.must('account.disconnect', { accountId })
    const pending = async () => (await slicesOf(timed)).pendingRevocations[0]
    const firstTryAtMs = (await pending())?.nextTryAtMs ?? 0
    expect(firstTryAtMs).toBe(clock.now() + 60_000)
    const asked = () => provider.count('/revoke')
    const before = asked()
    clock.advance(59_000)
    expect((await pending())?.isTrying).toBe(false)
    clock.advance(1_000)
    await timed.until(() => (asked() > before ? true : undefined))
    await expect.poll(async () => (await pending())?.nextTryAtMs).toBe(clock.now() + 120_000)
  })

  it('B42 waits as long as Retry-After says, where that is longer', async () => {
    const clock = createSteeredClock()
    const timed = await startTestApp(disk, { clock })
    const pending = async () => (await slicesOf(timed)).pendingRevocations[0]
    const { accountId } = await connectHostile(timed, provider, { setupId })
    const refuse = (seconds: string) =>
      provider.answers.set('/revoke', () => ({ status: 429, headers: { 'retry-after': seconds }, text: '' }))
    refuse('600')
    expect(await timed.must('account.disconnect', { accountId })).toMatchObject({ revocation: 'pending' })
    expect(await pending()).toMatchObject({ nextTryAtMs: clock.now() + 600_000 })
    refuse('1')
    await timed.must('revocation.retry', { revocationId: (await pending())?.id ?? '' })
    expect(await pending()).toMatchObject({ nextTryAtMs: clock.now() + 120_000 })
  })

  it('the person may try again at once, or give up', async () => {
    const first = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    await app.must('account.disconnect', { accountId: first.accountId })
    const [one] = (await slicesOf(app)).pendingRevocations
    const revocationId = one?.id ?? ''
    await expect(app.must('revocation.retry', { revocationId })).resolves.toMatchObject({
      revocation: 'pending',
    })
    await expect(app.call('setup.remove', { setupId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'setup_in_use' },
    })
    provider.answers.delete('/revoke')
    await expect(app.must('revocation.retry', { revocationId })).resolves.toEqual({ revocation: 'revoked' })
    await expect(app.call('revocation.retry', { revocationId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'revocation_not_found' },
    })

    const second = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', unavailable)
    await app.must('account.disconnect', { accountId: second.accountId })
    const [other] = (await slicesOf(app)).pendingRevocations
    await app.must('revocation.giveUp', { revocationId: other?.id ?? '' })
    expect((await slicesOf(app)).pendingRevocations).toEqual([])
    expect(fileNames().filter((name) => name.endsWith('.record'))).toEqual([])
    await app.must('setup.remove', { setupId })
  })

  it('a refusal is final, and said', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', () => ({ status: 401, json: { error: 'invalid_client' } }))
    await expect(app.must('account.disconnect', { accountId })).resolves.toMatchObject({
      revocation: 'failed',
      problem: { code: 'revocation_failed' },
    })
    expect((await slicesOf(app)).pendingRevocations).toEqual([])
  })

  it('where tokens cannot be decrypted they are deleted, and nothing is claimed to be revoked', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    await app.close()
    disk.secretBox.state = 'locked'
    const locked = await startTestApp(disk)
    await expect(locked.must('account.disconnect', { accountId })).resolves.toMatchObject({
      revocation: 'failed',
      problem: { code: 'keyring_locked' },
    })
    expect(revoked()).toEqual([])
    expect(fileNames().filter((name) => name.includes(accountId))).toEqual([])
  })
})

describe('signing out at the provider', () => {
  const signOutOf = async () => (await slicesOf(app)).signOuts[0]
  const readForm = (page: string) =>
    Object.fromEntries(
      [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )

  async function disconnectAndOpen(changes: Parameters<typeof hostileDraft>[1] = {}, path = '/logout') {
    provider.metadata = { ...provider.metadata, end_session_endpoint: `${provider.issuer}${path}` }
    await app.must('setup.save', { setup: { ...hostileDraft(provider, changes), id: setupId } })
    const { accountId } = await connectHostile(app, provider, { setupId })
    const outcome = await app.must('account.disconnect', { accountId, signOutAtProvider: true })
    expect(outcome).toEqual({ revocation: 'revoked', signOut: 'opened' })
    return app.opened.at(-1) ?? ''
  }

  it('takes the ID token there by an address of its own: not in a command line, not in the window', async () => {
    const url = await disconnectAndOpen({ signedOutPath: '/signed-out' }, '/logout?tenant=one')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/)
    const response = await fetch(url, { redirect: 'manual' })
    expect(response.status).toBe(303)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    const { origin, pathname, searchParams } = new URL(response.headers.get('location') ?? '')
    expect(origin + pathname).toBe(`${provider.issuer}/logout`)
    const request = Object.fromEntries(searchParams)
    expect(request).toMatchObject({
      tenant: 'one',
      client_id: 'test-client',
      id_token_hint: expect.stringMatching(/^eyJ/),
    })
    expect(JSON.stringify([app.events, app.logLines, app.opened])).not.toContain(request.id_token_hint)

    await expect(fetch(url)).resolves.toMatchObject({ status: 404 })
    const back = new URL(request.post_logout_redirect_uri ?? '')
    await expect(fetch(back)).resolves.toMatchObject({ status: 404 })
    expect(await signOutOf()).toMatchObject({ phase: 'waiting' })
    back.searchParams.set('state', request.state ?? '')
    await expect(fetch(back)).resolves.toMatchObject({ status: 200 })
    await expect.poll(signOutOf).toMatchObject({ phase: 'signedOut' })
    await expect.poll(() => fetch(back).catch(() => 'closed')).toBe('closed')
    await app.must('signOut.dismiss', { signOutId: (await signOutOf())?.id ?? '' })
    expect(await signOutOf()).toBeUndefined()
  })

  it('takes an ID token that is too long for an address there in a form, once', async () => {
    provider.claims = { ...provider.claims, bio: 'x'.repeat(6_000) }
    const url = await disconnectAndOpen()
    const response = await fetch(url, { redirect: 'manual' })
    const page = await response.text()
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'self' http:\/\/127\.0\.0\.1:\d+ https:; frame-ancestors 'none'$/,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(page).toContain(`action="${provider.issuer}/logout"`)
    expect(readForm(page)).toMatchObject({
      client_id: 'test-client',
      id_token_hint: expect.stringMatching(/^eyJ/),
    })
    await expect(fetch(url).catch(() => ({ status: 404 }))).resolves.toMatchObject({ status: 404 })
  })

  it('answers for a minute, then no more', async () => {
    const clock = createSteeredClock()
    app = await startTestApp(disk, { clock })
    const url = await disconnectAndOpen()
    clock.advance(60_000)
    await expect.poll(signOutOf).toMatchObject({ phase: 'failed', problem: { code: 'browser_not_opened' } })
    await expect.poll(() => fetch(url).catch(() => 'closed')).toBe('closed')
  })

  it('without a post-logout path says that the provider has the last word', async () => {
    const url = await disconnectAndOpen()
    const response = await fetch(url, { redirect: 'manual' })
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    expect(searchParams.has('id_token_hint')).toBe(true)
    expect(searchParams.has('post_logout_redirect_uri')).toBe(false)
    await expect.poll(signOutOf).toMatchObject({ phase: 'handedOver' })
  })

  it('says so where the browser never came, and closes the way', async () => {
    const url = await disconnectAndOpen()
    await app.must('signOut.dismiss', { signOutId: (await signOutOf())?.id ?? '' })
    await expect.poll(() => fetch(url).catch(() => 'closed')).toBe('closed')
  })

  it.each([
    ['offers it', '/logout', true],
    ['does not', undefined, false],
  ])(
    'the window knows that the provider %s, from connecting on and over a restart',
    async (_name, path, offered) => {
      const endpoint = path && `${provider.issuer}${path}`
      provider.metadata = { ...provider.metadata, ...(endpoint && { end_session_endpoint: endpoint }) }
      const { accountId } = await connectHostile(app, provider, { setupId })
      const knownAs = async (one: TestApp) => (await slicesOf(one)).accounts[0]?.canSignOut
      expect(await knownAs(app)).toBe(offered)
      await app.close()
      const restarted = await startTestApp(disk)
      expect(await knownAs(restarted)).toBe(offered)
      // What it says since then counts.
      provider.metadata = { ...provider.metadata, end_session_endpoint: `${provider.issuer}/logout` }
      await restarted.must('account.refresh', { accountId })
      expect(await knownAs(restarted)).toBe(true)
    },
  )

  it('says where the provider does not offer it', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    await expect(app.must('account.disconnect', { accountId, signOutAtProvider: true })).resolves.toEqual({
      revocation: 'revoked',
      signOut: 'notOffered',
    })
  })
})
