import { describe, expect, it } from 'vitest'
import { headerRow, moveCell } from '../../../../renderer/ui/data-table/move-cell.ts'
import { placeRows } from '../../../../renderer/ui/virtual-rows/use-virtual-rows.ts'

describe('moveCell', () => {
  const size = { rows: 100, columns: 4, pageRows: 10 }
  it.each([
    ['ArrowDown', false, [3, 1], [4, 1]],
    ['ArrowDown', false, [99, 1], [99, 1]],
    ['ArrowUp', false, [0, 1], [headerRow, 1]],
    ['ArrowUp', false, [headerRow, 1], [headerRow, 1]],
    ['ArrowRight', false, [3, 3], [3, 3]],
    ['ArrowLeft', false, [3, 1], [3, 0]],
    ['PageDown', false, [headerRow, 0], [10, 0]],
    ['PageUp', false, [4, 2], [0, 2]],
    ['Home', false, [4, 2], [4, 0]],
    ['End', true, [4, 2], [99, 3]],
    ['Home', true, [4, 2], [0, 0]],
  ] as const)(
    '%s (with Ctrl: %s) from %j leads to %j',
    (key, isMod, [row, column], [nextRow, nextColumn]) => {
      expect(moveCell({ row, column }, key, isMod, size)).toEqual({ row: nextRow, column: nextColumn })
    },
  )

  it('leaves other keys alone', () => {
    expect(moveCell({ row: 0, column: 0 }, 'a', false, size)).toBeUndefined()
  })
})

describe('placeRows', () => {
  it('draws what is in view and a little around it', () => {
    expect(placeRows(1_000, 33, 330, 3_300)).toMatchObject({ from: 94, to: 116, heightPx: 33_000, scale: 1 })
    expect(placeRows(3, 33, 330, 0)).toMatchObject({ from: 0, to: 3, heightPx: 99 })
    expect(placeRows(0, 33, 330, 0)).toMatchObject({ from: 0, to: 0 })
  })

  it('reaches the last of ten million rows within the height that Chromium draws', () => {
    const viewPx = 600
    const top = placeRows(10_000_000, 33, viewPx, 0)
    expect(top.heightPx).toBeLessThan(33_554_428 / 2)
    const bottom = placeRows(10_000_000, 33, viewPx, top.heightPx - viewPx)
    expect(bottom.to).toBe(10_000_000)
    expect(bottom.to - bottom.from).toBeLessThan(40)
  })
})
