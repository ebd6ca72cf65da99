import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createHttp } from '../../../main/http/client.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { serve, serveRaw } from '../../support/loopback-server.ts'
import { problemOf } from '../../support/problem-of.ts'

const http = createHttp({ clock: systemClock, version: '0.0.0' })

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('stream', () => {
  it('gives the head, the header fields in order and the body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(201, ['X-B', '1', 'X-A', '2', 'X-B', '3'])
      response.end('hello')
    })
    const answer = await http.stream({
      method: 'POST',
      url: `${server.origin}/a?b=c`,
      body: 'x',
      headers: { 'X-Asked': 'yes' },
    })
    expect(answer).toMatchObject({ status: 201, statusText: 'Created' })
    expect(answer.headers.slice(0, 3)).toEqual([
      ['x-b', '1'],
      ['x-a', '2'],
      ['x-b', '3'],
    ])
    expect(await readText(answer.body)).toBe('hello')
    expect(server.hits[0]).toMatchObject({
      method: 'POST',
      url: '/a?b=c',
      headers: { 'x-asked': 'yes', 'content-length': '1', 'user-agent': 'Keyfold/0.0.0' },
    })
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'sends %s without a body',
    async (method) => {
      const server = await serve((_request, response) => response.end())
      const answer = await http.stream({ method, url: server.origin })
      expect(await readText(answer.body)).toBe('')
      expect(server.hits.map((hit) => hit.method)).toEqual([method])
    },
  )

  it('uses a connection again once its answer was read', async () => {
    const server = await serve((_request, response) => response.end('x'))
    for (let turn = 0; turn < 3; turn++) {
      await readText((await http.stream({ method: 'GET', url: server.origin })).body)
    }
    expect(server.connections()).toBe(1)
  })

  it('does not read on while nobody takes the body', async () => {
    let sentBytes = 0
    let isBlocked = false
    const server = await serve((_request, response) => {
      const chunk = Buffer.alloc(65_536)
      const pump = () => {
        while (response.write(chunk)) sentBytes += chunk.length
        sentBytes += chunk.length
        isBlocked = true
        response.once('drain', () => {
          isBlocked = false
          pump()
        })
      }
      pump()
    })
    const answer = await http.stream({ method: 'GET', url: server.origin })
    // The kernel's buffers fill, and then the server waits.
    let before = -1
    await eventually(() => {
      const isStill = isBlocked && sentBytes === before
      before = sentBytes
      expect(isStill).toBe(true)
    }, 200)
    expect(sentBytes).toBeLessThan(32 * 1_048_576)
    const iterator = answer.body[Symbol.asyncIterator]()
    for (let read = 0; read < 8 * 1_048_576; ) read += (await iterator.next()).value?.byteLength ?? 0
    await eventually(() => expect(sentBytes).toBeGreaterThan(before))
    await iterator.return?.()
    await eventually(() => expect(server.openConnections()).toBe(0))
  })

  it('ends the exchange when reading stops, also before the first step', async () => {
    const server = await serve((_request, response) => response.write('x'))
    const answer = await http.stream({ method: 'GET', url: server.origin })
    expect(server.openConnections()).toBe(1)
    await answer.body[Symbol.asyncIterator]().return?.()
    await eventually(() => expect(server.openConnections()).toBe(0))
  })

  it('cancels before the head, in the body, and with a signal that is aborted already', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/body') response.write('x')
    })
    const waiting = new AbortController()
    const asked = problemOf(http.stream({ method: 'GET', url: server.origin, signal: waiting.signal }))
    await eventually(() => expect(server.hits).toHaveLength(1))
    waiting.abort()
    expect((await asked).code).toBe('cancelled')

    const reading = new AbortController()
    const answer = await http.stream({ method: 'GET', url: `${server.origin}/body`, signal: reading.signal })
    const read = problemOf(readText(answer.body))
    reading.abort()
    expect((await read).code).toBe('cancelled')

    expect(
      (await problemOf(http.stream({ method: 'GET', url: server.origin, signal: waiting.signal }))).code,
    ).toBe('cancelled')
    expect(server.hits).toHaveLength(2)
    await eventually(() => expect(server.openConnections()).toBe(0))
  })

  it('repeats a GET, not a POST, that meets a connection closed while it was idle', async () => {
    let requests = 0
    const server = await serveRaw((socket) => {
      socket.on('data', () => {
        if (++requests % 2 === 0) socket.resetAndDestroy()
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx')
      })
    })
    const ask = async (method: string) => readText((await http.stream({ method, url: server.origin })).body)
    expect(await ask('GET')).toBe('x')
    expect(await ask('GET')).toBe('x')
    expect(requests).toBe(3)
    // The third came over a connection of its own, closed since; the next opens one that then stays idle.
    requests = 0
    expect(await ask('GET')).toBe('x')
    expect((await problemOf(ask('POST'))).code).toBe('connection_lost')
    expect(requests).toBe(2)
  })

  it('B32 drip, no headers, black hole: ended by the limits, with a fake clock', async () => {
    const clock = createFakeClock()
    const limited = createHttp({ clock, version: '0.0.0' })
    const silent = await serveRaw(() => {})
    const headless = problemOf(limited.stream({ method: 'GET', url: silent.origin }))
    await eventually(() => expect(silent.connections()).toBe(1))
    clock.advance(60_000)
    expect((await headless).code).toBe('timed_out')

    const unanswered = problemOf(limited.fetch(silent.origin))
    await eventually(() => expect(silent.connections()).toBe(2))
    clock.advance(29_999)
    expect(clock.waiting()).toBeGreaterThan(0)
    clock.advance(1)
    expect((await unanswered).evidence).toContainEqual({ label: 'Limit', value: '30 s' })

    const dripping = await serve((_request, response) => response.write('x'))
    const answer = await limited.stream({ method: 'GET', url: dripping.origin })
    const iterator = answer.body[Symbol.asyncIterator]()
    expect((await iterator.next()).value?.byteLength).toBe(1)
    const next = problemOf(iterator.next())
    clock.advance(60_000)
    expect((await next).code).toBe('timed_out')

    const drip = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n')
      socket.on('close', () => clearInterval(timer))
      const timer = setInterval(() => socket.write('x'), 5)
    })
    const whole = problemOf(limited.fetch(drip.origin))
    await eventually(() => expect(drip.connections()).toBe(1))
    for (let second = 0; second < 30; second++) clock.advance(1_000)
    expect((await whole).code).toBe('timed_out')

    // 203.0.113.0/24 (RFC 5737) answers nobody; a network that refuses it at once is not a black hole.
    const cancel = new AbortController()
    const hole = problemOf(
      limited.stream({ method: 'GET', url: 'https://203.0.113.1/', signal: cancel.signal }),
    )
    cancel.abort()
    expect((await hole).code).toBe('cancelled')
    await eventually(() =>
      expect(silent.openConnections() + dripping.openConnections() + drip.openConnections()).toBe(0),
    )
    expect(clock.waiting()).toBe(0)
  })
})

