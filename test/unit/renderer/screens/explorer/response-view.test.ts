import { describe, expect, it } from 'vitest'
import { chooseView, listViews } from '../../../../../renderer/screens/explorer/response-view.ts'
import type { BodyStatus } from '../../../../../renderer/state/responses.ts'

const json = (trail: number[] | undefined): BodyStatus =>
  ({
    format: 'json',
    root: { kind: 'object' },
    ...(trail && { table: { trail, columns: [], rowCount: 1 } }),
  }) as unknown as BodyStatus

describe('the view that a response opens in', () => {
  it.each<[string, number[] | undefined, string]>([
    ['a list of objects', [], 'table'],
    ['an envelope with a list right in it', [2], 'table'],
    ['a document that holds a list somewhere', [4, 1], 'tree'],
    ['a document without a list', undefined, 'tree'],
  ])('%s', (_what, trail, view) => {
    const status = json(trail)
    expect(chooseView(listViews(status), undefined, status)).toBe(view)
  })

  it('the view that the person chose stays, where the body has it', () => {
    const status = json([4, 1])
    expect(chooseView(listViews(status), 'table', status)).toBe('table')
    expect(chooseView(listViews(json(undefined)), 'table', json(undefined))).toBe('tree')
  })
})
