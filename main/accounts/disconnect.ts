import type { DisconnectOutcome } from '../../contract/models.ts'
import type { Log } from '../ports.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import type { KeepAlive } from './keep-alive.ts'

/**
 * Disconnects an account: asks the provider to revoke its tokens (RFC 7009), then deletes every copy here.
 * The local copies go whatever the provider answers; the outcome says which of the two happened.
 */
export async function disconnect(options: {
  book: AccountBook
  keepAlive: KeepAlive
  log: Log
  accountId: string
  revoke(account: Account): Promise<DisconnectOutcome>
}): Promise<DisconnectOutcome> {
  const { book, keepAlive, log, accountId, revoke } = options
  const account = book.find(accountId)
  keepAlive.forget(accountId)
  const outcome: DisconnectOutcome = account.record ? await revoke(account) : { revocation: 'notOffered' }
  await book.remove(accountId)
  keepAlive.plan()
  log.info('account.disconnected', { revocation: outcome.revocation })
  return outcome
}
