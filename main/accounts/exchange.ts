import type { AuthorizationServer } from 'oauth4webapi'
import type { CallArgs, CallResult } from '../../contract/ipc.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { type Client, usesMutualTls } from '../oauth/client.ts'
import { recallMetadata } from '../oauth/metadata-cache.ts'
import { problemOf } from '../oauth/problems.ts'
import { isSignOutOffered } from '../oauth/sign-out-endpoint.ts'
import { exchangeToken } from '../oauth/token-exchange.ts'
import type { Clock, Http } from '../ports.ts'
import type { AccountBook } from './account-book.ts'
import { storeGrant } from './connect.ts'
import { sourceNeedsSignIn } from './exchange-again.ts'
import type { KeepAlive } from './keep-alive.ts'
import { vaultLockedProblem } from './renewal.ts'

/**
 * Makes an account of another one's token (RFC 8693). It goes to the account's own provider alone, whichever setup's
 * client exchanges. Rejects with a ProblemError; the account that it came from stays as it was, and so does the one
 * that it was to replace.
 */
export async function exchangeAccount(options: {
  readonly http: Http
  readonly clock: Clock
  readonly book: AccountBook
  readonly keepAlive: KeepAlive
  /** Of the account's own setup, and of the one that exchanges. */
  readonly owner: Client
  readonly client: Client
  readonly exchange: Omit<CallArgs<'account.exchange'>, 'setupId'>
  /** The account whose tokens the new one replaces; absent: it becomes an account of its own. */
  readonly replaced?: string | undefined
  readonly signal: AbortSignal
}): Promise<CallResult<'account.exchange'>> {
  const { http, clock, book, keepAlive, owner, client, replaced, signal } = options
  const { accountId, ...target } = options.exchange
  try {
    if (client.setup.id !== owner.setup.id) {
      const serverOf = async ({ setup }: Client) =>
        (await recallMetadata({ http, clock, setup, signal })).server
      const [own, other] = await Promise.all([serverOf(owner), serverOf(client)])
      const ownEndpoints = [own.token_endpoint, own.mtls_endpoint_aliases?.token_endpoint]
      if (!ownEndpoints.includes(tokenEndpointFor(client, other)))
        throw new ProblemError(anotherProvider(client.setup.name))
    }
    // Renewed first where it is about to end.
    await keepAlive.accessToken(accountId, signal)
    const { record, label } = book.find(accountId)
    if (record === undefined) throw new ProblemError(vaultLockedProblem())
    const answer = await exchangeToken({ http, clock, client, grant: record.grant, target, signal })
    const { audience, resource, scopes = [] } = target
    const connected = await storeGrant({
      book,
      clock,
      setup: { ...client.setup, scopes },
      grant: answer.grant,
      // Without a subject: it is the same person's, and must not take the place of the account that it came from.
      subject: {
        issuer: answer.issuer,
        label: `${label}, for ${audience ?? resource ?? 'another use'}`.slice(0, 200),
      },
      signedInAgain: replaced,
      scopesAdded: [],
      isForClient: false,
      exchangedFrom: { accountId, ...target },
      offersSignOut: isSignOutOffered(http, client.setup),
    })
    keepAlive.forget(connected.accountId)
    keepAlive.plan()
    const { issuedType } = answer
    return { accountId: connected.accountId, ...(issuedType && { issuedType }) }
  } catch (error) {
    const source = book.has(accountId) ? book.find(accountId) : undefined
    if (replaced !== undefined && source?.needsSignIn) throw new ProblemError(sourceNeedsSignIn(source.label))
    throw new ProblemError(problemOf(error, 'token exchange'))
  }
}

/** Where the client's requests go: with mutual TLS to the alias, where there is one (RFC 8705 §5). */
function tokenEndpointFor(client: Client, server: AuthorizationServer): string | undefined {
  const alias = usesMutualTls(client) ? server.mtls_endpoint_aliases?.token_endpoint : undefined
  return alias ?? server.token_endpoint
}

function anotherProvider(setupName: string): Problem {
  return makeProblem(
    'origin_not_allowed',
    'you',
    {
      title: 'This setup is for another provider',
      detail: 'A token is sent to the provider that gave it, and to the APIs of its setup, nowhere else.',
      nextStep: 'Choose a setup for the account’s own provider.',
    },
    { setup: setupName },
  )
}
