import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonIndex } from '../../../../renderer/body/json-index.ts'
import { formatJsonPath, formatJsonPointer, type PathStep } from '../../../../renderer/body/json-text.ts'

const encoder = new TextEncoder()

function indexOf(document: string | Uint8Array, chunkBytes: readonly number[] = []): JsonIndex {
  const bytes = typeof document === 'string' ? encoder.encode(document) : document
  const index = new JsonIndex()
  let at = 0
  for (const count of chunkBytes) {
    index.append(bytes.subarray(at, at + count))
    at += count
  }
  if (at < bytes.length) index.append(bytes.subarray(at))
  index.scanner.end()
  return index
}

/** Rebuilds the value from rows alone, and collects every path on the way. */
function rebuild(
  index: JsonIndex,
  start: number,
  path: PathStep[],
  trail: number[],
  paths: string[],
): unknown {
  const value = index.valueAt(start)
  expect(index.pathOf(trail)).toEqual(path)
  paths.push(formatJsonPointer(path))
  if (value.kind === 'array') {
    const children = index.children(start, 0, Number.POSITIVE_INFINITY)
    expect(value.count).toBe(children.length)
    return children.map((child, i) => rebuild(index, child.start, [...path, child.key], [...trail, i], paths))
  }
  if (value.kind === 'object') {
    const entries: [string, unknown][] = []
    for (let i = 0; i < value.count; i++) {
      const [child] = index.children(start, i, i + 1)
      if (child === undefined) throw new Error('a child is missing')
      entries.push([
        String(child.key),
        rebuild(index, child.start, [...path, child.key], [...trail, i], paths),
      ])
    }
    return Object.fromEntries(entries)
  }
  return value.kind === 'string' ? index.wholeText(start, 1e9) : JSON.parse(value.text)
}

