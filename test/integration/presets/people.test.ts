import { describe, expect, it } from 'vitest'
import { signInAt } from '../../support/vendor-sign-in.ts'
import {
  discord,
  dropbox,
  facebook,
  linkedin,
  reddit,
  spotify,
  strava,
  twitch,
  x,
} from '../../support/vendors/people.ts'

describe('Discord', () => {
  it('proves the code with PKCE alone', async () => {
    const { server } = await signInAt(discord)
    const [request] = server.received(discord.token)
    expect(request?.form.get('code_verifier')?.length).toBeGreaterThanOrEqual(43)
    expect(request?.form.has('client_secret')).toBe(false)
  })
})

describe('Spotify', () => {
  it('uses 127.0.0.1, any port, and never localhost', async () => {
    const { server } = await signInAt(spotify)
    const { hostname, port } = new URL(server.lastGrant().redirectUri)
    expect(hostname).toBe('127.0.0.1')
    expect(port).not.toBe('')
  })
})

describe('Dropbox', () => {
  it('gets a refresh token for token_access_type=offline, which the preset has', async () => {
    expect((await signInAt(dropbox)).stored?.grant.refreshToken).toBeDefined()
    const without = await signInAt(dropbox, { change: { authorizationParameters: {} } })
    expect(without.stored?.grant.refreshToken).toBeUndefined()
  })

  it('keeps the scopes that a refresh does not name again', async () => {
    const { refresh } = await signInAt(dropbox)
    expect(await refresh()).toMatchObject({
      grant: { scopesGranted: ['account_info.read', 'files.metadata.read'] },
    })
  })
})

describe('LinkedIn', () => {
  it('sends no nonce and takes an ID token without one, its signature and issuer checked', async () => {
    const { server, stored, view } = await signInAt(linkedin)
    expect(server.lastGrant().query.has('nonce')).toBe(false)
    expect(view.phase).toBe('done')
    expect(stored?.grant.idToken).toBeDefined()
    expect(stored?.subject.issuer).toBe(`${server.origin}/www.linkedin.com/oauth`)
  })

  it('refuses it where a nonce was sent', async () => {
    const { view } = await signInAt(linkedin, { change: { quirks: {} } })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'id_token_invalid' } })
  })
})

describe('Reddit', () => {
  it('gets a refresh token for duration=permanent, which the preset has', async () => {
    expect((await signInAt(reddit)).stored?.grant.refreshToken).toBeDefined()
    const without = await signInAt(reddit, { change: { authorizationParameters: {} } })
    expect(without.stored?.grant.refreshToken).toBeUndefined()
  })

  it('is refused without the Basic header, with an error that is a number', async () => {
    const { view } = await signInAt(reddit, { change: { clientAuthentication: 'client_secret_post' } })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_endpoint_error' } })
  })
})

describe('X', () => {
  it('sends the Basic header on a refresh too', async () => {
    const { refresh, server } = await signInAt(x)
    expect(await refresh()).toMatchObject({ type: 'refreshed' })
    const headers = server.received(x.token).map(({ headers: { authorization } }) => authorization)
    expect(headers).toEqual([expect.stringMatching(/^Basic /), headers[0]])
  })

  it('gets no refresh token without offline.access', async () => {
    const { stored } = await signInAt(x, { change: { scopes: ['users.read', 'tweet.read'] } })
    expect(stored?.grant.refreshToken).toBeUndefined()
  })
})

describe('Facebook', () => {
  it('asks for scopes with commas, and keeps a token for sixty days', async () => {
    const { server, stored } = await signInAt(facebook)
    expect(server.lastGrant().query.get('scope')).toBe('public_profile,email')
    expect(stored?.grant.lifetimeMs).toBe(5_183_944_000)
  })

  it('reads an error that is an object', async () => {
    const { view } = await signInAt(facebook, { beforeConsent: (server) => server.forgetCodes() })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_endpoint_error' } })
  })
})

describe('Strava', () => {
  it('asks for scopes with commas, and for consent only where it is new', async () => {
    const { server } = await signInAt(strava)
    const { query } = server.lastGrant()
    expect(query.get('scope')).toBe('read,activity:read')
    expect(query.get('approval_prompt')).toBe('auto')
  })

  it('registers a host alone and takes any port', async () => {
    const { server } = await signInAt(strava)
    expect(server.registered?.port).toBe('')
  })

  it('names the athlete of the first answer; a refresh names nobody and changes nobody', async () => {
    const { stored, refresh } = await signInAt(strava)
    expect(stored?.subject).toMatchObject({ sub: '227615' })
    expect(await refresh()).toMatchObject({ type: 'refreshed' })
  })
})

describe('Twitch', () => {
  it('reads scopes that are a list, with the code and with a refresh', async () => {
    const { stored, refresh } = await signInAt(twitch)
    const scopes = ['user:read:email', 'user:read:follows']
    expect(stored?.grant.scopesGranted).toEqual(scopes)
    expect(await refresh()).toMatchObject({ grant: { scopesGranted: scopes } })
  })

  it('a list of scopes is refused where no quirk announces it', async () => {
    const { view, stored } = await signInAt(twitch, { change: { quirks: {} } })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_answer_unreadable' } })
    expect(stored).toBeUndefined()
  })

  it('sends Client-Id with every API call', async () => {
    const { server } = await signInAt(twitch)
    expect(server.received('id.twitch.tv/oauth2/validate')[0]?.headers['client-id']).toBe('client-1')
  })
})
