import type { AccountView } from '../../contract/models.ts'

/** One scope of an account: where it stands. `inToken` is undefined where the token cannot be read. */
export interface LedgerRow {
  readonly scope: string
  readonly isAsked: boolean
  readonly isGranted: boolean
  readonly isInToken: boolean | undefined
  readonly isNeeded: boolean
}

type Scopes = Pick<AccountView, 'scopesAsked' | 'scopesGranted' | 'scopesInToken' | 'scopesNeeded'>

/** Every scope that was asked for, granted, found in the token or needed, in this order of first mention. */
export function listScopes(account: Scopes): readonly LedgerRow[] {
  const { scopesAsked, scopesGranted, scopesInToken, scopesNeeded } = account
  const all = new Set([...scopesAsked, ...scopesGranted, ...(scopesInToken ?? []), ...scopesNeeded])
  return [...all].map((scope) => ({
    scope,
    isAsked: scopesAsked.includes(scope),
    isGranted: scopesGranted.includes(scope),
    isInToken: scopesInToken?.includes(scope),
    isNeeded: scopesNeeded.includes(scope),
  }))
}

/** True where asked, granted and in the token are not all the same, so that they are worth comparing. */
export function hasDifferences(rows: readonly LedgerRow[]): boolean {
  return rows.some((row) => !row.isAsked || !row.isGranted || row.isInToken === false)
}

/** Scopes that APIs refused calls for and that the account does not have. */
export function listMissing(rows: readonly LedgerRow[]): readonly string[] {
  return rows.filter(({ isNeeded, isGranted }) => isNeeded && !isGranted).map(({ scope }) => scope)
}
