import * as oauth from 'oauth4webapi'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { type Grant, proverOfGrant } from './grant.ts'
import { recallMetadata } from './metadata-cache.ts'
import { problemOf } from './problems.ts'
import type { RefreshOutcome } from './refresh.ts'
import { readRetryAfterMs } from './retry-after.ts'
import type { ServerAccess } from './server-access.ts'
import { tokenStepParameters } from './step-parameters.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

interface ClientCredentialsRenewal {
  readonly before?: Grant
  readonly resource?: string | undefined
  readonly onResponse?: (response: Response) => void
}

/**
 * Asks for an access token for the client itself (RFC 6749 §4.4). Who it is for is the client.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function requestClientCredentials(
  access: ServerAccess,
  { before, resource, onResponse }: ClientCredentialsRenewal = {},
): Promise<VerifiedAnswer> {
  const { metadata, client, clock, prover } = access
  const { setup } = client
  const parameters = tokenStepParameters(setup, 'code exchange', resource)
  if (setup.scopes.length > 0) parameters.set('scope', setup.scopes.join(' '))
  const { response, notes } = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
  )
  onResponse?.(response)
  const receivedAtMs = clock.now()
  const even = await evenTokenAnswer(response, {
    step: 'code exchange',
    setup,
    isBound: prover !== undefined,
    dropsIdToken: true,
  })
  const oauthClient = { client_id: setup.clientId }
  const answer = await oauth.processClientCredentialsResponse(metadata.server, oauthClient, even.response)
  const serverDate = response.headers.get('date')
  return {
    grant: makeGrant(answer, {
      setup,
      receivedAtMs,
      serverDate,
      dpopKey: prover?.key,
      ...(before && { before }),
      resource,
    }),
    subject: { issuer: metadata.server.issuer, sub: setup.clientId, label: setup.clientId },
    notes: [...notes, ...even.notes],
  }
}

/**
 * Renews by asking again, with the key that the tokens were bound to. A refusal is about the client, and mended in the
 * setup: nothing is lost. Never rejects.
 */
export async function renewClientCredentials(options: {
  readonly http: Http
  readonly clock: Clock
  readonly client: Client
  readonly grant: Grant
  /** The resource that the new token is for; absent: the setup's first (RFC 8707 §2.2). */
  readonly resource?: string | undefined
}): Promise<RefreshOutcome> {
  const { http, clock, client, grant: before, resource } = options
  let received: Response | undefined
  try {
    const metadata = await recallMetadata({ http, clock, setup: client.setup })
    const prover = await proverOfGrant(before, clock)
    const access = { http, clock, client, metadata, ...(prover && { prover }) }
    const { grant } = await requestClientCredentials(access, {
      before,
      resource,
      onResponse: (response) => {
        received = response
      },
    })
    return { type: 'refreshed', grant }
  } catch (error) {
    const retryAfterMs = readRetryAfterMs((name) => received?.headers.get(name), clock.now())
    return {
      type: 'transient',
      problem: problemOf(error, 'refresh'),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  }
}
