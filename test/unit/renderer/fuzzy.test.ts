import { describe, expect, it } from 'vitest'
import { filterFuzzy, scoreMatch } from '../../../renderer/shell/fuzzy.ts'

const entries = ['Connect an account', 'Accounts', 'Contoso (Entra)', 'Settings', 'Sign in again: Contoso']
const find = (query: string) => filterFuzzy(entries, query, (entry) => entry)

describe('filterFuzzy', () => {
  it('gives everything in its order where nothing is asked', () => {
    expect(find('  ')).toEqual(entries)
  })

  it('needs every letter in order, whatever the case and the spaces', () => {
    expect(find('sett')).toEqual(['Settings'])
    expect(find('S E T T')).toEqual(['Settings'])
    expect(find('tes')).not.toContain('Settings')
    expect(find('xyz')).toEqual([])
  })

  it('puts letters that follow each other and begin words first', () => {
    expect(find('cont')[0]).toBe('Contoso (Entra)')
    expect(find('acc')[0]).toBe('Accounts')
    expect(find('sia')[0]).toBe('Sign in again: Contoso')
  })

  it('does not stumble over signs of two code units', () => {
    expect(scoreMatch('key 🔑 fold', '🔑f')).toBeTypeOf('number')
  })
})
