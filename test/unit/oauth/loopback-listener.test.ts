import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { refuseRequest } from '../../../main/oauth/callback-request.ts'
import {
  type ListenerOptions,
  type LoopbackListener,
  openLoopbackListener,
} from '../../../main/oauth/loopback-listener.ts'
import type { CallbackAnswer } from '../../../main/oauth/parse-callback.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { problemOf } from '../../support/problem-of.ts'

const issuer = 'https://provider.example'
const state = 'the-state-of-this-attempt'
const right = `code=abc&state=${state}&iss=${encodeURIComponent(issuer)}`

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

interface Opened extends LoopbackListener {
  readonly port: number
  readonly answers: CallbackAnswer[]
  readonly ignored: string[]
}

async function open(changes: Partial<ListenerOptions> = {}): Promise<Opened> {
  const ignored: string[] = []
  const listener = await openLoopbackListener({
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    state,
    issuer,
    isIssRequired: true,
    clock: systemClock,
    onIgnored: (reason) => ignored.push(reason),
    ...changes,
  })
  closers.push(listener.close)
  const answers: CallbackAnswer[] = []
  void listener.answer.then((answer) => answers.push(answer))
  return { ...listener, port: Number(new URL(listener.redirectUri).port), answers, ignored }
}

const come = (listener: LoopbackListener, query: string) => fetch(`${listener.redirectUri}?${query}`)

/** Sends bytes over a bare socket; resolves with all that came back once the other side closed. */
function exchange(port: number, bytes: string | Buffer, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host })
    let received = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      received += chunk
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(received)
      else reject(error)
    })
    socket.on('close', () => resolve(received))
    socket.on('connect', () => socket.write(bytes))
  })
}

const get = (port: number, target: string, lines: string[] = [`Host: 127.0.0.1:${port}`], version = '1.1') =>
  exchange(port, [`GET ${target} HTTP/${version}`, ...lines, '', ''].join('\r\n'))

const statusOf = (received: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1])

/** The listener still waits: the real answer is taken afterwards. */
async function expectStillWaiting(listener: Opened): Promise<void> {
  expect(listener.answers).toEqual([])
  expect((await come(listener, right)).status).toBe(200)
  expect(await listener.answer).toMatchObject({ kind: 'code' })
}

