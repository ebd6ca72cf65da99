import * as oauth from 'oauth4webapi'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import { assertCredentials } from './client-authentication.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { recallMetadata } from './metadata-cache.ts'
import { verifyTokens } from './verify-tokens.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/** What the new token is for (RFC 8693 §2.1). */
export interface ExchangeTarget {
  readonly audience?: string | undefined
  readonly resource?: string | undefined
  readonly scopes?: readonly string[] | undefined
}

/**
 * Exchanges an account's access token for another one (RFC 8693), which only the exchanging client asks for and gets.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function exchangeToken(options: {
  readonly http: Http
  readonly clock: Clock
  readonly client: Client
  readonly subjectToken: string
  readonly target: ExchangeTarget
  readonly signal: AbortSignal
}): Promise<VerifiedAnswer> {
  const { http, clock, client, subjectToken, target, signal } = options
  assertCredentials(client)
  const { audience, resource, scopes = [] } = target
  const metadata = await recallMetadata({ http, clock, setup: client.setup, signal })
  const access = { http, clock, metadata, client, signal }
  const parameters = new URLSearchParams({
    subject_token: subjectToken,
    subject_token_type: accessTokenType,
    requested_token_type: accessTokenType,
    ...(audience !== undefined && { audience }),
    ...(resource !== undefined && { resource }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  })
  const { response } = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.genericTokenEndpointRequest(server, client, authentication, grantType, parameters, options),
  )
  return verifyTokens(access, response, oauth.processGenericTokenEndpointResponse)
}
