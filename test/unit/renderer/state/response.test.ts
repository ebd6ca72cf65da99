import { describe, expect, it } from 'vitest'
import { bodyPortChannel } from '../../../../contract/ipc.ts'
import type { ResponseHead } from '../../../../contract/models.ts'
import { makeProblem } from '../../../../contract/problem.ts'
import { type BodyPorts, createBodyPorts } from '../../../../renderer/state/body-ports.ts'
import { createResponse, type ResponseState } from '../../../../renderer/state/response.ts'
import { findPagePlace } from '../../../../renderer/state/response-pages.ts'
import { feedBody, openBodyHere } from '../../../support/body-feed.ts'
import { eventually } from '../../../support/eventually.ts'
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge.ts'
import { scenes } from '../../../support/renderer-harness/scenes.ts'

const encoder = new TextEncoder()
const refused = makeProblem('connection_refused', 'network', {
  title: 'Refused',
  detail: 'Refused.',
  nextStep: 'Again.',
})

function postPort(target: EventTarget, requestId: string, port: MessagePort, source: unknown = target): void {
  target.dispatchEvent(
    Object.assign(new Event('message'), {
      source,
      data: { channel: bodyPortChannel, requestId },
      ports: [port],
    }),
  )
}

interface Run {
  bridge: FakeBridge
  target: EventTarget
  ports: BodyPorts
  response: ReturnType<typeof createResponse>
  /** Resolves with the first state that fits. */
  until(fits: (state: ResponseState) => boolean): Promise<ResponseState>
}

/** Pages of rows at /orders?page=n; the body comes before the head for even pages. */
function run(pages: number, heads: (page: number) => Partial<ResponseHead> = () => ({})): Run {
  const scene = scenes['accounts-full']
  if (scene === undefined) throw new Error('no scene')
  const bridge = createFakeBridge(scene.snapshot('light'))
  const target = new EventTarget()
  const ports = createBodyPorts(target as Window)
  bridge.answer('request.send', async ({ requestId, request }) => {
    const page = Number(new URL(request.url).searchParams.get('page') ?? 1)
    const channel = new MessageChannel()
    feedBody(channel.port1, encoder.encode(`[{"id":${page * 2}},{"id":${page * 2 + 1}}]`))
    if (page % 2 === 0) postPort(target, requestId, channel.port2)
    else setTimeout(() => postPort(target, requestId, channel.port2))
    const link = (to: number) => `https://shop.example/orders?page=${to}`
    return {
      ok: true,
      value: {
        requestId,
        method: 'GET',
        url: request.url,
        status: 200,
        statusText: 'OK',
        headers: [['Content-Type', 'application/json; charset="utf-8"']],
        mediaType: 'application/json',
        durationMs: 3,
        receivedAtMs: Date.now(),
        hasRefreshed: false,
        links: page < pages ? { next: link(page + 1), last: link(pages) } : {},
        ...heads(page),
      },
    }
  })
  bridge.answer('request.cancel', () => ({ ok: true, value: {} }))
  const response = createResponse('a-demo', bridge, ports, openBodyHere)
  const until = (fits: (state: ResponseState) => boolean) =>
    new Promise<ResponseState>((resolve) => {
      const stop = response.store.subscribe(look)
      function look(state: ResponseState) {
        if (!fits(state)) return
        stop()
        resolve(state)
      }
      look(response.store.getState())
    })
  return { bridge, target, ports, response, until }
}

const firstPage = 'https://shop.example/orders?page=1'

