import { expect, it } from 'vitest'
import type { AccountState } from '../../../contract/models.ts'
import { listAccountEntries } from '../../../renderer/shell/palette-accounts.ts'
import { createAppState } from '../../../renderer/state/app-state.ts'
import { createFakeBridge } from '../../support/fake-bridge.ts'
import { scenes } from '../../support/renderer-harness/scenes.ts'

/** What the palette offers for an account that has a refresh token. */
function listOffers(state: AccountState): string[] {
  const snapshot = scenes['accounts-full']?.snapshot('system')
  const [account] = snapshot?.slices.accounts ?? []
  if (!snapshot || !account) throw new Error('no account')
  const slices = { ...snapshot.slices, accounts: [{ ...account, id: 'a', state, canRefresh: true }] }
  return listAccountEntries(slices, createAppState(createFakeBridge(snapshot))).map(({ id }) => id)
}

it('the palette offers for an account what its menu offers', () => {
  expect(listOffers('connected')).toEqual(['again-a', 'refresh-a', 'exchange-a', 'disconnect-a'])
  expect(listOffers('refreshing')).toEqual(['again-a', 'exchange-a', 'disconnect-a'])
  expect(listOffers('needsSignIn')).toEqual(['again-a', 'disconnect-a'])
  expect(listOffers('vaultLocked')).toEqual(['again-a', 'disconnect-a'])
})