function pathsOf(value: unknown, path: PathStep[] = []): string[] {
  const own = formatJsonPointer(path)
  if (typeof value !== 'object' || value === null) return [own]
  const steps: [PathStep, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : Object.entries(value)
  return [own, ...steps.flatMap(([step, item]) => pathsOf(item, [...path, step]))]
}

describe('JsonIndex', () => {
  it('gives the same values and paths as JSON.parse, whatever the document and the chunks', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }),
        fc.constantFrom(undefined, 1, 3, '\t'),
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }),
        (value, indent, chunks) => {
          const document = JSON.stringify(value, null, indent)
          const model: unknown = JSON.parse(document)
          const index = indexOf(document, chunks)
          expect(index.scanner.fault).toBeUndefined()
          const paths: string[] = []
          expect(rebuild(index, index.rootStart, [], [], paths)).toEqual(model)
          expect(paths).toEqual(pathsOf(model))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('accepts and refuses what JSON.parse accepts and refuses', () => {
    const soup = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"\\u12',
        '"',
        '1',
        '0',
        '-',
        '.',
        'e',
        '+',
        'true',
        'nul',
        'null',
        ' ',
        '\n',
        '\u0001',
        '\\',
      ),
      { maxLength: 9 },
    )
    fc.assert(
      fc.property(soup, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }), (parts, chunks) => {
        const document = parts.join('')
        let isJson = true
        try {
          JSON.parse(document)
        } catch {
          isJson = false
        }
        expect(indexOf(document, chunks).scanner.fault === undefined).toBe(isJson)
      }),
      { numRuns: 3_000 },
    )
  })

  it('shows what there is of any broken or unfinished document', () => {
    const damaged = fc
      .tuple(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.option(fc.tuple(fc.nat(), fc.nat(255))))
      .map(([value, length, change]) => {
        const bytes = encoder.encode(JSON.stringify({ a: value, b: [value, value] }))
        if (change !== null) bytes[change[0] % bytes.length] = change[1]
        return bytes.subarray(0, length % (bytes.length + 1))
      })
    const look = (index: JsonIndex, start: number, depth: number): void => {
      const value = index.valueAt(start)
      if (value.kind !== 'object' && value.kind !== 'array') return
      const children = index.children(start, 0, 1_000)
      expect(children).toHaveLength(value.count)
      for (const child of children) if (depth < 9) look(index, child.start, depth + 1)
    }
    fc.assert(
      fc.property(damaged, (bytes) => {
        const index = new JsonIndex()
        index.append(bytes)
        if (index.rootStart >= 0) look(index, index.rootStart, 0)
        index.scanner.end()
        if (index.rootStart >= 0) look(index, index.rootStart, 0)
      }),
      { numRuns: 800 },
    )
  })

  it('finds children by number and values by position in long containers', () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => ({
      id,
      name: `row ${id}`,
      long: 'x'.repeat(id % 97),
      tags: [id, [id]],
    }))
    const document = JSON.stringify({ before: 'y'.repeat(40_000), rows, after: 1 })
    const index = indexOf(
      document,
      Array.from({ length: 90 }, () => 7_001),
    )
    const [, list] = index.children(index.rootStart, 0, 2)
    expect(list?.count).toBe(5_000)
    for (const at of [0, 1, 17, 2_500, 4_998, 4_999]) {
      const [row] = index.children(list?.start ?? -1, at, at + 1)
      expect(JSON.parse(index.sourceText(row?.start ?? -1, 1e6) ?? '')).toEqual(rows[at])
      expect(index.pathOf(index.trailAt(document.indexOf(`"row ${at}"`) + 1))).toEqual(['rows', at, 'name'])
    }
    expect(index.children(list?.start ?? -1, 5_000, 5_010)).toEqual([])
  })

  it('gives rows before the document is complete', () => {
    const index = new JsonIndex()
    index.append(encoder.encode('{"total":3,"items":[{"id":1},{"id":2},{"id":'))
    const [, items] = index.children(index.rootStart, 0, 10)
    expect(items).toMatchObject({ key: 'items', kind: 'array', end: -1 })
    expect(index.children(items?.start ?? -1, 0, 10).map((row) => [row.key, row.count, row.end < 0])).toEqual(
      [
        [0, 1, false],
        [1, 1, false],
        [2, 0, true],
      ],
    )
    index.append(encoder.encode('3}]}'))
    index.scanner.end()
    expect(index.children(items?.start ?? -1, 0, 10).map((row) => row.count)).toEqual([1, 1, 1])
  })

  it('keeps invalid JSON, duplicate keys, big numbers and lone surrogates as they were sent', () => {
    const numbers = ['9007199254740993', '1e999', '149.90', '-0', '0.1000', '1E+2']
    const index = indexOf(`{"n":[${numbers.join(',')}],"n":"\\ud83d","a":1,"a":2}`)
    const root = index.children(index.rootStart, 0, 10)
    expect(root.map((child) => child.key)).toEqual(['n', 'n', 'a', 'a'])
    expect(index.children(root[0]?.start ?? -1, 0, 10).map((child) => child.text)).toEqual(numbers)
    expect(root[1]?.text).toBe('\ud83d')
    expect(index.scanner.loneSurrogateCount).toBe(1)
    expect(indexOf('["\\ud83d\\ude00"]').scanner.loneSurrogateCount).toBe(0)
    expect(indexOf('["\\ude00\\ud83d"]').scanner.loneSurrogateCount).toBe(2)

    for (const [document, position] of [
      ['[1,NaN]', 3],
      ['{"a":1,}', 7],
      ["{'a':1}", 1],
      ['[1] x', 4],
      ['[1,2', 4],
    ] as const) {
      expect(indexOf(document).scanner.fault?.position).toBe(position)
    }
  })

  it('passes over a byte order mark and marks what is no UTF-8', () => {
    const bytes = new Uint8Array([
      0xef,
      0xbb,
      0xbf,
      ...encoder.encode('["a'),
      0xff,
      0xc3,
      0x28,
      0xed,
      0xa0,
      0x80,
      ...encoder.encode('€"]'),
    ])
    const index = indexOf(bytes, [1, 1, 1, 1])
    expect(index.scanner.fault).toBeUndefined()
    expect(index.scanner.hasByteOrderMark).toBe(true)
    expect(index.scanner.invalidUtf8Count).toBeGreaterThanOrEqual(3)
    const [text] = index.children(index.rootStart, 0, 1)
    expect(text?.text).toBe(new TextDecoder().decode(bytes.subarray(5, -2)))
  })

  it('writes paths as JSONPath and as JSON Pointer', () => {
    const steps = ['items', 0, "it's", 'a/b~c', 'größe', '']
    expect(formatJsonPath(steps)).toBe("$.items[0]['it\\'s']['a/b~c'].größe['']")
    expect(formatJsonPointer(steps)).toBe("/items/0/it's/a~1b~0c/größe/")
    expect(formatJsonPointer([])).toBe('')
  })
})
