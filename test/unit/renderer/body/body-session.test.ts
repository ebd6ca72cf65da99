import { describe, expect, it } from 'vitest'
import { makeProblem } from '../../../../contract/problem.ts'
import { QueryCancelled } from '../../../../renderer/body/body-client.ts'
import { maxOpenDepth } from '../../../../renderer/body/json-scanner.ts'
import type { BodyStatus } from '../../../../renderer/body/protocol.ts'
import { feedBody, openBodyHere, readBodyHere } from '../../../support/body-feed.ts'

const encoder = new TextEncoder()

/** Levels of objects and arrays in a value that crossed from the worker. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

async function rootChildren(
  read: { body: Awaited<ReturnType<typeof readBodyHere>>['body']; status: BodyStatus },
  to = 20,
) {
  return read.body.ask('children', { address: read.status.root?.address ?? 0, from: 0, to })
}

describe('a body in its worker', () => {
  it('F90 shows 10^6 levels, 10^6 keys, 10^7 items and a 50 MB string cut, and passes nothing deep on', async () => {
    const levels = 1_000_000
    const deep = await readBodyHere(new Uint8Array(levels * 2).fill(0x5b, 0, levels).fill(0x5d, levels))
    expect(deep.status.fault).toBeUndefined()
    const [level] = await rootChildren(deep)
    expect(level).toMatchObject({ kind: 'array', count: 1, text: '' })
    const found = await deep.body.ask('find', { text: ']', from: 0 })
    expect(found?.trail).toHaveLength(maxOpenDepth)

    const keys = await readBodyHere(
      `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
    )
    expect(keys.status.root).toMatchObject({ kind: 'object', count: 1_000_000 })
    const last = await keys.body.ask('children', { address: 0, from: 999_999, to: 1_000_050 })
    expect(last).toMatchObject([{ key: 'k999999', text: '999999' }])

    const bytes = new Uint8Array(20_000_001).fill(0x2c)
    for (let i = 1; i < bytes.length; i += 2) bytes[i] = 0x37
    bytes[0] = 0x5b
    bytes[bytes.length - 1] = 0x5d
    const items = await readBodyHere(bytes)
    expect(items.status.root?.count).toBe(10_000_000)
    expect(await items.body.ask('children', { address: 0, from: 9_999_999, to: 10_000_009 })).toHaveLength(1)

    const text = new Uint8Array(50_000_004).fill(0x61)
    text.set([0x5b, 0x22])
    text.set([0x22, 0x5d], text.length - 2)
    const string = await readBodyHere(text)
    const [shown] = await rootChildren(string)
    expect(shown).toMatchObject({ kind: 'string', isCut: true })
    expect(shown?.text.length).toBeLessThan(1_000)
    const lines = await string.body.ask('lines', { from: 0, to: 3 })
    expect(lines.map((line) => [line.number, line.isContinued, line.text.length <= 128])).toEqual([
      [1, false, true],
      [1, true, true],
      [1, true, true],
    ])

    for (const crossed of [deep.status, level, found, last, items.status, shown, lines]) {
      expect(depthOf(crossed)).toBeLessThanOrEqual(5)
    }
  }, 60_000)

  it('F91 keeps the raw text of invalid JSON, and numbers, duplicate keys and lone surrogates as sent', async () => {
    const broken = await readBodyHere('{\n  "a": 1,\n  "b": NaN\n}')
    expect(broken.status.fault).toMatchObject({ line: 3, column: 8 })
    const lines = await broken.body.ask('lines', { from: 0, to: 10 })
    expect(lines.map((line) => line.text)).toEqual(['{', '  "a": 1,', '  "b": NaN', '}'])

    const source = '{"n":9007199254740993,"n":1e999,"price":149.90,"half":"\\ud83d"}'
    const odd = await readBodyHere(source)
    expect(odd.status).toMatchObject({ loneSurrogateCount: 1 })
    expect(odd.status.fault).toBeUndefined()
    expect((await rootChildren(odd)).map(({ key, text }) => [key, text])).toEqual([
      ['n', '9007199254740993'],
      ['n', '1e999'],
      ['price', '149.90'],
      ['half', '\ud83d'],
    ])
    expect((await odd.body.ask('lines', { from: 0, to: 2 }))[0]?.text).toBe(source)
    expect(await odd.body.ask('text', { address: odd.status.root?.address ?? 0 })).toBe(source)
  })

  it('marks a byte order mark, invalid UTF-8, other charsets and NUL', async () => {
    const marked = await readBodyHere(
      new Uint8Array([0xef, 0xbb, 0xbf, ...encoder.encode('["a'), 0xff, 0x22, 0x5d]),
    )
    expect(marked.status).toMatchObject({ hasByteOrderMark: true, invalidUtf8Count: 1, format: 'json' })

    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'{"ä":1}'].flatMap((char) => [char.charCodeAt(0), 0])])
    const wide = await readBodyHere(utf16, { chunkBytes: 3 })
    expect(wide.status).toMatchObject({
      charset: 'utf-16le',
      format: 'json',
      root: { kind: 'object', count: 1 },
    })
    expect((await rootChildren(wide))[0]?.key).toBe('ä')

    const latin = await readBodyHere(new Uint8Array([0x63, 0x61, 0x66, 0xe9]), {
      mediaType: 'text/plain',
      charset: 'ISO-8859-1',
    })
    expect((await latin.body.ask('lines', { from: 0, to: 1 }))[0]?.text).toBe('café')

    const binary = await readBodyHere(new Uint8Array([1, 0, 2, 0]), { mediaType: 'application/octet-stream' })
    expect(binary.status).toMatchObject({ isBinary: true, format: 'text' })
    const blob = await binary.body.ask('blob', {})
    expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([1, 0, 2, 0])
  })

  it('F93 shows HTML as text, also where JSON was declared', async () => {
    const html = '<!doctype html>\n<script>alert(1)</script>'
    const declared = await readBodyHere(html, { mediaType: 'text/html' })
    expect(declared.status.format).toBe('text')
    const pretended = await readBodyHere(html)
    expect(pretended.status.fault).toMatchObject({ line: 1, column: 1 })
    for (const { body } of [declared, pretended]) {
      expect((await body.ask('lines', { from: 0, to: 5 })).map((line) => line.text)).toEqual(html.split('\n'))
    }
  })

  it('F96 shows __proto__, constructor, toString and hasOwnProperty as keys everywhere and changes no prototype', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const row = '{"__proto__":{"x":1},"constructor":{"prototype":{"x":2}},"toString":3,"hasOwnProperty":"4"}'
    const { body, status } = await readBodyHere(`[${row},${row}]`)
    expect(status.table?.columns.map((column) => column.key)).toEqual(names)
    const rows = await body.ask('rows', { view: 0, from: 0, to: 2 })
    expect(rows[1]?.cells.map((cell) => cell?.kind)).toEqual(['object', 'object', 'number', 'string'])
    expect(
      (await body.ask('children', { address: rows[0]?.address ?? -1, from: 0, to: 9 })).map(
        (child) => child.key,
      ),
    ).toEqual(names)
    expect(await body.ask('path', { trail: [1, 0, 0] })).toEqual({
      jsonPath: '$[1].__proto__.x',
      pointer: '/1/__proto__/x',
    })
    const sorted = await body.ask('arrange', { filter: '3', sort: { key: '__proto__', isDescending: true } })
    expect(sorted.count).toBe(2)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  it('sorts by value and filters by text, null and missing last, and gives the rows of the view', async () => {
    const rows = [
      { id: 10, name: 'Zoë', state: 'open' },
      { id: 9, name: 'ada', state: null },
      { id: 100, name: 'Bob "B" Q', state: 'paid' },
      { id: 9.5, name: 'bob', note: 'paid late' },
    ]
    const { body } = await readBodyHere(JSON.stringify({ total: 4, items: rows }), { chunkBytes: 7 })
    const ids = async (args: Parameters<typeof body.ask<'arrange'>>[1]) => {
      const { view, count } = await body.ask('arrange', args)
      const shown = await body.ask('rows', { view, from: 0, to: 10 })
      expect(shown).toHaveLength(count)
      return shown.map((row) => row.cells[0]?.text)
    }
    expect(await ids({ sort: { key: 'id', isDescending: false } })).toEqual(['9', '9.5', '10', '100'])
    expect(await ids({ sort: { key: 'id', isDescending: true } })).toEqual(['100', '10', '9.5', '9'])
    expect(await ids({ sort: { key: 'name', isDescending: false } })).toEqual(['9', '9.5', '100', '10'])
    expect(await ids({ sort: { key: 'state', isDescending: true } })).toEqual(['100', '10', '9', '9.5'])
    expect(await ids({ filter: 'PAID' })).toEqual(['100', '9.5'])
    expect(await ids({ filter: 'state: paid' })).toEqual(['100'])
    expect(await ids({ filter: '"b"' })).toEqual(['100'])
    expect(await ids({ filter: 'ZOË' })).toEqual(['10'])
    expect(await ids({ filter: 'name' })).toEqual([])
    expect(await ids({})).toEqual(['10', '9', '100', '9.5'])
  })

  it('finds text from a place on, and where it is in the tree and the lines', async () => {
    const { body } = await readBodyHere('{\n"a": "x",\n"list": [1, {"key": "Needle"}, "needle"]\n}')
    const first = await body.ask('find', { text: 'needle', from: 0 })
    expect(first).toMatchObject({ trail: [1, 1, 0], lineIndex: 2 })
    const second = await body.ask('find', { text: 'needle', from: (first?.position ?? 0) + 1 })
    expect(second).toMatchObject({ trail: [1, 2] })
    expect(await body.ask('find', { text: 'needle', from: (second?.position ?? 0) + 1 })).toEqual(first)
    expect(await body.ask('find', { text: 'nothing', from: 0 })).toBeUndefined()
  })

  it('appends pages: their rows come after, their trails begin with the page', async () => {
    const statuses: BodyStatus[] = []
    const first = new MessageChannel()
    const second = new MessageChannel()
    const whole = new Promise<void>((resolve) => {
      const body = openBodyHere((status) => {
        statuses.push(status)
        if (status.isComplete && status.pageCount === 1) {
          body.append(second.port2)
          feedBody(second.port1, encoder.encode('[{"id":3}]'))
        } else if (status.isComplete) {
          void (async () => {
            const rows = await body.ask('rows', { view: 0, from: 0, to: 9 })
            expect(rows.map((row) => [row.number, row.cells[0]?.text])).toEqual([
              [0, '1'],
              [1, '2'],
              [2, '3'],
            ])
            expect(rows[2]?.trail).toEqual([1, 0])
            expect(await body.ask('path', { trail: [1, 0, 0] })).toMatchObject({ jsonPath: '$[0].id' })
            expect(
              (await body.ask('children', { address: -1, from: 0, to: 9 })).map((page) => page.key),
            ).toEqual(['page 1', 'page 2'])
            resolve()
          })()
        }
      })
      body.open(first.port2, 'application/json', undefined)
      feedBody(first.port1, encoder.encode('[{"id":1},{"id":2}]'))
    })
    await whole
    expect(statuses.at(-1)).toMatchObject({ pageCount: 2, table: { rowCount: 3 } })
  })

  it('keeps what came before a cut', async () => {
    const cut = makeProblem('connection_lost', 'network', {
      title: 'Lost',
      detail: 'Lost.',
      nextStep: 'Try again.',
    })
    const { body, status } = await readBodyHere('[{"id":1},{"id":2},{"i', { cut })
    expect(status).toMatchObject({ cut: { code: 'connection_lost' }, isComplete: true })
    expect(status.fault).toBeUndefined()
    const rows = await body.ask('rows', { view: 0, from: 0, to: 9 })
    expect(rows.slice(0, 2).map((row) => row.cells[0]?.text)).toEqual(['1', '2'])
  })

  it('gives up a question when asked to', async () => {
    const { body } = await readBodyHere(
      `[${Array.from({ length: 20_000 }, (_, id) => `{"id":${id}}`).join(',')}]`,
    )
    const abort = new AbortController()
    const asked = body.ask('arrange', { filter: '7', sort: { key: 'id', isDescending: true } }, abort.signal)
    abort.abort()
    await expect(asked).rejects.toBeInstanceOf(QueryCancelled)
    await expect(body.ask('value', { address: 0 })).resolves.toMatchObject({ count: 20_000 })
    body.close()
    await expect(body.ask('value', { address: 0 })).rejects.toBeInstanceOf(QueryCancelled)
  })
})
