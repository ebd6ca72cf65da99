import type { AccountState, AccountView, ProviderSetup } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import { scopesInToken } from '../oauth/scopes-in-token.ts'
import { type AccountRecord, isRenewable } from './account-record.ts'

/** An account in main's memory. Immutable: a change is a new object. */
export interface Account {
  readonly id: string
  readonly setupId: string
  /** Who it is, known even while the vault cannot be read. */
  readonly label: string
  /** The tokens and what is known of them; absent while the vault cannot be read. */
  readonly record?: AccountRecord
  /** When the access token ends by the monotonic clock, so that setting the computer's clock changes nothing. */
  readonly accessEndsAtMonotonicMs?: number
  /** The same of the access tokens for further resources, by their resource. */
  readonly resourceEndsAtMonotonicMs: ReadonlyMap<string, number>
  readonly isRefreshing: boolean
  /** Scopes that APIs have refused calls for, and that were not granted since. */
  readonly scopesNeeded: readonly string[]
  /** When a renewal that failed is tried again, milliseconds since 1970. */
  readonly retryAtMs?: number
  /** True where the provider refused the refresh token, or there is none and the access token ended. */
  readonly needsSignIn: boolean
  /** `memory`: there is no keyring, or the vault could not save the newest tokens yet. */
  readonly keptIn: 'vault' | 'memory'
  readonly problem?: Problem
}

function stateOf(account: Account): AccountState {
  if (account.record === undefined) return 'vaultLocked'
  if (account.needsSignIn) return 'needsSignIn'
  return account.isRefreshing ? 'refreshing' : 'connected'
}

/**
 * The account as the window shows it: no token has a way in. `offersSignOut` is what the provider's metadata said since
 * the start; before it was read, what it said when the account was connected counts.
 */
export function viewAccount(
  account: Account,
  setup: ProviderSetup | undefined,
  offersSignOut: boolean | undefined,
): AccountView {
  const { record } = account
  const grant = record?.grant
  const inToken = grant && scopesInToken(grant)
  // A client that asked for itself has no session in a browser.
  const canSignOut = record?.isForClient ? false : (offersSignOut ?? record?.offersSignOut)
  return {
    id: account.id,
    setupId: account.setupId,
    name: setup?.name ?? 'A removed setup',
    label: account.label,
    state: stateOf(account),
    scopesAsked: [...(record?.scopesAsked ?? [])],
    scopesGranted: [...(grant?.scopesGranted ?? [])],
    ...(inToken && { scopesInToken: [...inToken] }),
    scopesNeeded: [...account.scopesNeeded],
    connectedAtMs: record?.connectedAtMs ?? 0,
    ...(grant?.lifetimeMs !== undefined && { accessEndsAtMs: grant.receivedAtMs + grant.lifetimeMs }),
    ...(record?.refreshedAtMs !== undefined && { refreshedAtMs: record.refreshedAtMs }),
    canRefresh: record !== undefined && isRenewable(record),
    ...(canSignOut !== undefined && { canSignOut }),
    ...(record?.exchangedFrom && { exchangedFrom: record.exchangedFrom.accountId }),
    keptIn: account.keptIn,
    ...(account.retryAtMs !== undefined && { retryAtMs: account.retryAtMs }),
    ...(account.problem && { problem: account.problem }),
  }
}
