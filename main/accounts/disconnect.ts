import type { DisconnectOutcome } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Log } from '../ports.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import type { KeepAlive } from './keep-alive.ts'
import type { PendingRevocations } from './pending-revocations.ts'
import { vaultLockedProblem } from './renewal.ts'

/**
 * Disconnects an account: its tokens become a pending revocation, on disk before the account is deleted, so that no
 * crash between the two leaves tokens that nobody revokes; then the account is gone, and the provider is asked
 * (RFC 7009). The outcome says what it answered. A sign-out at the provider begins where it was asked for.
 */
export async function disconnect(options: {
  book: AccountBook
  keepAlive: KeepAlive
  revocations: PendingRevocations
  log: Log
  accountId: string
  /** Absent where it was not asked for. */
  signOut: ((account: Account) => Promise<NonNullable<DisconnectOutcome['signOut']>>) | undefined
}): Promise<DisconnectOutcome> {
  const { book, keepAlive, revocations, log, accountId, signOut } = options
  const account = book.find(accountId)
  const { record, setupId, label } = account
  keepAlive.forget(accountId)
  const revocationId = record && (await revocations.add({ accountId, setupId, label, grant: record.grant }))
  await book.remove(accountId)
  keepAlive.plan()
  const [outcome, signedOut] = await Promise.all([
    revocationId === undefined ? notReadable(account) : revocations.tryNow(revocationId).catch(givenUp),
    signOut?.(account),
  ])
  log.info('account.disconnected', { revocation: outcome.revocation, signOut: signedOut ?? 'notAsked' })
  return { ...outcome, ...(signedOut !== undefined && { signOut: signedOut }) }
}

/** Tokens that cannot be decrypted can be deleted, and not be sent anywhere. */
function notReadable({ problem }: Account): DisconnectOutcome {
  return { revocation: 'failed', problem: problem ?? vaultLockedProblem() }
}

/** Given up by the person while the first attempt was about to begin. */
function givenUp(error: unknown): DisconnectOutcome {
  if (error instanceof ProblemError) return { revocation: 'failed', problem: error.problem }
  throw error
}
