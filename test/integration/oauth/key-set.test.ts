import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  answerCallback,
  createSigningKey,
  type HostileProvider,
  type SigningKey,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let newKey: SigningKey
let provider: HostileProvider
beforeAll(async () => {
  newKey = await createSigningKey('RS256', 'key-2')
})
beforeEach(async () => {
  provider = await startHostileProvider()
})

/** A sign-in whose browser comes back once a key set, or its failure, is there. */
async function signInAfterKeySet(changes: { readonly scopes?: string[] } = {}) {
  const http = createTestHttp()
  let tellAnswered: () => void = () => {}
  const keySetAnswered = new Promise<void>((resolve) => {
    tellAnswered = resolve
  })
  const run = runSignIn(createTestSetup(provider.issuer, changes), {
    http: {
      ...http,
      async fetch(url, init) {
        const response = await http.fetch(url, init)
        if (url.endsWith('/jwks')) setImmediate(tellAnswered)
        return response
      },
    },
  })
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  return {
    keySetAnswered,
    async comeBack() {
      await answerCallback(run, provider)
      const view = await run.ended
      run.cancel()
      return view
    },
  }
}

const pathsAfterToken = () => {
  const paths = provider.received.map(({ path }) => path)
  return paths.slice(paths.indexOf('/token') + 1)
}

describe('the key set, fetched while the browser is awaited', () => {
  it('is not asked for again when the browser comes back', async () => {
    const { keySetAnswered, comeBack } = await signInAfterKeySet()
    await keySetAnswered
    expect((await comeBack()).phase).toBe('done')
    expect(provider.count('/jwks')).toBe(1)
    expect(pathsAfterToken()).toEqual([])
  })

  it('is asked for again when it lacks the key that the provider has made since', async () => {
    const { keySetAnswered, comeBack } = await signInAfterKeySet()
    await keySetAnswered
    provider.answers.set('/jwks', () => ({ json: { keys: [newKey.publicJwk] } }))
    provider.answers.set('/token', async () => ({
      json: {
        access_token: 'access-token-1',
        token_type: 'Bearer',
        id_token: await provider.signIdToken(undefined, newKey, { kid: 'key-2' }),
      },
    }))
    expect((await comeBack()).phase).toBe('done')
    expect(pathsAfterToken()).toEqual(['/jwks'])
  })

  it.each([
    ['failed', { status: 503, text: 'down' }],
    ['was no key set', { json: [] }],
    ['was no JSON by its media type', { text: '{"keys":[]}' }],
  ])('is asked for again when it %s', async (_name, answer) => {
    provider.answers.set('/jwks', () => answer)
    const { keySetAnswered, comeBack } = await signInAfterKeySet()
    await keySetAnswered
    provider.answers.delete('/jwks')
    expect((await comeBack()).phase).toBe('done')
    expect(pathsAfterToken()).toEqual(['/jwks'])
  })

  it('does not vouch for an ID token that another key has signed', async () => {
    const { keySetAnswered, comeBack } = await signInAfterKeySet()
    await keySetAnswered
    provider.answers.set('/token', async () => ({
      json: {
        access_token: 'access-token-1',
        token_type: 'Bearer',
        id_token: await provider.signIdToken(undefined, newKey),
      },
    }))
    expect(await comeBack()).toMatchObject({ phase: 'failed', problem: { code: 'id_token_invalid' } })
  })

  it('is not asked for where no ID token is expected', async () => {
    provider.token = { id_token: undefined }
    const { comeBack } = await signInAfterKeySet({ scopes: ['orders:read'] })
    expect((await comeBack()).phase).toBe('done')
    expect(provider.count('/jwks')).toBe(0)
  })
})
