import { describe, expect, it } from 'vitest'
import { signInAt } from '../../support/vendor-sign-in.ts'
import {
  atlassian,
  bitbucket,
  figma,
  github,
  gitlab,
  linear,
  notion,
  salesforce,
  shopify,
  slack,
  zoom,
} from '../../support/vendors/tools.ts'

describe('GitHub', () => {
  it('asks for JSON, which GitHub answers only then', async () => {
    const { server } = await signInAt(github)
    expect(server.received(github.token)[0]?.headers.accept).toBe('application/json')
  })

  it('reads an error that comes with status 200', async () => {
    const { view } = await signInAt(github, { beforeConsent: (server) => server.forgetCodes() })
    expect(view.problem?.evidence).toContainEqual({ label: 'error', value: 'bad_verification_code' })
  })

  it('reads a form-encoded answer all the same', async () => {
    const formEncoded = {
      ...github,
      refuse: () => ({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        text: 'error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.',
      }),
    }
    const { view } = await signInAt(formEncoded, { beforeConsent: (server) => server.forgetCodes() })
    expect(view.problem?.evidence).toContainEqual({ label: 'error', value: 'bad_verification_code' })
  })

  it('takes scopes apart at commas', async () => {
    const { stored } = await signInAt(github)
    expect(stored?.grant.scopesGranted).toEqual(['read:user', 'user:email'])
  })
})

describe('a GitHub App, whose tokens end', () => {
  it('is renewed, and asks for sign-in after bad_refresh_token with status 200', async () => {
    const { refresh, server } = await signInAt({
      ...github,
      refresh: 'rotates',
      answer: ({ accessToken, refreshToken }) => ({
        access_token: accessToken,
        expires_in: 28_800,
        refresh_token: refreshToken,
        scope: '',
        token_type: 'bearer',
      }),
    })
    expect(await refresh()).toMatchObject({ type: 'refreshed' })
    server.forgetRefreshTokens()
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'refresh_refused' } })
  })
})

describe('GitLab', () => {
  it('sends a refresh token once: the first one has ended after a refresh', async () => {
    const { stored, refresh } = await signInAt(gitlab)
    expect(await refresh()).toMatchObject({ type: 'refreshed' })
    expect(await refresh(stored?.grant)).toMatchObject({
      type: 'refused',
      problem: { code: 'refresh_refused' },
    })
  })
})

describe('Bitbucket', () => {
  it('reads the scopes in “scopes”, which the consumer’s permissions decide', async () => {
    const { client, stored } = await signInAt(bitbucket)
    expect(client.setup.scopes).not.toContain('pullrequest')
    expect(stored?.grant.scopesGranted).toEqual(['account', 'email', 'repository', 'pullrequest'])
  })

  it('sends the secret in the header only', async () => {
    const { server } = await signInAt(bitbucket)
    const [request] = server.received(bitbucket.token)
    expect(request?.headers.authorization).toMatch(/^Basic /)
    expect(request?.form.has('client_secret')).toBe(false)
  })
})

describe('Slack', () => {
  it('asks for a person’s scopes in user_scope, with commas, and for none in scope', async () => {
    const { server } = await signInAt(slack)
    const { query } = server.lastGrant()
    expect(query.get('user_scope')).toBe('users:read,channels:read')
    expect(query.has('scope')).toBe(false)
  })

  it('takes the token in authed_user, not a bot’s at the top', async () => {
    const withBot = {
      ...slack,
      answer: async (issue: Parameters<typeof slack.answer>[0]) => ({
        access_token: 'xoxb-of-the-bot',
        token_type: 'bot',
        ...(await slack.answer(issue)),
      }),
    }
    const { stored } = await signInAt(withBot)
    expect(stored?.grant.accessToken).toMatch(/^access-/)
    expect(stored?.grant.scopesGranted).toEqual(['users:read', 'channels:read'])
  })

  it('refuses a bot’s token where the person’s is missing', async () => {
    const botOnly = {
      ...slack,
      answer: () => ({ ok: true, access_token: 'xoxb-of-the-bot', token_type: 'bot', scope: 'chat:write' }),
    }
    const { view, stored } = await signInAt(botOnly)
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_answer_unreadable' } })
    expect(stored).toBeUndefined()
  })

  it('reads ok: false with status 200', async () => {
    const { view } = await signInAt(slack, { beforeConsent: (server) => server.forgetCodes() })
    expect(view.problem?.evidence).toContainEqual({ label: 'error', value: 'invalid_code' })
  })

  it('reads the flat answer to a refresh', async () => {
    const { stored, refresh } = await signInAt(slack)
    const renewed = await refresh()
    expect(renewed).toMatchObject({
      type: 'refreshed',
      grant: { scopesGranted: ['users:read', 'channels:read'] },
    })
    expect(renewed.type === 'refreshed' && renewed.grant.refreshToken).not.toBe(stored?.grant.refreshToken)
  })
})

