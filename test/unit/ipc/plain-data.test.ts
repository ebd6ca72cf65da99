import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainData } from '../../../main/ipc/plain-data.ts'

describe('isPlainData', () => {
  it('accepts whatever JSON can say within its limits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        fc.pre(!JSON.stringify(value).match(/"(__proto__|constructor|prototype)":/))
        expect(isPlainData(value)).toBe(true)
      }),
    )
  })

  it('G108 ends on every value, however it is built', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withDate: true, withTypedArray: true, withBigInt: true }),
        (value) => {
          expect(typeof isPlainData(value)).toBe('boolean')
        },
      ),
    )
  })

  it.each([
    ['a function', () => 1],
    ['a symbol key', { [Symbol('s')]: 1 }],
    ['a class instance', new (class Setup {})()],
    ['NaN', Number.NaN],
    [
      'an array in a loop',
      (() => {
        const loop: unknown[] = []
        loop.push(loop)
        return loop
      })(),
    ],
  ])('G108 refuses %s', (_what, value) => {
    expect(isPlainData(value)).toBe(false)
  })
})
