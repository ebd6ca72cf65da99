import { randomUUID } from 'node:crypto'
import type { ProviderSetup } from '../../contract/models.ts'
import type { Grant, Subject } from '../oauth/grant.ts'
import type { Clock } from '../ports.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountRecord } from './account-record.ts'

/** What storing a grant came to: a new account, or one whose tokens were replaced. */
export interface Connected {
  readonly accountId: string
  readonly hasReplaced: boolean
}

/**
 * Which account a grant belongs to. The same subject at the same setup is the same account, so that signing in twice
 * never makes a double. Where the provider tells no subject, signing in again means the account it was started for.
 */
function findAccountFor(
  accounts: readonly Account[],
  setupId: string,
  subject: Subject,
  signedInAgain: string | undefined,
): Account | undefined {
  const atSetup = accounts.filter((account) => account.setupId === setupId)
  const same = atSetup.find(
    ({ record }) =>
      subject.sub !== undefined &&
      record?.subject.sub === subject.sub &&
      record.subject.issuer === subject.issuer,
  )
  if (same) return same
  const again = atSetup.find((account) => account.id === signedInAgain)
  // Another subject than before is another account: the old one keeps its own tokens.
  const isSomebodyElse = again?.record?.subject.sub !== undefined && subject.sub !== undefined
  return isSomebodyElse ? undefined : again
}

/**
 * The scopes to ask for besides the setup's: those of this step-up, and those that earlier ones have added to the
 * account, so that signing in again does not lose them.
 */
export function scopesToAdd(
  setup: Pick<ProviderSetup, 'scopes'>,
  account: Account | undefined,
  stepUp: readonly string[],
): string[] {
  const added = new Set([...(account?.record?.scopesAdded ?? []), ...stepUp])
  return [...added].filter((scope) => !setup.scopes.includes(scope))
}

/** Puts the tokens of a sign-in into the vault and shows the account. */
export async function storeGrant(options: {
  book: AccountBook
  clock: Clock
  setup: ProviderSetup
  grant: Grant
  subject: Subject
  signedInAgain: string | undefined
  /** Those of the setup's scopes that a step-up has added. */
  scopesAdded: readonly string[]
  /** True where the client asked for itself, and asks again to renew. */
  isForClient: boolean
  /** Set where they came by an exchange. */
  exchangedFrom?: AccountRecord['exchangedFrom']
  /** Undefined where the provider's metadata does not tell. */
  offersSignOut: boolean | undefined
}): Promise<Connected> {
  const { book, clock, setup, grant, subject, signedInAgain, scopesAdded } = options
  const { isForClient, exchangedFrom, offersSignOut } = options
  const existing = findAccountFor(book.all(), setup.id, subject, signedInAgain)
  const accountId = existing?.id ?? randomUUID()
  await book.keep(accountId, {
    format: 1,
    setupId: setup.id,
    subject,
    grant,
    scopesAsked: setup.scopes,
    ...(scopesAdded.length > 0 && { scopesAdded }),
    ...(isForClient && { isForClient }),
    ...(exchangedFrom && { exchangedFrom }),
    ...(offersSignOut !== undefined && { offersSignOut }),
    connectedAtMs: existing?.record?.connectedAtMs ?? clock.now(),
  })
  return { accountId, hasReplaced: existing !== undefined }
}