describe('state', () => {
  it('A1 wrong state: a 400 page, ignored, still waiting', async () => {
    const listener = await open()
    const response = await come(listener, `code=abc&state=another&iss=${issuer}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('belongs to no sign-in')
    expect(listener.ignored).toEqual(['state differs'])
    await expectStillWaiting(listener)
  })

  it.each(['code=abc', 'code=abc&state=', ''])(
    'A2 missing state: ignored, still waiting (%s)',
    async (query) => {
      const listener = await open()
      expect((await come(listener, query)).status).toBe(400)
      await expectStillWaiting(listener)
    },
  )

  it('A3 a replayed answer is told that it was used and changes nothing', async () => {
    const listener = await open()
    await come(listener, right)
    const again = await come(listener, right)
    expect(await again.text()).toContain('already used')
    expect(listener.ignored).toEqual(['repeated'])
    expect(listener.answers).toHaveLength(1)
  })

  it('A8 an error without state, or with a wrong one, is ignored', async () => {
    const listener = await open()
    expect((await come(listener, 'error=access_denied')).status).toBe(400)
    expect((await come(listener, 'error=access_denied&state=another')).status).toBe(400)
    await expectStillWaiting(listener)
  })
})

describe('the request', () => {
  it.each([
    ['evil.test', (port: number) => [`Host: evil.test:${port}`], 421],
    ['localhost', (port: number) => [`Host: localhost:${port}`], 421],
    ['another port', () => ['Host: 127.0.0.1:1'], 421],
    ['no port', () => ['Host: 127.0.0.1'], 421],
    ['none', () => [], 400],
    ['two', (port: number) => [`Host: 127.0.0.1:${port}`, `Host: 127.0.0.1:${port}`], 400],
  ] as const)('A9 Host %s is refused', async (_name, lines, status) => {
    const listener = await open()
    expect(statusOf(await get(listener.port, `/callback?${right}`, [...lines(listener.port)]))).toBe(status)
    await expectStillWaiting(listener)
  })

  it.each([
    ['127.0.0.1:80', '127.0.0.1', undefined],
    ['127.0.0.1:80', '127.0.0.1:80', undefined],
    ['[::1]:80', '[::1]', undefined],
    ['127.0.0.1:80', 'evil.test', 421],
    ['127.0.0.1:8080', '127.0.0.1', 421],
    ['127.0.0.1:1080', '127.0.0.1:10', 421],
  ])('A9 bound to %s, Host %s: browsers leave out port 80 and no other', (bound, host, status) => {
    const request = { method: 'GET', url: '/callback?a=b', httpVersion: '1.1', rawHeaders: ['Host', host] }
    expect(refuseRequest(request, bound, '/callback')?.status).toBe(status)
  })

  it('A9 HTTP/1.0 is refused, with and without Host', async () => {
    const listener = await open()
    for (const lines of [[], [`Host: 127.0.0.1:${listener.port}`]]) {
      expect(statusOf(await get(listener.port, `/callback?${right}`, lines, '1.0'))).toBe(400)
    }
    await expectStillWaiting(listener)
  })

  it.each([
    ['absolute form', `http://127.0.0.1/callback?${right}`],
    ['another host in absolute form', `http://evil.test/callback?${right}`],
    ['double slash', `//evil/callback?${right}`],
    ['open bracket', 'http://['],
    ['NUL', `/callback\0?${right}`],
    ['encoded dot segments', `/x/%2e%2e/callback?${right}`],
    ['half-encoded dot segments', `/x/.%2E/callback?${right}`],
    ['dot segments', `/x/../callback?${right}`],
    ['fragment', `/callback?${right}#x`],
    ['asterisk', '*'],
  ])('A10 target with %s is refused without an exception', async (_name, target) => {
    const listener = await open()
    expect(statusOf(await get(listener.port, target))).toBe(400)
    await expectStillWaiting(listener)
  })

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE'])(
    'A11 %s is refused and does not use up the sign-in',
    async (method) => {
      const listener = await open()
      const host = `Host: 127.0.0.1:${listener.port}`
      const received = await exchange(
        listener.port,
        `${method} /callback?${right} HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\n\r\n`,
      )
      expect(statusOf(received)).toBe(405)
      expect(received.toLowerCase()).toContain('allow: get')
      await expectStillWaiting(listener)
    },
  )

  it('A11 CONNECT, Upgrade and Expect are refused and do not use up the sign-in', async () => {
    const listener = await open()
    const { port } = listener
    const host = `Host: 127.0.0.1:${port}`
    const requests = [
      `CONNECT 127.0.0.1:${port} HTTP/1.1\r\n${host}\r\n\r\n`,
      `GET /callback?${right} HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      `POST /callback?${right} HTTP/1.1\r\n${host}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`,
    ]
    for (const bytes of requests) expect(statusOf(await exchange(port, bytes))).toBe(405)
    await expectStillWaiting(listener)
  })

  it.each([
    ['a URL of 20 kB', (size: number) => [`/callback?${right}&x=${'x'.repeat(size)}`, []] as const, 20_000],
    ['a URL of 1 MB', (size: number) => [`/callback?${right}&x=${'x'.repeat(size)}`, []] as const, 1_000_000],
    [
      '2,000 header fields',
      (size: number) => [`/callback?${right}`, Array.from({ length: size }, (_, i) => `x-${i}: y`)] as const,
      2_000,
    ],
    [
      '500 short header fields',
      (size: number) => [`/callback?${right}`, Array.from({ length: size }, () => 'x: y')] as const,
      500,
    ],
  ])('A13 %s is answered with 431', async (_name, make, size) => {
    const listener = await open()
    const [target, fields] = make(size)
    const received = await get(listener.port, target, [`Host: 127.0.0.1:${listener.port}`, ...fields])
    // A client that still writes when the connection closes may lose the answer to a reset.
    if (size < 1_000_000 || received !== '') expect(statusOf(received)).toBe(431)
    await expectStillWaiting(listener)
  })

  it('A15 a TLS ClientHello and binary are closed', async () => {
    const listener = await open()
    const clientHello = Buffer.from('16030100c8010000c40303', 'hex')
    const binary = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 31) % 256))
    for (const bytes of [clientHello, binary]) {
      expect(await exchange(listener.port, bytes)).not.toContain('200')
    }
    await expectStillWaiting(listener)
  })

  it.each(['/favicon.ico', '/', '/callback/', '/callbac', '/CALLBACK', '/robots.txt'])(
    'A27 %s is not found and not counted',
    async (path) => {
      const listener = await open()
      expect(statusOf(await get(listener.port, `${path}?${right}`))).toBe(404)
      await expectStillWaiting(listener)
    },
  )

  it('A27 a callback that is fetched ahead and comes again after the sign-in gets the page that says so', async () => {
    const listener = await open()
    await come(listener, right)
    await listener.finish('signedIn')
    const again = await come(listener, right)
    expect(again.status).toBe(200)
    expect(await again.text()).toContain('You are signed in')
  })
})

describe('connections', () => {
  /** Opens sockets that send a little and then nothing. */
  async function openSlow(port: number, count: number): Promise<Socket[]> {
    const sockets: Socket[] = []
    for (let index = 0; index < count; index += 1) {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.on('error', () => {})
      socket.resume()
      closers.push(() => socket.destroy())
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.write('GET /callback HTTP/1.1\r\nX-Slow: ')
      sockets.push(socket)
    }
    return sockets
  }
  const closed = (socket: Socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))

  it('A14 200 slow connections: at most 20 are held and the real answer is served', async () => {
    // No time limit closes them here: the cap alone does.
    const listener = await open({ limits: { headersTimeoutMs: 3_600_000 } })
    const sockets = await openSlow(listener.port, 200)
    await Promise.all(sockets.slice(0, 180).map(closed))
    expect(sockets.slice(180).filter((socket) => socket.closed)).toEqual([])
    await expectStillWaiting(listener)
  })

  it('A14 a slow connection is closed at the limit for request heads, long before Node’s own of a minute', {
    timeout: 30_000,
  }, async () => {
    const listener = await open()
    const [slow] = await openSlow(listener.port, 1)
    const silent = connect({ port: listener.port, host: '127.0.0.1' })
    closers.push(() => silent.destroy())
    silent.resume()
    if (slow) await closed(slow)
    await closed(silent)
    await expectStillWaiting(listener)
  })

  it('a browser that connects ahead and sends nothing blocks nobody', async () => {
    const listener = await open()
    const ahead = connect({ port: listener.port, host: '127.0.0.1' })
    closers.push(() => ahead.destroy())
    await new Promise((resolve) => ahead.once('connect', resolve))
    await expectStillWaiting(listener)
  })

  it('A12 nothing but the loopback address is bound', async () => {
    const listener = await open()
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const outside = addresses.find(({ internal, family }) => !internal && family === 'IPv4')
    if (outside) {
      await expect(exchange(listener.port, 'GET / HTTP/1.1\r\n\r\n', outside.address)).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      })
    }
    if (process.platform === 'linux') {
      const hexPort = listener.port.toString(16).toUpperCase().padStart(4, '0')
      const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
      const isListening = /^\s*\d+: ([0-9A-F]+:[0-9A-F]{4}) [0-9A-F]+:0000 0A /
      const bound = tables
        .join('\n')
        .split('\n')
        .flatMap((line) => isListening.exec(line)?.[1] ?? [])
        .filter((local) => local.endsWith(`:${hexPort}`))
      expect(bound).toEqual([`0100007F:${hexPort}`])
    }
    expect.assertions((outside ? 1 : 0) + (process.platform === 'linux' ? 1 : 0))
  })
})

describe('the port', () => {
  async function occupy(host: string): Promise<{ server: Server; port: number }> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const address = server.address()
    return { server, port: typeof address === 'object' && address ? address.port : 0 }
  }

  /** The port of a server on [::1] that nobody has on 127.0.0.1, where other tests listen at the same time. */
  async function occupyIpv6Alone(): Promise<number> {
    for (;;) {
      const { port } = await occupy('::1')
      const probe = createServer()
      const isFree = await new Promise((resolve) => {
        probe.once('error', () => resolve(false))
        probe.listen({ host: '127.0.0.1', port }, () => resolve(true))
      })
      await new Promise((resolve) => probe.close(resolve))
      if (isFree) return port
    }
  }

  it('A16 a fixed port that is taken is named, and a free one offered', async () => {
    const { port } = await occupy('127.0.0.1')
    const problem = await problemOf(open({ port }))
    expect(problem).toMatchObject({ code: 'port_in_use', side: 'this computer' })
    expect(problem.title).toBe(`Port ${port} is used by another program`)
    const free = Number(problem.evidence.find(({ label }) => label === 'free port')?.value)
    expect(new URL((await open({ port: free })).redirectUri).port).toBe(String(free))
  })

  it.runIf(process.platform === 'linux')('A17 a wildcard listener on the fixed port is noticed', async () => {
    const { port } = await occupy('0.0.0.0')
    expect(await problemOf(open({ port }))).toMatchObject({ code: 'port_in_use' })
  })

  it('A18 the redirect URI is the literal that was bound, though another program has the port of the other family', async () => {
    const port = await occupyIpv6Alone()
    const listener = await open({ port })
    expect(listener.redirectUri).toBe(`http://127.0.0.1:${port}/callback`)
    await expectStillWaiting(listener)
  })

  it('binds [::1] where the setup says so', async () => {
    const listener = await open({ host: '[::1]' })
    expect(listener.redirectUri).toBe(`http://[::1]:${listener.port}/callback`)
    await expectStillWaiting(listener)
  })

  it('A25 closing frees the port and ends every connection', async () => {
    const listener = await open()
    const held = connect({ port: listener.port, host: '127.0.0.1' })
    held.on('error', () => {})
    await new Promise((resolve) => held.once('connect', resolve))
    const ended = new Promise((resolve) => held.once('close', resolve))
    await listener.close()
    await ended
    await expect(come(listener, right)).rejects.toThrow()
    expect((await open({ port: listener.port })).redirectUri).toBe(listener.redirectUri)
  })

  it('a new sign-in takes over a fixed port on which the last one only answers repeats', async () => {
    const first = await open()
    await come(first, right)
    await first.finish('signedIn')
    const second = await open({ port: first.port })
    await expectStillWaiting(second)
  })

  it('finishing without an answer closes at once', async () => {
    const listener = await open()
    await listener.finish('failed')
    await expect(come(listener, right)).rejects.toThrow()
  })
})

describe('the page', () => {
  it('A24 holds nothing of the query, and nothing may run, load, frame, store or refer', async () => {
    const markup = '<script>alert(1)</script><img src=x onerror=alert(1)>'
    const hostile = [
      `error=access_denied&error_description=${encodeURIComponent(markup)}&state=${state}&iss=${issuer}`,
      `error=${encodeURIComponent(markup)}&error_uri=javascript:alert(1)&state=${state}&iss=${issuer}`,
      `code=${encodeURIComponent(markup)}&state=${encodeURIComponent(markup)}`,
      right,
    ]
    for (const query of hostile) {
      const listener = await open()
      const response = await come(listener, query)
      const text = await response.text()
      expect(text).not.toMatch(/<script|onerror|alert|javascript:/i)
      for (const value of new URLSearchParams(query).values()) expect(text).not.toContain(value)
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]+=*'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      )
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-type': 'text/html; charset=utf-8',
      })
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
      expect(response.headers.has('set-cookie')).toBe(false)
    }
  })

  it('is complete HTML that needs nothing from elsewhere', async () => {
    const listener = await open()
    const text = await (await come(listener, right)).text()
    expect(text).toMatch(
      /^<!doctype html>[\s\S]*<title>Back to Keyfold · Keyfold<\/title>[\s\S]*<\/html>\s*$/,
    )
    expect(text).not.toMatch(/src=|href=|url\(|@import/i)
  })

  it('closes the connection after each answer', async () => {
    const listener = await open()
    const connection = await new Promise((resolve) => {
      request(`${listener.redirectUri}?${right}`, (response) => resolve(response.headers.connection)).end()
    })
    expect(connection).toBe('close')
  })
})
