import { beforeEach, describe, expect, it } from 'vitest'
import { type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

/* A provider that takes no loopback address: the answer ends at an https address, and the person pastes it. */

const pastedAddress = 'https://www.example.org/keyfold/done'
let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
})

async function start() {
  const redirect = { host: '127.0.0.1', port: 0, path: '/callback', pastedAddress } as const
  const run = runSignIn(createTestSetup(provider.issuer, { redirect }))
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  const { searchParams } = new URL(run.opened[0] ?? '')
  provider.nonce = searchParams.get('nonce') ?? undefined
  const query = new URLSearchParams({
    code: 'code-1',
    state: searchParams.get('state') ?? '',
    iss: provider.issuer,
  })
  return { run, searchParams, query }
}

describe('a redirect to an https address of the person’s own', () => {
  it('is what the provider is told, in both steps; the pasted address ends the sign-in', async () => {
    const { run, searchParams, query } = await start()
    expect(searchParams.get('redirect_uri')).toBe(pastedAddress)
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    expect(run.view()).toMatchObject({ redirectUri: pastedAddress, isBrowserInDoubt: false })
    // As Facebook ends its addresses.
    run.pasteAddress(` ${pastedAddress}?${query}#_=_\n`)
    const view = await run.ended
    expect(view.problem).toBeUndefined()
    expect(view.phase).toBe('done')
    const { form } = provider.received.find(({ path }) => path === '/token') ?? {}
    expect(form?.get('redirect_uri')).toBe(pastedAddress)
    expect(form?.get('code')).toBe('code-1')
    expect(JSON.stringify(run.views) + run.log.lines.join()).not.toContain('code-1')
  })

  it('listens nowhere', async () => {
    const { run } = await start()
    expect(run.view().steps.find(({ name }) => name === 'listen')?.note).toBe(
      'The browser ends at www.example.org, whose address you paste',
    )
    run.cancel()
    expect((await run.ended).phase).toBe('cancelled')
  })

  it.each([
    ['another page', (query: string) => `https://www.example.org/?${query}`, 'callback_malformed'],
    ['another host', (query: string) => `https://evil.example/keyfold/done?${query}`, 'callback_malformed'],
    [
      'another sign-in',
      (query: string) => `${pastedAddress}?${query.replace(/state=[^&]+/, 'state=x')}`,
      'state_mismatch',
    ],
  ])('takes no address of %s, and goes on', async (_name, make, code) => {
    const { run, query } = await start()
    run.pasteAddress(make(query.toString()))
    expect(run.view()).toMatchObject({ phase: 'awaitingBrowser', pasteProblem: { code } })
    expect(provider.count('/token')).toBe(0)
    run.cancel()
    await run.ended
  })
})