describe('Atlassian', () => {
  it.each(['audience', 'prompt'])('cannot sign in without %s, which the preset has', async (name) => {
    const parameters = { audience: 'api.atlassian.com', prompt: 'consent', [name]: 'other' }
    await expect(signInAt(atlassian, { change: { authorizationParameters: parameters } })).rejects.toThrow(
      `needs ${name}`,
    )
  })

  it('gets no refresh token without offline_access', async () => {
    const { stored } = await signInAt(atlassian, { change: { scopes: ['read:me'] } })
    expect(stored?.grant.refreshToken).toBeUndefined()
  })

  it('needs a new sign-in where another program used the refresh token', async () => {
    const { stored, refresh } = await signInAt(atlassian)
    await refresh()
    expect(await refresh(stored?.grant)).toMatchObject({ type: 'refused' })
  })
})

describe('Notion', () => {
  it('is refused with the secret in the body', async () => {
    const { view } = await signInAt(notion, { change: { clientAuthentication: 'client_secret_post' } })
    expect(view.problem?.evidence).toContainEqual({ label: 'error', value: 'invalid_client' })
  })

  it('has no end of the access token and no scopes', async () => {
    const { stored } = await signInAt(notion)
    expect(stored?.grant).not.toHaveProperty('lifetimeMs')
    expect(stored?.grant.scopesGranted).toEqual([])
  })
})

describe('Linear', () => {
  it('asks for scopes with commas between them', async () => {
    const { server } = await signInAt(linear, { change: { scopes: ['read', 'issues:create'] } })
    expect(server.lastGrant().query.get('scope')).toBe('read,issues:create')
  })
})

describe('Figma', () => {
  it('renews at an address of its own, with the secret', async () => {
    const { refresh, server } = await signInAt(figma)
    await refresh()
    expect(server.received(figma.token)).toHaveLength(1)
    const [request] = server.received('api.figma.com/v1/oauth/refresh')
    expect(request?.form.get('grant_type')).toBe('refresh_token')
    expect(request?.form.get('client_secret')).toBe(server.secret)
  })

  it('keeps the refresh token', async () => {
    const { stored, refresh } = await signInAt(figma)
    expect(await refresh()).toMatchObject({ grant: { refreshToken: stored?.grant.refreshToken } })
  })
})

describe('Zoom', () => {
  it('keeps the scopes that come on top of those asked for', async () => {
    const { view, stored } = await signInAt(zoom)
    expect(view.phase).toBe('done')
    expect(stored?.grant.scopesGranted).toEqual([
      'user:read:user',
      'meeting:read:list_meetings',
      'meeting:write:meeting',
      'user:read:settings',
    ])
  })

  it('ignores the port of the redirect', async () => {
    const { server } = await signInAt(zoom)
    expect(server.registered?.href).toBe('http://127.0.0.1/callback')
  })
})

describe('Salesforce', () => {
  const blanks = { domain: 'acme.my.salesforce.com' }

  it('has no end of the access token', async () => {
    const { stored } = await signInAt(salesforce, { blanks })
    expect(stored?.grant).not.toHaveProperty('lifetimeMs')
  })

  it('serves the API at the org that was filled in', async () => {
    const { client, server } = await signInAt(salesforce, { blanks })
    expect(client.setup.apis[0]?.baseUrl).toBe(`${server.origin}/acme.my.salesforce.com/services/data/v61.0`)
  })
})

describe('Shopify', () => {
  const blanks = { shop: 'acme-store' }

  it('takes an answer without token_type', async () => {
    const { stored } = await signInAt(shopify, { blanks })
    expect(stored?.grant).toMatchObject({ tokenType: 'bearer', scopesGranted: ['read_products'] })
  })

  it('asks for tokens that end, with expiring=1', async () => {
    const { stored, server } = await signInAt(shopify, { blanks })
    expect(server.received(shopify.token)[0]?.form.get('expiring')).toBe('1')
    expect(stored?.grant).toMatchObject({ lifetimeMs: 3_600_000 })
  })

  it('gets a token for ever without it', async () => {
    const { stored } = await signInAt(shopify, { blanks, change: { tokenParameters: {} } })
    expect(stored?.grant.refreshToken).toBeUndefined()
    expect(stored?.grant).not.toHaveProperty('lifetimeMs')
  })

  it('brings the token in its own header field', async () => {
    const { server, stored } = await signInAt(shopify, { blanks })
    const [request] = server.received('acme-store.myshopify.com/admin/api/2025-10/shop.json')
    expect(request?.headers['x-shopify-access-token']).toBe(stored?.grant.accessToken)
    expect(request?.headers.authorization).toBeUndefined()
  })
})