describe('the explorer’s requests', () => {
  it('shows head and body, and notes the request', async () => {
    const { response, until } = run(1)
    await response.send('GET', firstPage)
    const state = await until(({ bodyStatus }) => bodyStatus?.isComplete === true)
    expect(state.head?.status).toBe(200)
    expect(state.bodyStatus?.table?.rowCount).toBe(2)
    expect(state.history).toMatchObject([{ method: 'GET', url: firstPage, status: 200, durationMs: 3 }])
  })

  it('keeps the response until the next head is there, and shows a failure without one', async () => {
    const { bridge, response, until } = run(1)
    await response.send('GET', firstPage)
    await until(({ bodyStatus }) => bodyStatus?.isComplete === true)
    let fail = (_: { ok: false; problem: typeof refused }) => {}
    bridge.answer(
      'request.send',
      () =>
        new Promise((resolve) => {
          fail = resolve
        }),
    )
    const sent = response.send('GET', 'https://shop.example/gone')
    expect(response.store.getState()).toMatchObject({
      head: { status: 200 },
      sending: { url: 'https://shop.example/gone' },
    })
    await eventually(() =>
      expect(bridge.called.filter(({ name }) => name === 'request.send')).toHaveLength(2),
    )
    fail({ ok: false, problem: refused })
    await sent
    expect(response.store.getState()).toMatchObject({ head: undefined, body: undefined, problem: refused })
  })

  it('cancels in main, and drops what comes all the same', async () => {
    const { bridge, target, response } = run(1)
    let answer = (_: never) => {}
    bridge.answer(
      'request.send',
      () =>
        new Promise((resolve) => {
          answer = resolve as typeof answer
        }),
    )
    const sent = response.send('GET', firstPage)
    const requestId = response.store.getState().sending?.requestId ?? ''
    await eventually(() => expect(bridge.called.map(({ name }) => name)).toContain('request.send'))
    response.cancel()
    expect(bridge.called.at(-1)).toEqual({ name: 'request.cancel', args: { requestId } })
    expect(response.store.getState().sending).toBeUndefined()
    answer({ ok: true, value: {} } as never)
    await sent
    expect(response.store.getState()).toMatchObject({ head: undefined, problem: undefined })
    const channel = new MessageChannel()
    const closed = new Promise((resolve) => channel.port1.addEventListener('close', resolve))
    postPort(target, requestId, channel.port2)
    await closed
  })

  it('follows the pages to the last and appends their rows', async () => {
    const { bridge, response, until } = run(4)
    await response.send('GET', firstPage)
    await until(({ bodyStatus }) => bodyStatus?.isComplete === true)
    await response.loadPages()
    const state = response.store.getState()
    expect(state).toMatchObject({
      bodyStatus: { pageCount: 4, table: { rowCount: 8 } },
      pages: { isLoading: false },
    })
    expect(state.pages.next).toBeUndefined()
    const rows = await state.body?.ask('rows', { view: 0, from: 0, to: 20 })
    expect(rows?.map((row) => row.cells[0]?.text)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9'])
    expect(bridge.called.filter(({ name }) => name === 'request.send')).toHaveLength(4)
  })

  it('stops following where a page fails or names itself as the next', async () => {
    const failing = run(9, (page) => (page === 3 ? { status: 500, problem: refused } : {}))
    await failing.response.send('GET', firstPage)
    await failing.until(({ bodyStatus }) => bodyStatus?.isComplete === true)
    await failing.response.loadPages()
    expect(failing.response.store.getState()).toMatchObject({
      bodyStatus: { pageCount: 2 },
      pages: { problem: refused },
    })

    const circular = run(9, (page) =>
      page === 2 ? { links: { next: 'https://shop.example/orders?page=2' } } : {},
    )
    await circular.response.send('GET', firstPage)
    await circular.until(({ bodyStatus }) => bodyStatus?.isComplete === true)
    await circular.response.loadPages()
    expect(circular.response.store.getState().bodyStatus?.pageCount).toBe(2)
  })

  it('takes no port from another window', async () => {
    const target = new EventTarget()
    const ports = createBodyPorts(target as Window)
    const foreign = new MessageChannel()
    const own = new MessageChannel()
    postPort(target, 'r-1', foreign.port1, {})
    postPort(target, 'r-1', own.port1)
    expect(await ports.take('r-1')).toBe(own.port1)
    for (const port of [foreign.port1, foreign.port2, own.port1, own.port2]) port.close()
  })
})

describe('findPagePlace', () => {
  const head = (url: string, links: ResponseHead['links'], totalCount?: number) =>
    findPagePlace({ url, links, ...(totalCount === undefined ? {} : { totalCount }) })
  it('reads page numbers and offsets', () => {
    const at = (page: number) => `https://a.example/x?page=${page}`
    expect(head('https://a.example/x', { next: at(2), last: at(10) })).toEqual({ page: 1, of: 10 })
    expect(head(at(10), { prev: at(9) })).toEqual({ page: 10, of: 10 })
    expect(head('https://a.example/x', { prev: at(3), next: at(5) })).toEqual({ page: 4 })
    expect(
      head('https://a.example/x?offset=40&limit=20', { next: 'https://a.example/x?offset=60&limit=20' }, 95),
    ).toEqual({ page: 3, of: 5 })
    expect(head(at(1), {})).toBeUndefined()
    expect(head('https://a.example/x', { next: 'https://a.example/x?cursor=abc' })).toBeUndefined()
  })
})
