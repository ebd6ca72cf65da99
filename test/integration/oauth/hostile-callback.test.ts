import { beforeEach, describe, expect, it } from 'vitest'
import { answerCallback, type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn, type TestRun } from '../../support/sign-in-run.ts'

let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
})

/** A sign-in that waits for the browser. It is cancelled where the test has not ended it. */
async function waitForBrowser(attemptId = 'attempt-1'): Promise<TestRun> {
  const run = runSignIn(createTestSetup(provider.issuer), { attemptId })
  const view = await run.until(({ phase }) => phase === 'awaitingBrowser' || phase === 'failed')
  expect(view.problem).toBeUndefined()
  return run
}

describe('a whole sign-in', () => {
  it('ends with one code exchange of the right shape', async () => {
    const run = await waitForBrowser()
    await answerCallback(run, provider)
    expect(await run.ended).toMatchObject({ phase: 'done' })
    run.cancel()
    const { searchParams } = new URL(run.opened[0] ?? '')
    const [exchange] = provider.received.filter(({ path }) => path === '/token')
    expect(Object.fromEntries(exchange?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      client_id: 'test-client',
      code: 'code-1',
      redirect_uri: searchParams.get('redirect_uri'),
      code_verifier: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    })
    expect(provider.count('/token')).toBe(1)
    expect(provider.count('/userinfo')).toBe(0)
  })
})

