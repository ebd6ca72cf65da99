import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import { openLoopbackListener } from '../../../main/oauth/loopback-listener.ts'
import type { SignInOptions } from '../../../main/oauth/sign-in.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { answerCallback, type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
})

async function waitForBrowser(
  changes: Partial<Omit<SignInOptions, 'client' | 'onChange' | 'log'>> & { setup?: ProviderSetup } = {},
) {
  const { setup = createTestSetup(provider.issuer), ...rest } = changes
  const run = runSignIn(setup, rest)
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  return run
}

const refusesConnections = async (redirectUri: string | undefined) =>
  expect(fetch(redirectUri ?? '')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('time', () => {
  it('A20 the browser was closed: after five minutes “nothing came back”, and the port is closed', async () => {
    const clock = createFakeClock(Date.now())
    const run = await waitForBrowser({ clock })
    const { deadlineMs, redirectUri } = run.view()
    expect(deadlineMs).toBe(clock.now() + 300_000)
    clock.advance(299_999)
    expect(run.view().phase).toBe('awaitingBrowser')
    clock.advance(1)
    const view = await run.ended
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'sign_in_timed_out' } })
    expect(view.problem?.title).toBe('Nothing came back from the browser')
    await refusesConnections(redirectUri)
    expect(clock.waiting()).toBe(0)
  })

  it('A20 cancelling always works, and the port is closed', async () => {
    const run = await waitForBrowser()
    run.cancel()
    expect(run.view().phase).toBe('cancelled')
    await run.ended
    await refusesConnections(run.view().redirectUri)
    run.cancel()
    expect(run.view().phase).toBe('cancelled')
  })

  it('cancelling while metadata is awaited ends it at once', async () => {
    let isAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    provider.answers.set('/.well-known/openid-configuration', () => {
      isAsked()
      return new Promise(() => {})
    })
    const run = runSignIn(createTestSetup(provider.issuer))
    await asked
    run.cancel()
    expect(await run.ended).toMatchObject({ phase: 'cancelled' })
    expect(run.opened).toEqual([])
  })

  it('cancelling while the code is exchanged drops the late tokens', async () => {
    const run = await waitForBrowser()
    let answerToken = () => {}
    const isHeld = new Promise<void>((resolve) => {
      answerToken = resolve
    })
    let isAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    provider.answers.set('/token', async () => {
      isAsked()
      await isHeld
      return { json: { access_token: 'late', token_type: 'Bearer' } }
    })
    await answerCallback(run, provider)
    await asked
    run.cancel()
    answerToken()
    expect(await run.ended).toMatchObject({ phase: 'cancelled' })
    expect(run.stored).toEqual([])
  })

  it('A26 an hour of sleep in the middle: an answer that comes afterwards is too late', async () => {
    const clock = createFakeClock(Date.now())
    let sleptMs = 0
    const run = await waitForBrowser({ clock: { ...clock, now: () => clock.now() + sleptMs } })
    // Asleep, timers stand still and on Linux the monotonic clock does as well.
    sleptMs = 3_600_000
    await answerCallback(run, provider)
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'sign_in_timed_out' } })
    run.cancel()
    expect(provider.count('/token')).toBe(0)
  })
})

describe('the browser', () => {
  it('A21 nothing came back for three seconds: the link is offered, and the sign-in goes on', async () => {
    const clock = createFakeClock(Date.now())
    const run = await waitForBrowser({ clock })
    clock.advance(2_999)
    expect(run.view().isBrowserInDoubt).toBe(false)
    clock.advance(1)
    expect(run.view()).toMatchObject({ phase: 'awaitingBrowser', isBrowserInDoubt: true })
    expect(await run.authorizationUrl()).toBe(run.opened[0])
    await answerCallback(run, provider)
    expect((await run.ended).phase).toBe('done')
    expect(await run.authorizationUrl()).toBeUndefined()
    run.cancel()
  })

  it('A21 the browser cannot be opened: the link is offered at once, and opening again works', async () => {
    let isBroken = true
    const run = await waitForBrowser({
      openBrowser: async () => {
        if (isBroken) throw new Error('no browser')
      },
    })
    const view = await run.until(({ isBrowserInDoubt }) => isBrowserInDoubt)
    expect(view.phase).toBe('awaitingBrowser')
    expect(view.steps.find(({ name }) => name === 'openBrowser')?.state).toBe('failed')
    await expect(run.openBrowserAgain()).rejects.toMatchObject({ problem: { code: 'browser_not_opened' } })
    isBroken = false
    await run.openBrowserAgain()
    expect(run.view().steps.find(({ name }) => name === 'openBrowser')?.state).toBe('done')
    expect(new Set(run.opened).size).toBe(1)
    await answerCallback(run, provider)
    expect((await run.ended).phase).toBe('done')
    run.cancel()
    await expect(run.openBrowserAgain()).rejects.toMatchObject({ problem: { code: 'attempt_not_found' } })
  })

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://evil.example/share',
    'http://provider.example/authorize',
    'https://user:password@provider.example/authorize',
    'https://provider.example/authorize\n--flag',
    '--flag',
    'vscode://open?url=x',
  ])('A22 discovery gives %j as authorization endpoint: refused, nothing opened', async (endpoint) => {
    provider.metadata = { ...provider.metadata, authorization_endpoint: endpoint }
    const run = runSignIn(createTestSetup(provider.issuer))
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'metadata_refused' } })
    expect(run.opened).toEqual([])
  })
})

