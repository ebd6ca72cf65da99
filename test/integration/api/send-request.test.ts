import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import type { RequestDraft } from '../../../contract/models.ts'
import { makeProblem, ProblemError } from '../../../contract/problem.ts'
import { sendApiRequest } from '../../../main/api/send-request.ts'
import { createHttp } from '../../../main/http/client.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { setupWithApis } from '../../support/api-setup.ts'
import { createAuthority } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { type LoopbackServer, serve } from '../../support/loopback-server.ts'
import { problemOf } from '../../support/problem-of.ts'

const authority = createAuthority()
const http = createHttp({ clock: systemClock, version: '0.0.0', certificateAuthorities: [authority.cert] })
const oldToken = 'old-token-5d1c9a'
const newToken = 'new-token-7e2f8b'
const refreshToken = 'refresh-token-0c4d/+='

/** An account whose first token is refused or not, as the server decides. */
function createCall(server: LoopbackServer, draft: Partial<RequestDraft> = {}) {
  const secrets = [oldToken, refreshToken]
  const renewAccessToken = vi.fn(async (_usedToken: string) => {
    secrets.splice(0, 1, newToken)
    return newToken
  })
  return {
    http,
    clock: systemClock,
    setup: setupWithApis(server.origin),
    binding: async () => ({}),
    draft: { accountId: 'account-1', method: 'GET' as const, url: `${server.origin}/orders`, ...draft },
    scopesGranted: ['orders:read'],
    scopesAsked: [],
    onScopesMissing: () => {},
    secrets: () => [...secrets],
    accessToken: vi.fn(async () => secrets[0] ?? ''),
    renewAccessToken,
    signal: new AbortController().signal,
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const send = async (call: ReturnType<typeof createCall>) => {
  const { head, body } = await sendApiRequest(call)
  return { head, text: await readText(body) }
}

describe('a request with the token', () => {
  it('carries it as a bearer, with the typed fields and body, and gives head and body', async () => {
    let received = ''
    const server = await serve((request, response) => {
      request.on('data', (chunk) => {
        received += chunk
      })
      request.on('end', () => {
        response.writeHead(201, {
          'Content-Type': 'Application/JSON; charset=utf-8',
          'X-Total-Count': '500',
          Link: `</orders?page=2>; rel="next"`,
        })
        response.end('{"id":1}')
      })
    })
    const call = createCall(server, { method: 'POST', headers: { 'X-Custom': 'yes' }, body: '{"a":1}' })
    const { head, text } = await send(call)
    expect(server.hits[0]?.headers).toMatchObject({ authorization: `Bearer ${oldToken}`, 'x-custom': 'yes' })
    expect(received).toBe('{"a":1}')
    expect(text).toBe('{"id":1}')
    expect(head).toMatchObject({
      method: 'POST',
      url: `${server.origin}/orders`,
      status: 201,
      statusText: 'Created',
      mediaType: 'application/json',
      totalCount: 500,
      links: { next: `${server.origin}/orders?page=2` },
      hasRefreshed: false,
    })
    expect(head.problem).toBeUndefined()
  })

  it('says that the token was renewed before it was sent', async () => {
    const server = await serve((_request, response) => response.end())
    const call = createCall(server)
    call.accessToken.mockImplementation(async () => call.renewAccessToken(oldToken))
    expect((await send(call)).head.hasRefreshed).toBe(true)
    expect(server.hits[0]?.headers.authorization).toBe(`Bearer ${newToken}`)
  })

  it('asks for no token where the address or a header field is refused', async () => {
    const server = await serve((_request, response) => response.end())
    for (const draft of [
      { url: 'https://evil.example/' },
      { headers: { Authorization: 'Basic x' } },
      { headers: { Host: 'evil.example' } },
    ]) {
      const call = createCall(server, draft)
      await problemOf(sendApiRequest(call))
      expect(call.accessToken).not.toHaveBeenCalled()
    }
    expect(server.connections()).toBe(0)
  })

  it.each<[string, Record<string, string>, number | undefined]>([
    ['X-Total-Count', { 'x-total-count': '12' }, 12],
    ['Content-Range of items', { 'content-range': 'items 0-49/500' }, 500],
    ['Content-Range of bytes', { 'content-range': 'bytes 0-49/500' }, undefined],
    ['nonsense', { 'x-total-count': '-1' }, undefined],
    ['a number too large', { 'x-total-count': '1e99' }, undefined],
  ])('reads the total count from %s', async (_name, headers, count) => {
    const server = await serve((_request, response) => response.writeHead(200, headers).end())
    expect((await send(createCall(server))).head.totalCount).toBe(count)
  })
})

describe('redirects', () => {
  it('F78 301/302/303/307/308 cross-origin, port change, scheme change, subdomain: not followed; shows target; Authorization, DPoP, x-* and body never leave', async () => {
    const plain = await serve((_request, response) => response.end('caught'))
    const secure = await serve((_request, response) => response.end('caught'), authority.issue(['localhost']))
    const targets = [
      // Another port, another scheme, another host, a subdomain (browsers and systems send *.localhost here).
      plain.origin,
      secure.origin,
      plain.origin.replace('127.0.0.1', 'localhost'),
      secure.origin.replace('localhost', 'sub.localhost'),
    ]
    for (const status of [301, 302, 303, 307, 308] as const) {
      for (const target of targets) {
        const server = await serve((_request, response) => {
          response.writeHead(status, { location: `${target}/steal?a=b` }).end('moved')
        })
        const { head, text } = await send(
          createCall(server, {
            method: 'POST',
            headers: { DPoP: 'proof', 'X-Api-Key': 'key' },
            body: '{"private":true}',
          }),
        )
        expect(head.status).toBe(status)
        expect(head.problem?.code).toBe('redirect_not_followed')
        expect(head.problem?.evidence).toContainEqual({ label: 'Redirects to', value: target })
        expect(text).toBe('moved')
        expect(server.hits).toHaveLength(1)
      }
    }
    expect(plain.connections() + secure.connections()).toBe(0)
  })

  it('F79 https→http: not followed, and not asked for', async () => {
    const plain = await serve((_request, response) => response.end('caught'))
    const server = await serve(
      (_request, response) => {
        response.writeHead(302, { location: plain.origin }).end()
      },
      authority.issue(['localhost']),
    )
    const { head } = await send(createCall(server))
    expect(head.problem?.code).toBe('redirect_not_followed')
    const down = createCall(server, { url: `http://localhost:${server.port}/` })
    expect((await problemOf(sendApiRequest(down))).code).toBe('origin_not_allowed')
    expect(plain.connections()).toBe(0)
    expect(server.connections()).toBe(1)
  })

  it('F80 redirect or typed URL to a private address: refused with the token unless that origin is configured', async () => {
    const inside = await serve((_request, response) => response.end('inside'))
    const { port } = inside
    const addresses = [
      `http://127.0.0.1:${port}`,
      'https://10.0.0.1',
      'http://10.0.0.1',
      'http://169.254.169.254',
      `http://[::1]:${port}`,
      `http://[::ffff:127.0.0.1]:${port}`,
      `http://0x7f.1:${port}`,
      `http://2130706433:${port}`,
      `http://127.1:${port}`,
      `http://localhost.:${port}`,
      `http://localhost:${port}`,
    ]
    for (const address of addresses) {
      const server = await serve((_request, response) => response.writeHead(307, { location: address }).end())
      expect((await send(createCall(server))).head.problem?.code).toBe('redirect_not_followed')
      const typed = createCall(server, { url: `${address}/` })
      expect((await problemOf(sendApiRequest(typed))).code).toBe('origin_not_allowed')
      expect(typed.accessToken).not.toHaveBeenCalled()
    }
    // A name that resolves to a private address is another origin than the one configured, whatever it resolves to.
    expect(inside.connections()).toBe(0)
    expect((await send(createCall(inside, { url: `http://0x7f.1:${port}/` }))).text).toBe('inside')
  })

  it('F83 an absolute next page link, in the Link header or in JSON, to another origin: not followed with the token', async () => {
    const evil = await serve((_request, response) => response.end('caught'))
    const next = `${evil.origin}/orders?page=2`
    const server = await serve((_request, response) => {
      response.writeHead(200, { link: `<${next}>; rel="next", </orders?page=9>; rel="last"` })
      response.end(JSON.stringify({ next }))
    })
    const { head, text } = await send(createCall(server))
    expect(head.links).toEqual({ last: `${server.origin}/orders?page=9` })
    const followed = createCall(server, { url: (JSON.parse(text) as { next: string }).next })
    expect((await problemOf(sendApiRequest(followed))).code).toBe('origin_not_allowed')
    expect(evil.connections()).toBe(0)
  })
})

describe('statuses', () => {
  it('F84 401 once: refresh once, retry once; 401 forever: stop, "accepted the sign-in but refuses the call"', async () => {
    const once = await serve((request, response) => {
      if (request.headers.authorization === `Bearer ${oldToken}`) response.writeHead(401).end('refused')
      else response.end('welcome')
    })
    for (const method of ['GET', 'POST'] as const) {
      const call = createCall(once, { method, ...(method === 'POST' && { body: 'x' }) })
      const { head, text } = await send(call)
      expect(text).toBe('welcome')
      expect(head).toMatchObject({ status: 200, hasRefreshed: true })
      expect(call.renewAccessToken.mock.calls).toEqual([[oldToken]])
    }
    expect(once.hits.map((hit) => [hit.method, hit.headers.authorization])).toEqual([
      ['GET', `Bearer ${oldToken}`],
      ['GET', `Bearer ${newToken}`],
      ['POST', `Bearer ${oldToken}`],
      ['POST', `Bearer ${newToken}`],
    ])

    const forever = await serve((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end('refused')
    })
    const call = createCall(forever)
    const { head, text } = await send(call)
    expect(text).toBe('refused')
    expect(head.problem).toMatchObject({ code: 'token_not_accepted', side: 'api' })
    expect(head.problem?.detail).toContain('accepted the sign-in but the API refuses the call')
    expect(head.problem?.evidence).toContainEqual({ label: 'Error', value: 'invalid_token' })
    expect(call.renewAccessToken).toHaveBeenCalledOnce()
    expect(forever.hits).toHaveLength(2)
  })

  it('shows the refused answer with the reason where there is no new token', async () => {
    const server = await serve((_request, response) => response.writeHead(401).end('refused'))
    const call = createCall(server)
    const problem = makeProblem('needs_sign_in', 'you', { title: 'Sign in again', detail: '', nextStep: '' })
    call.renewAccessToken.mockRejectedValue(new ProblemError(problem))
    const { head, text } = await send(call)
    expect(head).toMatchObject({ status: 401, problem, hasRefreshed: false })
    expect(text).toBe('refused')
    expect(server.hits).toHaveLength(1)
  })

  it('lets go of the refused answer when the renewal breaks', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(401)
      response.write('endless')
    })
    const call = createCall(server)
    call.renewAccessToken.mockRejectedValue(new Error('unforeseen'))
    await expect(sendApiRequest(call)).rejects.toThrow('unforeseen')
    await eventually(() => expect(server.openConnections()).toBe(0))
  })

  it.each<[string, string | undefined, string | undefined]>([
    [
      'Bearer realm="x", error="insufficient_scope", scope="orders:read orders:write"',
      'insufficient_scope',
      'orders:write',
    ],
    ['Bearer error=insufficient_scope, scope=admin', 'insufficient_scope', 'admin'],
    ['Bearer error="insufficient_scope"', 'insufficient_scope', undefined],
    ['Bearer error="other"', undefined, undefined],
    ['', undefined, undefined],
  ])('explains a 403 with %j', async (challenge, code, missing) => {
    const server = await serve((_request, response) =>
      response.writeHead(403, { 'www-authenticate': challenge }).end(),
    )
    const call = createCall(server)
    const { head } = await send(call)
    expect(head.problem?.code).toBe(code)
    expect(head.problem?.evidence.find(({ label }) => label === 'Missing scopes')?.value).toBe(missing)
    expect(call.renewAccessToken).not.toHaveBeenCalled()
  })

  it.each(['GET', 'POST'] as const)(
    'never repeats a %s that was answered with 429, and says when to',
    async (method) => {
      for (const [retryAfter, text] of [
        ['30', '30 s'],
        [new Date(Date.now() + 7_200_000).toUTCString(), '3600 s'],
        ['abc', undefined],
        ['-1', undefined],
      ] as const) {
        const server = await serve((_request, response) =>
          response.writeHead(429, { 'retry-after': retryAfter }).end(),
        )
        const { head } = await send(createCall(server, { method }))
        expect(head.problem?.code).toBe('rate_limited')
        expect(head.problem?.evidence.find(({ label }) => label === 'Retry after')?.value).toBe(text)
        expect(server.hits).toHaveLength(1)
      }
    },
  )

  it.each([500, 502, 503])('calls a %i the API\u2019s own failure and repeats nothing', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end('<h1>Oops</h1>'))
    const { head, text } = await send(createCall(server))
    expect(head.problem).toMatchObject({ code: 'provider_unavailable', side: 'api' })
    expect(text).toBe('<h1>Oops</h1>')
    expect(server.hits).toHaveLength(1)
  })

  it.each([204, 205, 304, 404])('has no problem with a %i', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end())
    const { head, text } = await send(createCall(server))
    expect(head.status).toBe(status)
    expect(head.problem).toBeUndefined()
    expect(text).toBe('')
  })
})

describe('an API that repeats what it was sent', () => {
  it('brings no token to the window: not in the body, the header fields, the status text, a link or a problem', async () => {
    const tokens = [oldToken, newToken, refreshToken]
    const server = await serve((request, response) => {
      if (request.headers.authorization === `Bearer ${oldToken}`) {
        response.writeHead(401).end()
        return
      }
      const echo = tokens.join(' ')
      response.writeHead(403, `Forbidden ${echo}`, {
        'content-encoding': 'gzip',
        'x-echo': echo,
        location: `https://${newToken}.example/`,
        link: `</orders?access_token=${newToken}>; rel="next"`,
        'www-authenticate': `Bearer error="insufficient_scope", scope="${newToken}"`,
      })
      const body = `${JSON.stringify(request.headers)} ${encodeURIComponent(refreshToken)} ${echo} `
      response.end(gzipSync(body.repeat(5_000)))
    })
    const call = createCall(server)
    const { head, text } = await send(call)
    const seen = JSON.stringify(head) + text
    for (const token of tokens) {
      expect(seen).not.toContain(token)
      expect(seen).not.toContain(encodeURIComponent(token))
    }
    expect(text).toContain(`"authorization":"Bearer ${'*'.repeat(newToken.length)}"`)
  })
})
