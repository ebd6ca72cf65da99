import { expect, it } from 'vitest'
import type { AccountState } from '../../../../contract/models.ts'
import { isUsable, mayRefreshNow } from '../../../../renderer/state/account-state.ts'

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
