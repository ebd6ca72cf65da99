import { ProblemError } from '../../contract/problem.ts'
import type { Client } from '../oauth/client.ts'
import { problemOf } from '../oauth/problems.ts'
import { type ExchangedAnswer, type ExchangeTarget, exchangeToken } from '../oauth/token-exchange.ts'
import type { Clock, Http } from '../ports.ts'
import type { AccountBook } from './account-book.ts'
import { storeGrant } from './connect.ts'
import type { KeepAlive } from './keep-alive.ts'
import { vaultLockedProblem } from './renewal.ts'

/**
 * Exchanges an account's token for one with another use (RFC 8693), which becomes an account of its own. Rejects with
 * a ProblemError.
 */
export async function exchangeAccount(options: {
  readonly book: AccountBook
  readonly keepAlive: KeepAlive
  readonly http: Http
  readonly clock: Clock
  readonly accountId: string
  readonly target: ExchangeTarget
  readonly signal: AbortSignal
  /** The client that asks: of a setup, or of the account's own. */
  clientOf(ownSetupId: string): Promise<Client>
}): Promise<{ accountId: string } & Pick<ExchangedAnswer, 'issuedType'>> {
  const { book, keepAlive, http, clock, accountId, target, signal, clientOf } = options
  // Renewed first where it is about to end.
  await keepAlive.accessToken(accountId, signal)
  const account = book.find(accountId)
  if (account.record === undefined) throw new ProblemError(vaultLockedProblem())
  const { grant } = account.record
  const client = await clientOf(account.setupId)
  const { audience, resource, scopes = [] } = target
  try {
    const answer = await exchangeToken({ http, clock, client, grant, target, signal })
    const connected = await storeGrant({
      book,
      clock,
      setup: { ...client.setup, scopes: [...scopes] },
      grant: answer.grant,
      // Without a subject: it is the same person's, and must not take the place of the account that it came from.
      subject: {
        issuer: answer.issuer,
        label: `${account.label}, for ${audience ?? resource ?? 'another use'}`.slice(0, 200),
      },
      signedInAgain: undefined,
      scopesAdded: [],
      isForClient: false,
    })
    keepAlive.plan()
    const { issuedType } = answer
    return { accountId: connected.accountId, ...(issuedType && { issuedType }) }
  } catch (error) {
    throw new ProblemError(problemOf(error, 'token exchange'))
  }
}
