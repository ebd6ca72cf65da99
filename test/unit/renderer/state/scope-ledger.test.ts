import { describe, expect, it } from 'vitest'
import { hasDifferences, listMissing, listScopes } from '../../../../renderer/state/scope-ledger.ts'

const same = { scopesAsked: ['a', 'b'], scopesGranted: ['b', 'a'], scopesNeeded: [] }

describe('the scope ledger', () => {
  it('lists every scope once, with where it stands', () => {
    const rows = listScopes({
      scopesAsked: ['a', 'b'],
      scopesGranted: ['a', 'c'],
      scopesInToken: ['a'],
      scopesNeeded: ['d', 'a'],
    })
    expect(rows).toEqual([
      { scope: 'a', isAsked: true, isGranted: true, isInToken: true, isNeeded: true },
      { scope: 'b', isAsked: true, isGranted: false, isInToken: false, isNeeded: false },
      { scope: 'c', isAsked: false, isGranted: true, isInToken: false, isNeeded: false },
      { scope: 'd', isAsked: false, isGranted: false, isInToken: false, isNeeded: true },
    ])
    expect(listMissing(rows)).toEqual(['d'])
  })

  it('offers a comparison only where there is a difference', () => {
    expect(hasDifferences(listScopes(same))).toBe(false)
    expect(hasDifferences(listScopes({ ...same, scopesInToken: ['a', 'b'] }))).toBe(false)
    expect(hasDifferences(listScopes({ ...same, scopesInToken: ['a'] }))).toBe(true)
    expect(hasDifferences(listScopes({ ...same, scopesGranted: ['a'] }))).toBe(true)
    expect(hasDifferences(listScopes({ ...same, scopesNeeded: ['c'] }))).toBe(true)
  })

  it('says nothing of a token that cannot be read', () => {
    expect(listScopes(same).every(({ isInToken }) => isInToken === undefined)).toBe(true)
  })
})