describe('the port', () => {
  it('A16 a fixed port that is taken fails the sign-in before the browser opens', async () => {
    const other = await openLoopbackListener({
      host: '127.0.0.1',
      port: 0,
      path: '/',
      state: 'x',
      isIssRequired: false,
      clock: createFakeClock(),
    })
    const port = Number(new URL(other.redirectUri).port)
    const redirect = { host: '127.0.0.1' as const, port, path: '/callback' }
    const run = runSignIn(createTestSetup(provider.issuer, { redirect }))
    const { problem } = await run.ended
    await other.close()
    expect(problem).toMatchObject({ code: 'port_in_use', side: 'this computer' })
    expect(problem?.evidence.map(({ label }) => label)).toContain('free port')
    expect(run.opened).toEqual([])
  })

  it('A25 cancelled in the middle, nothing of it is on disk and a fixed port is free again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keyfold-test-'))
    const before = process.cwd()
    process.chdir(folder)
    try {
      const run = await waitForBrowser()
      const port = Number(new URL(run.view().redirectUri ?? '').port)
      run.cancel()
      await run.ended
      const redirect = { host: '127.0.0.1' as const, port, path: '/callback' }
      const again = await waitForBrowser({ setup: createTestSetup(provider.issuer, { redirect }) })
      expect(again.view().redirectUri).toBe(`http://127.0.0.1:${port}/callback`)
      again.cancel()
      await again.ended
      expect(await readdir(folder)).toEqual([])
    } finally {
      process.chdir(before)
      await rm(folder, { recursive: true })
    }
  })
})

describe('the listener', () => {
  it.each(['discovering', 'listening', 'awaitingBrowser', 'exchanging', 'verifying', 'storing'] as const)(
    'A25 cancelled while %s, the port is free again and nothing more happens',
    async (phase) => {
      const redirect = { host: '127.0.0.1' as const, port: await findFreePort(), path: '/callback' }
      const run = runSignIn(createTestSetup(provider.issuer, { redirect }))
      const cancelled = run.until((view) => view.phase === phase).then(() => run.cancel())
      void run
        .until((view) => view.phase === 'awaitingBrowser' && run.opened.length > 0)
        .then(() => answerCallback(run, provider))
        .catch(() => {})
      await cancelled
      expect(await run.ended).toMatchObject({ phase: 'cancelled' })
      await refusesConnections(`http://127.0.0.1:${redirect.port}/callback`)
      expect(run.views.at(-1)?.phase).toBe('cancelled')
    },
  )

  it('is closed where the request cannot be built', async () => {
    const redirect = { host: '127.0.0.1' as const, port: await findFreePort(), path: '/callback' }
    const setup = createTestSetup(provider.issuer, { redirect, authorizationParameters: { state: 'mine' } })
    const run = runSignIn(setup)
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'invalid_argument' } })
    expect(run.opened).toEqual([])
    await refusesConnections(`http://127.0.0.1:${redirect.port}/callback`)
  })
})

describe('storing', () => {
  it('a refusal of the vault fails the sign-in with its reason', async () => {
    const run = await waitForBrowser({
      store: async () => {
        throw new Error('disk')
      },
    })
    await answerCallback(run, provider)
    const view = await run.ended
    run.cancel()
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'internal' } })
    expect(view.steps.find(({ name }) => name === 'store')?.state).toBe('failed')
  })
})
