import { randomUUID } from 'node:crypto'
import type { Subject } from '../oauth/grant.ts'
import type { Account } from './account.ts'
import { type Connected, storeGrant } from './connect.ts'
import type { PendingRevocations } from './pending-revocations.ts'

/**
 * Stores the tokens of a sign-in. Where it is cancelled before that is done, no new account is left of it, the provider
 * is asked to revoke the tokens (RFC 7009), and the signal's reason is thrown. Tokens that may be of an account that is
 * there are not revoked, and where they have replaced its own they stay: that grant must outlive the cancelled sign-in.
 */
export async function keepSignIn(
  {
    revocations,
    ...stored
  }: Parameters<typeof storeGrant>[0] & {
    readonly revocations: Pick<PendingRevocations, 'discard'>
  },
  signal: AbortSignal,
): Promise<Connected> {
  const { book, setup, grant, subject } = stored
  const discard = async (accountId: string): Promise<void> => {
    const others = book.all().filter(({ id }) => id !== accountId)
    if (mayShareGrant(others, setup.id, subject)) return
    await revocations.discard({ accountId, setupId: setup.id, label: subject.label, grant })
  }
  if (signal.aborted) {
    await discard(randomUUID())
    throw signal.reason
  }
  const connected = await storeGrant(stored)
  if (!signal.aborted || connected.hasReplaced) return connected
  await discard(connected.accountId)
  await book.remove(connected.accountId)
  throw signal.reason
}

/** True where an account may be of the same subject: many providers end its grant with the one that is revoked. */
function mayShareGrant(accounts: readonly Account[], setupId: string, { sub }: Subject): boolean {
  return accounts.some((account) => {
    const known = account.record?.subject.sub
    return account.setupId === setupId && (sub === undefined || known === undefined || known === sub)
  })
}
