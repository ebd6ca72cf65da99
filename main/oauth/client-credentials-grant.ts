import * as oauth from 'oauth4webapi'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { type Grant, proverOfGrant } from './grant.ts'
import { recallMetadata } from './metadata-cache.ts'
import { problemOf } from './problems.ts'
import { type RefreshOutcome, transientOutcome } from './refresh.ts'
import type { ServerAccess } from './server-access.ts'
import { tokenStepParameters } from './step-parameters.ts'
import { readTokenOnlyAnswer } from './token-only-answer.ts'

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
  const { metadata, client } = access
  const { setup } = client
  const parameters = tokenStepParameters(setup, 'code exchange', resource)
  if (setup.scopes.length > 0) parameters.set('scope', setup.scopes.join(' '))
  const { response, notes } = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
  )
  onResponse?.(response)
  const even = await readTokenOnlyAnswer(access, response, oauth.processClientCredentialsResponse, {
    step: 'code exchange',
    setup,
    before,
    resource,
  })
  return {
    grant: even.grant,
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
    return transientOutcome(problemOf(error, 'refresh'), received, clock.now())
  }
}
