import type { AccountState } from '../../contract/models.ts'

/** The states of an account in words. */
export const accountStateLabels: Record<AccountState, string> = {
  connected: 'connected',
  refreshing: 'refreshing',
  needsSignIn: 'needs sign-in',
  vaultLocked: 'vault locked',
}

/** The shapes of their dots, so that no state is told by colour alone. */
export const accountStateDots = {
  connected: 'on',
  refreshing: 'busy',
  needsSignIn: 'attention',
  vaultLocked: 'locked',
} as const satisfies Record<AccountState, string>