describe('answers that are not the one', () => {
  it.each([
    ['A1 wrong state', { state: 'another' }],
    ['A2 missing state', { state: undefined }],
    ['A8 error without state', { code: undefined, state: undefined, error: 'access_denied' }],
  ])('%s: no token request, and the sign-in goes on to its end', async (_name, changes) => {
    const run = await waitForBrowser()
    expect((await answerCallback(run, provider, changes)).status).toBe(400)
    expect(run.view().phase).toBe('awaitingBrowser')
    expect(provider.count('/token')).toBe(0)
    await answerCallback(run, provider)
    expect((await run.ended).phase).toBe('done')
    run.cancel()
  })

  it('A3 a replayed answer: exactly one exchange', async () => {
    const run = await waitForBrowser()
    await answerCallback(run, provider)
    const again = await answerCallback(run, provider)
    expect(await again.text()).toMatch(/already used|You are signed in/)
    expect((await run.ended).phase).toBe('done')
    run.cancel()
    expect(provider.count('/token')).toBe(1)
  })

  it('A4 50 parallel callbacks, one valid: exactly one code exchange', async () => {
    const run = await waitForBrowser()
    const callbacks = Array.from({ length: 50 }, (_, index) =>
      answerCallback(
        run,
        provider,
        index === 31 ? { code: 'the-valid-code' } : { state: `forged-${index}` },
      ).then(
        (response) => response.status,
        // The cap on connections may close one of them.
        () => 'closed',
      ),
    )
    const statuses = await Promise.all(callbacks)
    const isAnswered = statuses[31] === 200
    if (!isAnswered) await answerCallback(run, provider, { code: 'the-valid-code' })
    expect((await run.ended).phase).toBe('done')
    run.cancel()
    expect(provider.count('/token')).toBe(1)
    expect(provider.received.find(({ path }) => path === '/token')?.form.get('code')).toBe('the-valid-code')
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1)
  })

  it('A4 50 parallel copies of the valid callback: exactly one is taken, and makes one code exchange', async () => {
    const run = await waitForBrowser()
    const answers = Array.from({ length: 50 }, async () => (await answerCallback(run, provider)).text())
    const pages = (await Promise.allSettled(answers)).flatMap((page) =>
      page.status === 'fulfilled' ? page.value : [],
    )
    expect((await run.ended).phase).toBe('done')
    run.cancel()
    expect(provider.count('/token')).toBe(1)
    // The cap on connections may close the one that was taken before its page is out.
    expect(pages.filter((page) => page.includes('Your answer has arrived')).length).toBeLessThanOrEqual(1)
  })

  it.each([
    ['A5 iss differs', { iss: 'https://evil.example' }, 'issuer_mismatch'],
    ['A5 iss differs in a slash', { iss: '/' }, 'issuer_mismatch'],
    [
      'A5 iss differs, with an error',
      { iss: 'https://evil.example', code: undefined, error: 'access_denied' },
      'issuer_mismatch',
    ],
    ['A6 iss missing though advertised', { iss: undefined }, 'issuer_mismatch'],
    ['A7 no code', { code: undefined }, 'callback_malformed'],
    ['A7 empty code', { code: '' }, 'callback_malformed'],
    ['A7 code and error', { error: 'access_denied' }, 'callback_malformed'],
    ['A7 an answer as a JWT (JARM), which was not asked for', { response: 'e30.e30.' }, 'callback_malformed'],
    ['A7 an implicit flow’s token', { access_token: 'x' }, 'callback_malformed'],
    [
      'A8 access denied with the right state',
      { code: undefined, error: 'access_denied' },
      'authorization_denied',
    ],
    ['another error', { code: undefined, error: 'server_error' }, 'authorization_error'],
  ])('%s: the sign-in stops without a token request', async (_name, changes, code) => {
    const run = await waitForBrowser()
    const iss = 'iss' in changes && changes.iss === '/' ? `${provider.issuer}/` : undefined
    const response = await answerCallback(run, provider, { ...changes, ...(iss ? { iss } : {}) })
    expect(response.status).toBe(400)
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code } })
    run.cancel()
    expect(provider.count('/token')).toBe(0)
    expect(run.stored).toEqual([])
  })

  it('A8 a refusal is told as the person’s own or their administrator’s', async () => {
    const run = await waitForBrowser()
    const page = await answerCallback(run, provider, { code: undefined, error: 'access_denied' })
    expect(await page.text()).toContain('Access was not granted')
    const { problem } = await run.ended
    run.cancel()
    expect(problem).toMatchObject({ side: 'you', title: 'Access was not granted' })
    expect(problem?.detail).toMatch(/^You declined .* or an administrator /)
  })

  it.each(['code', 'iss', 'error'])(
    'A7 “%s” given twice: the sign-in stops without a token request',
    async (name) => {
      const run = await waitForBrowser()
      const { searchParams } = new URL(run.opened[0] ?? '')
      const query = new URLSearchParams({
        code: 'a',
        state: searchParams.get('state') ?? '',
        iss: provider.issuer,
      })
      if (name === 'error') query.append(name, 'x')
      query.append(name, query.get(name) ?? '')
      expect((await fetch(`${run.view().redirectUri}?${query}`)).status).toBe(400)
      expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'callback_malformed' } })
      run.cancel()
      expect(provider.count('/token')).toBe(0)
    },
  )

  it('A7 state given twice: ignored, though both are right', async () => {
    const run = await waitForBrowser()
    const state = new URL(run.opened[0] ?? '').searchParams.get('state') ?? ''
    const query = new URLSearchParams({ code: 'a', state, iss: provider.issuer })
    query.append('state', state)
    expect((await fetch(`${run.view().redirectUri}?${query}`)).status).toBe(400)
    expect(run.view().phase).toBe('awaitingBrowser')
    run.cancel()
    await run.ended
  })

  it('A24 a hostile error_description reaches the window as cut, plain text', async () => {
    const run = await waitForBrowser()
    const description = `<script>alert(1)</script>\u0000\u001b[31m\u202e${'x'.repeat(2_000)}`
    const response = await answerCallback(run, provider, {
      code: undefined,
      error: 'server_error',
      error_description: description,
      error_uri: 'javascript:alert(1)',
    })
    expect(await response.text()).not.toContain('alert(1)')
    const { problem } = await run.ended
    run.cancel()
    const shown = problem?.evidence.find(({ label }) => label === 'error_description')?.value ?? ''
    expect(shown.length).toBeLessThanOrEqual(300)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be gone.
    expect(shown).not.toMatch(/[\u0000-\u001f\u202e]/)
  })
})

describe('two at once', () => {
  it('A23 two sign-ins have separate listeners and states; the answer of one does nothing to the other', async () => {
    const [first, second] = await Promise.all([waitForBrowser('attempt-1'), waitForBrowser('attempt-2')])
    const [one, two] = [first, second].map((run) => new URL(run.opened[0] ?? '').searchParams)
    for (const name of ['state', 'nonce', 'code_challenge', 'redirect_uri']) {
      expect(one?.get(name)).not.toBe(two?.get(name))
    }
    const crossed = await answerCallback(first, provider, { state: two?.get('state') ?? '' })
    expect(crossed.status).toBe(400)
    expect([first.view().phase, second.view().phase]).toEqual(['awaitingBrowser', 'awaitingBrowser'])
    await answerCallback(second, provider)
    expect((await second.ended).phase).toBe('done')
    expect(first.view().phase).toBe('awaitingBrowser')
    await answerCallback(first, provider)
    expect((await first.ended).phase).toBe('done')
    first.cancel()
    second.cancel()
  })
})
