import { randomBytes } from 'node:crypto'
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createHttp } from '../../../main/http/client.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { serve } from '../../support/loopback-server.ts'
import { problemOf } from '../../support/problem-of.ts'

const http = createHttp({ clock: systemClock, version: '0.0.0' })
const text = JSON.stringify({ orders: Array.from({ length: 500 }, (_, id) => ({ id })) })

async function serveEncoded(encoding: string | string[], body: Uint8Array) {
  return serve((_request, response) => {
    response.setHeader('content-encoding', encoding)
    response.end(body)
  })
}

describe('decompression', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', Buffer.from(text)],
  ])('reads %s', async (encoding, body) => {
    const server = await serveEncoded(encoding, body)
    expect(await (await http.fetch(server.origin)).text()).toBe(text)
    expect(server.hits[0]?.headers['accept-encoding']).toBe('gzip, br')
  })

  it('does not mind a Content-Encoding of an answer without a body', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(204, { 'content-encoding': 'zstd' }).end(),
    )
    expect((await http.fetch(server.origin)).status).toBe(204)
  })

  it('B31 gzip bomb, br bomb: cut after decompression; gzip×3, zstd, broken gzip: refused', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(8 * 1_048_576))
    expect(bomb.length).toBeLessThan(1_000)
    for (const [encoding, body] of [
      ['br', bomb],
      ['gzip', gzipSync(Buffer.alloc(8 * 1_048_576))],
    ] as const) {
      const server = await serveEncoded(encoding, body)
      expect((await problemOf(http.fetch(server.origin))).code).toBe('answer_too_large')
    }
    const thrice = gzipSync(gzipSync(gzipSync(text)))
    for (const [encoding, body] of [
      ['gzip, gzip, gzip', thrice],
      [['gzip', 'gzip', 'gzip'], thrice],
      ['zstd', randomBytes(100)],
      ['x-unknown', randomBytes(100)],
      ['gzip', randomBytes(100)],
      ['gzip', gzipSync(randomBytes(5_000)).subarray(0, 2_000)],
      ['br', randomBytes(100)],
    ] as const) {
      const server = await serveEncoded(typeof encoding === 'string' ? encoding : [...encoding], body)
      expect(await problemOf(http.fetch(server.origin))).toMatchObject({
        code: 'answer_unreadable',
        side: 'network',
      })
    }
  })

  it('F95 a gzip bomb in an API answer: cut at the limit, read no further', async () => {
    let sentBytes = 0
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      const gzip = createGzip()
      gzip.on('data', (chunk: Uint8Array) => {
        sentBytes += chunk.length
      })
      gzip.pipe(response)
      const pump = () => {
        while (!response.destroyed && gzip.write(Buffer.alloc(1_048_576)));
      }
      gzip.on('drain', pump)
      pump()
      response.on('close', () => gzip.destroy())
    })
    const answer = await http.stream({ method: 'GET', url: server.origin, maxBodyBytes: 10 * 1_048_576 })
    let readBytes = 0
    const problem = await problemOf(
      (async () => {
        for await (const chunk of answer.body) readBytes += chunk.byteLength
      })(),
    )
    expect(problem.code).toBe('answer_too_large')
    expect(readBytes).toBeLessThanOrEqual(10 * 1_048_576)
    await eventually(() => expect(server.openConnections()).toBe(0))
    expect(sentBytes).toBeLessThan(1_048_576)
    for (const encoding of ['zstd', 'gzip, br', 'compress']) {
      const odd = await serveEncoded(encoding, randomBytes(100))
      expect((await problemOf(http.stream({ method: 'GET', url: odd.origin }))).code).toBe(
        'answer_unreadable',
      )
    }
  })
})
