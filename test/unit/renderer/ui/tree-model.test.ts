import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Branch,
  closeChild,
  countLines,
  lineAt,
  makeBranch,
  openChild,
  placeOf,
} from '../../../../renderer/ui/json-tree/tree-model.ts'

/** All lines of a small tree, written out. */
function flatten(branch: Branch, trail: readonly number[] = []): string[] {
  return Array.from({ length: branch.count }, (_, at) => {
    const own = [...trail, at]
    const open = branch.open.find((child) => child.at === at)
    return [own.join('.'), ...(open === undefined ? [] : flatten(open.branch, own))]
  }).flat()
}

describe('the lines of a tree', () => {
  it('are those of the tree written out, whatever is opened and closed', () => {
    const step = fc.record({
      line: fc.nat(60),
      count: fc.integer({ min: 1, max: 6 }),
      isClosing: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 25 }), (count, steps) => {
        const root = makeBranch(0, count)
        for (const { line, count: children, isClosing } of steps) {
          const found = lineAt(root, line % countLines(root))
          if (found === undefined) throw new Error('a line is missing')
          if (isClosing) closeChild(found.parent, found.at)
          else openChild(found.parent, found.at, 0, children)
        }
        const lines = flatten(root)
        expect(countLines(root)).toBe(lines.length)
        lines.forEach((trail, line) => {
          expect(lineAt(root, line)?.trail.join('.')).toBe(trail)
          expect(placeOf(root, trail.split('.').map(Number))).toBe(line)
        })
        expect(lineAt(root, lines.length)).toBeUndefined()
      }),
    )
  })

  it('are found among ten million without walking them', () => {
    const root = makeBranch(0, 10_000_000)
    openChild(root, 5, 1, 10_000_000)
    expect(lineAt(root, 10_000_006)).toMatchObject({ trail: [6] })
    expect(placeOf(root, [9_999_999])).toBe(19_999_999)
  })
})
