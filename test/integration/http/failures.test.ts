import { createServer as createTlsServer } from 'node:tls'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../contract/problem.ts'
import { createHttp } from '../../../main/http/client.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createAuthority } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type LoopbackServer, serve, serveRaw } from '../../support/loopback-server.ts'
import { problemOf } from '../../support/problem-of.ts'

const authority = createAuthority()
const http = createHttp({ clock: systemClock, version: '0.0.0', certificateAuthorities: [authority.cert] })
const answer = (origin: string) => http.fetch(origin)

async function unusedOrigin(): Promise<string> {
  // Port 1 (tcpmux) is not handed out by the system and nothing listens there.
  return 'http://127.0.0.1:1'
}

describe('TLS', () => {
  it('trusts the authority given, for the name in the certificate', async () => {
    const server = await serve((_request, response) => response.end('{}'), authority.issue(['localhost']))
    expect(await (await answer(server.origin)).json()).toEqual({})
  })

  it('B41 expired, not yet valid, self-signed, unknown authority, wrong host, no TLS, cut mid-body: one text each', async () => {
    const hourMs = 3_600_000
    const now = Date.now()
    const own = createAuthority('localhost')
    const secure = async (certificate: { key: string; cert: string }) =>
      (await serve((_request, response) => response.end('{}'), certificate)).origin
    const cut = await serve(
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('{"access')
        setImmediate(() => response.destroy())
      },
      authority.issue(['localhost']),
    )
    const plain = await serve((_request, response) => response.end('{}'))
    const origins: Array<[origin: string, title: RegExp]> = [
      [
        await secure(
          authority.issue(['localhost'], { from: new Date(now - 2 * hourMs), until: new Date(now - hourMs) }),
        ),
        /has expired$/,
      ],
      [
        await secure(
          authority.issue(['localhost'], { from: new Date(now + hourMs), until: new Date(now + 2 * hourMs) }),
        ),
        /not valid yet$/,
      ],
      [await secure(own), /is not trusted$/],
      [await secure(createAuthority().issue(['localhost'])), /is not trusted$/],
      [await secure(authority.issue(['elsewhere.example'])), /^The certificate is not for localhost/],
      [plain.origin.replace('http://127.0.0.1', 'https://localhost'), /^No secure connection to/],
      [cut.origin, /was lost$/],
    ]
    for (const [origin, title] of origins) {
      const problem = await problemOf(answer(origin))
      expect(problem.title).toMatch(title)
      expect(problem.code).toBe(/lost/.test(title.source) ? 'connection_lost' : 'tls_failed')
      expect(problem.detail + problem.nextStep).not.toMatch(/anyway|ignore|continue/i)
    }
  })

  it('B41 refuses TLS 1.1', async () => {
    const { key, cert } = authority.issue(['localhost'])
    const old = createTlsServer({
      key,
      cert,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    old.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve))
    const { port } = old.address() as { port: number }
    expect((await problemOf(answer(`https://localhost:${port}`))).code).toBe('tls_failed')
    old.close()
  })
})

