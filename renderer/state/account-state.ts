import type { AccountState, AccountView } from '../../contract/models.ts'

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

/** What their colours say. */
export const accountStateTones = {
  connected: 'ok',
  refreshing: 'info',
  needsSignIn: 'warn',
  vaultLocked: 'bad',
} as const satisfies Record<AccountState, string>

/** What can be done with an account, in words: one name for each wherever it is offered; {@link regainLabel} is one more. */
export const accountActionLabels = {
  browse: 'Browse data',
  refresh: 'Refresh now',
  exchange: 'Exchange token',
  disconnect: 'Disconnect',
} as const

/** True where the account has a token that can be used, also while it is being renewed. */
export function isUsable({ state }: Pick<AccountView, 'state'>): boolean {
  return state === 'connected' || state === 'refreshing'
}

/** True where a person may ask for a refresh now: there is a refresh token, and none is under way. */
export function mayRefreshNow({ state, canRefresh }: Pick<AccountView, 'state' | 'canRefresh'>): boolean {
  return canRefresh && state === 'connected'
}

/** True where the access token would live on and is not used any more: the provider refused what renews it. */
export function isTokenGivenUp(
  { state, accessEndsAtMs }: Pick<AccountView, 'state' | 'accessEndsAtMs'>,
  nowMs: number,
): boolean {
  return state === 'needsSignIn' && (accessEndsAtMs === undefined || accessEndsAtMs > nowMs)
}

/** How the way back to an account's access is called: nobody signs in to what came by a token exchange. */
export function regainLabel({ exchangedFrom }: Pick<AccountView, 'exchangedFrom'>): string {
  return exchangedFrom === undefined ? 'Sign in again' : 'Exchange again'
}
