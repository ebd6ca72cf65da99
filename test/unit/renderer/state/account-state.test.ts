import { describe, expect, it } from 'vitest'
import type { AccountState } from '../../../../contract/models.ts'
import {
  isTokenGivenUp,
  isUsable,
  mayRefreshNow,
  regainLabel,
} from '../../../../renderer/state/account-state.ts'

interface Rules {
  readonly isUsable: boolean
  /** Of an account that has a refresh token. */
  readonly mayRefreshNow: boolean
}

const rules: Record<AccountState, Rules> = {
  connected: { isUsable: true, mayRefreshNow: true },
  refreshing: { isUsable: true, mayRefreshNow: false },
  needsSignIn: { isUsable: false, mayRefreshNow: false },
  vaultLocked: { isUsable: false, mayRefreshNow: false },
}

it.each(Object.entries(rules))('what can be done with an account that is %s', (name, expected) => {
  const state = name as AccountState
  expect(isUsable({ state })).toBe(expected.isUsable)
  expect(mayRefreshNow({ state, canRefresh: true })).toBe(expected.mayRefreshNow)
  expect(mayRefreshNow({ state, canRefresh: false })).toBe(false)
})

describe('an access token that would live on', () => {
  it.each([
    ['needsSignIn', 1_001, true],
    ['needsSignIn', undefined, true],
    ['needsSignIn', 1_000, false],
    ['connected', 1_001, false],
    ['connected', undefined, false],
    ['refreshing', 1_001, false],
  ] as const)('of an account that is %s, at an end of %s', (state, accessEndsAtMs, isGivenUp) => {
    const account = { state, ...(accessEndsAtMs !== undefined && { accessEndsAtMs }) }
    expect(isTokenGivenUp(account, 1_000)).toBe(isGivenUp)
  })
})

describe('the way back to an account', () => {
  it('is its exchange where it came by one', () => {
    expect(regainLabel({})).toBe('Sign in again')
    expect(regainLabel({ exchangedFrom: 'a-source' })).toBe('Exchange again')
  })
})