describe('connections', () => {
  const raw = (text: string) => serveRaw((socket) => socket.once('data', () => socket.end(text)))

  it.each<[string, () => Promise<string>, string]>([
    ['a port where nothing listens', unusedOrigin, 'connection_refused'],
    ['a name that nobody has', async () => 'https://nobody.invalid', 'name_not_resolved'],
    [
      'a connection closed at once',
      async () => (await serveRaw((socket) => socket.destroy())).origin,
      'connection_lost',
    ],
    [
      'a connection reset',
      async () => (await serveRaw((socket) => socket.resetAndDestroy())).origin,
      'connection_lost',
    ],
    [
      'an answer cut in its head',
      async () => (await raw('HTTP/1.1 200 OK\r\nContent-')).origin,
      'connection_lost',
    ],
    [
      'an answer cut in its body',
      async () => (await raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}')).origin,
      'connection_lost',
    ],
    [
      'a cut chunked body',
      async () => (await raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}')).origin,
      'connection_lost',
    ],
    [
      'a cut gzip body',
      async () => {
        const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n'
        return (await raw(head + gzipSync('{"a":1}').subarray(0, 12).toString('latin1'))).origin
      },
      'connection_lost',
    ],
    ['no HTTP at all', async () => (await raw('SSH-2.0-OpenSSH_9.2\r\n')).origin, 'answer_unreadable'],
    [
      'a status that HTTP does not know',
      async () => (await raw('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n')).origin,
      'answer_unreadable',
    ],
    [
      'both Content-Length and Transfer-Encoding',
      async () =>
        (await raw('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'))
          .origin,
      'answer_unreadable',
    ],
    [
      '5 MB of header fields',
      async () =>
        (await raw(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(5_000)}\r\n`.repeat(1_000)}\r\n`)).origin,
      'answer_too_large',
    ],
  ])('names %s', async (_name, origin, code) => {
    expect((await problemOf(answer(await origin()))).code).toBe(code)
  })

  it('F87 204/304/205 with a body, 1xx flood, wrong Content-Length, both CL and TE, 5 MB headers: handled by the parser, typed', async () => {
    const outcome = async (text: string) => {
      const { origin } = await raw(text)
      return answer(origin).then(
        async (response) => `${response.status} ${await response.text()}`,
        (error: ProblemError) => error.problem.code,
      )
    }
    for (const status of [204, 304, 205]) {
      // What follows such a head is no body of it.
      const text = await outcome(`HTTP/1.1 ${status} X\r\nContent-Length: 4\r\n\r\nevil`)
      expect([`${status} `, 'answer_unreadable', 'connection_lost']).toContain(text)
    }
    expect(
      await outcome(`${'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1_000)}HTTP/1.1 200 OK\r\n\r\n{}`),
    ).toBe('200 {}')
    expect(await outcome('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}')).toBe('connection_lost')
    expect(['200 {}', 'answer_unreadable']).toContain(
      await outcome('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}evil'),
    )
    for (const length of ['-1', 'x', '2, 3', '1e3']) {
      expect(await outcome(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n{}`)).toBe(
        'answer_unreadable',
      )
    }
    expect(await outcome('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}')).toBe(
      'answer_unreadable',
    )
    expect(
      await outcome('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    ).toBe('answer_unreadable')
    expect(await outcome(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(5_000)}\r\n`.repeat(1_000)}\r\n`)).toBe(
      'answer_too_large',
    )
  })

  it('ends an endless flood of 1xx answers with the time limit', async () => {
    const clock = createFakeClock()
    let floods = 0
    const server = await serveRaw((socket) => {
      const pump = () => {
        floods++
        while (!socket.destroyed && socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)));
      }
      socket.on('drain', pump)
      socket.once('data', pump)
    })
    const problem = problemOf(createHttp({ clock, version: '0.0.0' }).fetch(server.origin))
    await eventually(() => expect(floods).toBeGreaterThan(3))
    clock.advance(30_000)
    expect((await problem).code).toBe('timed_out')
  })
})

describe('addresses', () => {
  it.each([
    'unix:/var/run/docker.sock:/info',
    'http://unix/var/run/docker.sock:/info',
    'https://unix/x',
    'file:///etc/passwd',
    'data:text/plain,x',
    'ftp://127.0.0.1/',
    'https://api@evil.example/',
    'https://:secret@api.example/',
    'http://api.example/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1.example/',
    '/relative',
    '',
  ])('refuses %s', async (url) => {
    const problem = await problemOf(http.stream({ method: 'GET', url }))
    expect(problem.code).toBe('origin_not_allowed')
    expect(JSON.stringify(problem)).not.toContain('secret')
  })
})

describe('H114 rejections', () => {
  const token = 'tok-3f9a71c2-canary'
  const secret = { authorization: `Bearer ${token}`, 'x-api-key': token }

  async function expectNoToken(attempt: Promise<unknown>): Promise<string> {
    const error = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(ProblemError)
    const seen = [
      inspect(error, {
        depth: Number.POSITIVE_INFINITY,
        showHidden: true,
        getters: true,
        maxStringLength: null,
        maxArrayLength: null,
      }),
      JSON.stringify(error),
      String((error as Error).stack),
    ].join('\n')
    expect(seen).not.toContain(token)
    expect(seen).not.toContain(Buffer.from(token).toString('base64').slice(0, 20))
    expect((error as Error).cause).toBeUndefined()
    return (error as ProblemError).problem.code
  }

  it('H114 no rejection of the client holds the token: inspected to any depth, as JSON, its stack, its cause', async () => {
    const url = (server: LoopbackServer) => `${server.origin}/?access_token=${token}`
    const body = `client_secret=${token}`
    const closed = await serveRaw((socket) => socket.once('data', () => socket.destroy()))
    const echo = await serveRaw((socket) =>
      socket.once('data', (asked) => socket.end(`${token} ${asked.toString()}`)),
    )
    const cut = await serveRaw((socket) =>
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 ${token}\r\nContent-Length: 999\r\nX-Echo: ${token}\r\n\r\n${token}`),
      ),
    )
    const zipped = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'x-echo': token }).end(token)
    })
    const strange = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': `gzip, ${token}` }).end(token)
    })
    const big = await serve((_request, response) => response.end(token.repeat(100_000)))
    const silent = await serve(() => {})
    const untrusted = await serve(
      (_request, response) => response.end(),
      createAuthority().issue(['localhost']),
    )
    const post = (server: LoopbackServer, signal?: AbortSignal) =>
      http.fetch(url(server), { method: 'POST', headers: secret, body, ...(signal && { signal }) })

    const codes: string[] = []
    for (const server of [closed, echo, cut, zipped, strange, big, untrusted])
      codes.push(await expectNoToken(post(server)))
    expect(codes).toEqual([
      'connection_lost',
      'answer_unreadable',
      'connection_lost',
      'answer_unreadable',
      'answer_unreadable',
      'answer_too_large',
      'tls_failed',
    ])
    expect(await expectNoToken(http.fetch(`http://127.0.0.1:1/?t=${token}`, { headers: secret }))).toBe(
      'connection_refused',
    )
    expect(await expectNoToken(http.fetch(`https://nobody.invalid/?t=${token}`, { headers: secret }))).toBe(
      'name_not_resolved',
    )
    expect(await expectNoToken(http.fetch(`https://u:${token}@a.example/`))).toBe('origin_not_allowed')
    const bad = { authorization: `Bearer ${token}\r\nX-Evil: 1` }
    expect(await expectNoToken(http.fetch(silent.origin, { headers: bad }))).toBe('invalid_argument')
    expect(await expectNoToken(http.fetch(silent.origin, { headers: { [`x ${token}`]: '1' } }))).toBe(
      'invalid_argument',
    )
    expect(await expectNoToken(http.fetch(silent.origin, { headers: secret, body }))).toBe('invalid_argument')
    const controller = new AbortController()
    const cancelled = expectNoToken(post(silent, controller.signal))
    await eventually(() => expect(silent.hits).toHaveLength(1))
    controller.abort(new Error(`reason with ${token}`))
    expect(await cancelled).toBe('cancelled')
  })
})
