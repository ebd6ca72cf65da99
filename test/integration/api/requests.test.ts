import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { responseHeadSchema } from '../../../contract/models.ts'
import { createRequests, type RequestAccounts } from '../../../main/api/requests.ts'
import { createHttp } from '../../../main/http/client.ts'
import type { Clock } from '../../../main/ports.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { setupWithApis } from '../../support/api-setup.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type LoopbackServer, serve } from '../../support/loopback-server.ts'
import { problemOf } from '../../support/problem-of.ts'
import { createTestChannel, type TestChannel } from '../../support/test-channel.ts'

const token = 'access-token-9b3e'

function start(
  server: LoopbackServer,
  options: { clock?: Clock; room?: number; accessToken?: RequestAccounts['accessToken'] } = {},
) {
  const { clock = systemClock, room, accessToken = async () => token } = options
  const channels = new Map<string, TestChannel>()
  const logged: string[] = []
  const note = (event: string, facts = {}) => logged.push(`${event} ${JSON.stringify(facts)}`)
  const requests = createRequests({
    http: createHttp({ clock, version: '0.0.0' }),
    clock,
    log: { info: note, warn: note },
    accounts: {
      accessToken,
      renew: async () => token,
      setupOf: () => setupWithApis(server.origin),
      bindingOf: async () => ({}),
      scopesOf: () => ({ granted: [], asked: [] }),
      noteScopesNeeded: () => {},
      secretsOf: () => [token],
    },
    openBodyChannel(requestId) {
      const channel = createTestChannel(room === undefined ? {} : { room })
      channels.set(requestId, channel)
      return channel
    },
  })
  const send = (requestId: string) =>
    requests.send(requestId, { accountId: 'account-1', method: 'GET', url: `${server.origin}/secret-path` })
  return { requests, send, channels, logged }
}

const endless = () =>
  serve((_request, response) => {
    const pump = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', pump)
    pump()
  })

describe('requests', () => {
  it('give a head that fits the contract, and the body over the channel', async () => {
    const body = Buffer.alloc(3_000_000, 'orders ')
    const server = await serve((_request, response) => response.end(body))
    const { send, channels, logged } = start(server)
    const head = await send('request-1')
    expect(v.parse(responseHeadSchema, head)).toMatchObject({ requestId: 'request-1', status: 200 })
    await eventually(() =>
      expect(channels.get('request-1')?.last).toMatchObject({ type: 'end', totalBytes: body.length }),
    )
    expect(Buffer.concat(channels.get('request-1')?.chunks ?? []).equals(body)).toBe(true)
    expect(logged).toEqual(['request.answered {"status":200,"hasRefreshed":false}'])
  })

  it('refuse an identifier that is in use, and take it again afterwards', async () => {
    const server = await serve((_request, response) => response.end('x'))
    const { send, channels } = start(server)
    const first = send('request-1')
    expect((await problemOf(send('request-1'))).code).toBe('invalid_argument')
    await first
    await eventually(() => expect(channels.get('request-1')?.last).toBeDefined())
    await eventually(async () => expect((await send('request-1')).status).toBe(200))
  })

  it('are cancelled while they wait for the token, for the head, and in the body', async () => {
    const silent = await serve(() => {})
    const waiting = start(silent, {
      accessToken: (_accountId, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    const beforeToken = problemOf(waiting.send('request-1'))
    waiting.requests.cancel('request-1')
    expect((await beforeToken).code).toBe('cancelled')

    const asking = start(silent)
    const beforeHead = problemOf(asking.send('request-1'))
    await eventually(() => expect(silent.hits).toHaveLength(1))
    asking.requests.cancel('request-1')
    expect((await beforeHead).code).toBe('cancelled')
    expect(asking.channels.size).toBe(0)

    const flowing = await endless()
    const { send, requests, channels } = start(flowing)
    await send('request-1')
    await eventually(() => expect(channels.get('request-1')?.chunks.length).toBeGreaterThan(1))
    requests.cancel('request-1')
    await eventually(() =>
      expect(channels.get('request-1')?.last).toMatchObject({ type: 'cut', problem: { code: 'cancelled' } }),
    )
    await eventually(() => expect(flowing.openConnections()).toBe(0))
    requests.cancel('request-1')
    requests.cancel('request-2')
  })

  it('are cancelled while the window has no room', async () => {
    const server = await endless()
    const { send, requests, channels } = start(server, { room: 2 })
    await send('request-1')
    await eventually(() => expect(channels.get('request-1')?.chunks).toHaveLength(2))
    requests.cancel('request-1')
    await eventually(() => expect(channels.get('request-1')?.last).toMatchObject({ type: 'cut' }))
    await eventually(() => expect(server.openConnections()).toBe(0))
  })

  it('end when the window closes the channel', async () => {
    const server = await endless()
    const { send, channels } = start(server)
    await send('request-1')
    channels.get('request-1')?.close()
    await eventually(() => expect(server.openConnections()).toBe(0))
    expect(channels.get('request-1')?.last).toBeUndefined()
  })

  it('are all cancelled at once', async () => {
    const silent = await serve(() => {})
    const { send, requests } = start(silent)
    const all = [problemOf(send('request-1')), problemOf(send('request-2'))]
    await eventually(() => expect(silent.hits).toHaveLength(2))
    requests.cancelAll()
    expect((await Promise.all(all)).map((problem) => problem.code)).toEqual(['cancelled', 'cancelled'])
  })

  it('wait 60 s for the head, token included, and 60 s for the next part of the body', async () => {
    const clock = createFakeClock()
    const silent = await serve(() => {})
    const slow = start(silent, {
      clock,
      accessToken: async () => {
        clock.advance(40_000)
        return token
      },
    })
    const late = problemOf(slow.send('request-1'))
    await eventually(() => expect(silent.hits).toHaveLength(1))
    clock.advance(20_000)
    expect((await late).code).toBe('timed_out')
    expect(slow.logged).toEqual(['request.failed {"code":"timed_out"}'])

    const stalled = await serve((_request, response) => response.write('x'))
    const { send, channels } = start(stalled, { clock })
    await send('request-1')
    await eventually(() => expect(channels.get('request-1')?.chunks).toHaveLength(1))
    clock.advance(60_000)
    await eventually(() =>
      expect(channels.get('request-1')?.last).toMatchObject({
        type: 'cut',
        totalBytes: 1,
        problem: { code: 'timed_out' },
      }),
    )
  })
})
