import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteStore } from '../../../../renderer/body/byte-store.ts'
import { TextLines } from '../../../../renderer/body/text-lines.ts'

const encoder = new TextEncoder()

describe('TextLines', () => {
  it('gives the lines of any text, whatever the chunks, long ones in parts', () => {
    const text = fc.array(fc.constantFrom('a', 'ß', '€', '😀', '\n', '\r\n', ' long word ', 'x'.repeat(40)), {
      maxLength: 300,
    })
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }),
        fc.nat(300),
        (parts, chunks, from) => {
          const source = parts.join('')
          const bytes = encoder.encode(source)
          const store = new ByteStore()
          const lines = new TextLines(store, 16)
          let at = 0
          for (const size of [...chunks, bytes.length]) {
            store.append(bytes.subarray(at, at + size))
            at += size
            while (!lines.advance(false, 20));
          }
          while (!lines.advance(true, 20));

          const all = lines.lines(0, lines.count)
          expect(all).toHaveLength(lines.count)
          const whole: string[] = []
          for (const line of all) {
            expect(encoder.encode(line.text).length).toBeLessThanOrEqual(16)
            if (line.isContinued) whole[whole.length - 1] += line.text
            else whole.push(line.text)
            expect(line.number).toBe(whole.length)
            expect(lines.indexAt(line.start)).toBe(all.indexOf(line))
          }
          const model = source.split(/\r?\n/)
          if (model.at(-1) === '') model.pop()
          expect(whole).toEqual(model)
          expect(lines.textLineCount).toBe(model.length)
          expect(lines.lines(from, from + 10)).toEqual(all.slice(from, from + 10))
        },
      ),
      { numRuns: 300 },
    )
  })
})
