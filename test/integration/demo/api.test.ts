import { crc32, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import { signIn } from '../../support/demo-sign-in.ts'

let provider: DemoProvider
let token: string
beforeAll(async () => {
  provider = await startDemoProvider()
  token = (await signIn(provider)).access_token
})
afterAll(() => provider.close())

const call = (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  fetch(`${provider.apiBaseUrl}${path}`, { headers })

/** Link relations of RFC 8288 by name, relative to the API. */
function linksOf(response: Response): Record<string, string> {
  const links = (response.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)
  return Object.fromEntries(
    [...links].map(([, url = '', relation = '']) => [relation, url.replace(provider.apiBaseUrl, '')]),
  )
}

describe('who may call', () => {
  it('asks for a token, without an error when none was sent', async () => {
    const response = await call('/profile', {})
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="Demo shop"')
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })

  it.each(['Bearer made-up', 'bearer made-up'])('refuses an unknown token', async (authorization) => {
    const response = await call('/profile', { authorization })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('takes no token from the query', async () => {
    expect((await call(`/profile?access_token=${token}`, {})).status).toBe(401)
  })

  it('names the scope that is missing, and answers once it is granted', async () => {
    const response = await call('/invoices')
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    expect(response.headers.get('www-authenticate')).toContain('scope="invoices:read"')

    const wider = await signIn(provider, { scope: 'openid invoices:read' })
    const granted = await call('/invoices', { authorization: `Bearer ${wider.access_token}` })
    expect(await granted.json()).toHaveLength(40)
  })

  it('can only be read', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${provider.apiBaseUrl}/orders`, { method: 'POST', headers })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await call('/missing')).status).toBe(404)
  })
})

describe('orders', () => {
  it('gives 500 orders in ten pages that link to each other', async () => {
    const ids = new Set<number>()
    let path: string | undefined = '/orders'
    let pages = 0
    while (path) {
      const response: Response = await call(path)
      expect(response.headers.get('x-total-count')).toBe('500')
      for (const { id } of (await response.json()) as { id: number }[]) ids.add(id)
      pages += 1
      path = linksOf(response).next
    }
    expect([pages, ids.size]).toEqual([10, 500])
  })

  it('links to first, prev, next and last, and keeps the query', async () => {
    expect(linksOf(await call('/orders?page=1'))).toEqual({
      first: '/orders?page=1',
      next: '/orders?page=2',
      last: '/orders?page=10',
    })
    expect(linksOf(await call('/orders?sort=total&page=10'))).toEqual({
      first: '/orders?sort=total&page=1',
      prev: '/orders?sort=total&page=9',
      last: '/orders?sort=total&page=10',
    })
  })

  it('filters by status and sorts', async () => {
    const response = await call('/orders?status=open&sort=-total')
    const rows = (await response.json()) as { status: string; total: number }[]
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['open']))
    expect(rows.map(({ total }) => total)).toEqual(rows.map(({ total }) => total).toSorted((a, b) => b - a))
    expect(Number(response.headers.get('x-total-count'))).toBeLessThan(500)
  })

  it.each(['page=0', 'page=x', 'status=lost', 'sort=constructor'])('refuses %s', async (query) => {
    expect((await call(`/orders?${query}`)).status).toBe(400)
  })

  it('gives one order, the same in every run, whose total is the sum of its items', async () => {
    const order = (await (await call('/orders/10500')).json()) as {
      total: number
      items: { quantity: number; price: number }[]
    }
    expect(order).toMatchObject({
      id: 10500,
      placed: '2026-11-21T10:58:00Z',
      customer: { name: expect.any(String), address: { city: expect.any(String) } },
      currency: 'EUR',
    })
    const sum = order.items.reduce((total, { quantity, price }) => total + quantity * price, 0)
    expect(order.total).toBeCloseTo(sum, 2)
    expect((await call('/orders/1')).status).toBe(404)
  })
})

describe('everything else', () => {
  it('writes a number above 2^53 as it is', async () => {
    for (const path of ['/profile', '/customers']) {
      expect(await (await call(path)).text()).toContain('"id":9007199254740993,')
    }
  })

  it('shows the profile of the one who signed in', async () => {
    const grace = await signIn(provider, { email: 'grace@example.test' })
    const response = await call('/profile', { authorization: `Bearer ${grace.access_token}` })
    expect(await response.json()).toMatchObject({ subject: 'shop-1906', phone: null })
  })

  it('gives a catalogue three levels deep', async () => {
    expect(await (await call('/catalogue')).json()).toMatchObject({
      departments: expect.arrayContaining([
        expect.objectContaining({
          categories: expect.arrayContaining([
            expect.objectContaining({
              products: expect.arrayContaining([expect.objectContaining({ sku: 'ORB-114', price: 149.9 })]),
            }),
          ]),
        }),
      ]),
    })
  })

  it('gives a PNG that decodes', async () => {
    const response = await call('/image')
    expect(response.headers.get('content-type')).toBe('image/png')
    const png = Buffer.from(await response.arrayBuffer())
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    expect([width, height]).toEqual([960, 480])
    const dataLength = png.readUInt32BE(33)
    const data = png.subarray(41, 41 + dataLength)
    expect(png.readUInt32BE(41 + dataLength)).toBe(crc32(png.subarray(37, 41 + dataLength)))
    expect(inflateSync(data)).toHaveLength((width * 3 + 1) * height)
  })

  it('gives an SVG and plain text', async () => {
    const svg = await call('/image.svg')
    expect(svg.headers.get('content-type')).toContain('image/svg+xml')
    expect(await svg.text()).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    const note = await call('/note')
    expect(note.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await note.text()).toContain('配達')
  })

  it('fails every second call where it says so', async () => {
    const statuses = []
    for (let i = 0; i < 4; i += 1) statuses.push((await call('/flaky')).status)
    expect(statuses).toEqual([200, 500, 200, 500])
  })

  it('waits as long as asked for, and not longer than it allows', async () => {
    expect(await (await call('/slow?seconds=0')).json()).toMatchObject({ waitedSeconds: 0 })
    expect((await call('/slow?seconds=31')).status).toBe(400)
    expect((await call('/slow?seconds=x')).status).toBe(400)
  })

  it('streams as many megabytes as asked for, as one JSON document', async () => {
    const text = await (await call('/big?mb=2')).text()
    const size = Buffer.byteLength(text)
    expect(size).toBeGreaterThanOrEqual(2_000_000)
    expect(size).toBeLessThan(2_200_000)
    const rows = JSON.parse(text) as { row: number }[]
    expect(rows.at(-1)?.row).toBe(rows.length - 1)
    expect((await call('/big?mb=301')).status).toBe(400)
  })

  it('keeps answering after a caller has left in the middle', async () => {
    const leave = new AbortController()
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${provider.apiBaseUrl}/big?mb=300`, { headers, signal: leave.signal })
    await response.body?.getReader().read()
    leave.abort()
    expect((await call('/echo')).status).toBe(200)
  })

  it('echoes the request without the token', async () => {
    const text = await (await call('/echo?a=1')).text()
    expect(JSON.parse(text)).toMatchObject({
      method: 'GET',
      query: { a: '1' },
      headers: { authorization: 'Bearer (not shown)', host: `127.0.0.1:${provider.port}` },
    })
    expect(text).not.toContain(token)
  })

  it('answers every request that the setup names', async () => {
    for (const { path, name } of provider.setup.api.requests) {
      const filled = path.replace('{id}', '10500').replace('seconds=4', 'seconds=0').replace('mb=5', 'mb=1')
      const response = await call(filled)
      await response.body?.cancel()
      const expected = name === 'Invoices' ? [403] : name === 'Unsteady answer' ? [200, 500] : [200]
      expect([name, expected]).toEqual([name, expect.arrayContaining([response.status])])
    }
  })
})