describe('fetch', () => {
  it('gives a Response with status, fields and JSON, without cookies', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' })
      response.end('{"a":1}')
    })
    const response = await http.fetch(server.origin)
    expect(response).toBeInstanceOf(Response)
    expect(await response.json()).toEqual({ a: 1 })
    expect(response.headers.get('set-cookie')).toBeNull()
    await http.fetch(server.origin)
    expect(server.hits[1]?.headers.cookie).toBeUndefined()
  })

  it('sends form parameters as oauth4webapi gives them', async () => {
    let received = ''
    const server = await serve((request, response) => {
      request.on('data', (chunk) => {
        received += chunk
      })
      request.on('end', () => response.end('{}'))
    })
    await http.fetch(server.origin, {
      method: 'POST',
      body: new URLSearchParams({ code: 'a b' }),
      redirect: 'manual',
    })
    expect(received).toBe('code=a+b')
    expect(server.hits[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8')
  })

  it.each([204, 205, 304])('reads a %i', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status).end())
    const response = await http.fetch(server.origin)
    expect(response.status).toBe(status)
    expect(response.body).toBeNull()
  })

  it('B30 1 GB body / endless chunks: cut at 1 MiB', async () => {
    const announced = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000_000 })
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', pump)
      pump()
    })
    const endless = await serve((_request, response) => {
      const pump = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', pump)
      pump()
    })
    for (const server of [announced, endless]) {
      const problem = await problemOf(http.fetch(server.origin))
      expect(problem.code).toBe('answer_too_large')
      expect(problem.evidence).toContainEqual({ label: 'Limit', value: '1048576 bytes' })
      await eventually(() => expect(server.openConnections()).toBe(0))
    }
    const exact = await serve((_request, response) => response.end(Buffer.alloc(1_048_576)))
    expect((await (await http.fetch(exact.origin)).arrayBuffer()).byteLength).toBe(1_048_576)
  })

  it('B40 301, 302, 303, 307, 308 to another origin: not followed, nothing sent there', async () => {
    const evil = await serve((_request, response) => response.end('caught'))
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve((_request, response) => {
        response.writeHead(status, { location: `${evil.origin}/steal` }).end()
      })
      const response = await http.fetch(server.origin, { method: 'POST', body: 'code=secret' })
      expect(response.status).toBe(status)
    }
    expect(evil.connections()).toBe(0)
  })

  it('gives gzip decompressed and without its Content-Encoding', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
    })
    const response = await http.fetch(server.origin)
    expect(await response.json()).toEqual({ a: 1 })
    expect(response.headers.get('content-encoding')).toBeNull()
  })
})
