import * as oauth from 'oauth4webapi'
import type { DisconnectOutcome } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import { discoverMetadata } from './discovery.ts'
import type { Grant } from './grant.ts'
import { oauthErrorProblem } from './oauth-error.ts'
import { problemOf } from './problems.ts'
import { readRetryAfterMs } from './retry-after.ts'

/** What a revocation came to. */
export interface RevocationAnswer extends DisconnectOutcome {
  /** How long the provider wants to be left alone (`Retry-After`), where it could not answer now. */
  readonly retryAfterMs?: number
}

/**
 * Asks the provider to revoke a grant (RFC 7009): the refresh token first, because that ends the grant, then the
 * access tokens. Never rejects; the outcome says which of the two happened and why.
 */
export async function revokeGrant(options: {
  readonly http: Http
  readonly clock: Clock
  readonly client: Client
  readonly grant: Grant
  readonly signal?: AbortSignal
}): Promise<RevocationAnswer> {
  const { http, clock, client, grant, signal } = options
  const withSignal = signal ? { signal } : {}
  let received: Response | undefined
  try {
    const metadata = await discoverMetadata({ http, setup: client.setup, ...withSignal })
    if (metadata.server.revocation_endpoint === undefined) return { revocation: 'notOffered' }
    const access = { http, clock, metadata, client, ...withSignal }
    const tokens = [
      ...(grant.refreshToken === undefined ? [] : [['refresh_token', grant.refreshToken] as const]),
      ['access_token', grant.accessToken] as const,
      ...(grant.forResources ?? []).map(({ accessToken }) => ['access_token', accessToken] as const),
    ]
    for (const [hint, token] of tokens) {
      const { response } = await askServer(access, ({ server, client, authentication, options }) =>
        oauth.revocationRequest(server, client, authentication, token, {
          ...options,
          additionalParameters: { token_type_hint: hint },
        }),
      )
      received = response
      await readRevocation(response)
    }
    return { revocation: 'revoked' }
  } catch (error) {
    const retryAfterMs = readRetryAfterMs((name) => received?.headers.get(name), clock.now())
    return {
      revocation: 'failed',
      problem: problemOf(error, 'revocation'),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }
  }
}

async function readRevocation(response: Response): Promise<void> {
  // RFC 7009 §2.2 asks for 200; some servers answer 204, which says the same.
  if (response.status === 204) return
  try {
    await oauth.processRevocationResponse(response)
  } catch (error) {
    const isRefusedType = error instanceof oauth.ResponseBodyError && error.error === 'unsupported_token_type'
    // The server cannot revoke this kind by itself (RFC 7009 §2.2.1); the other kind ends the grant.
    if (isRefusedType) return
    if (error instanceof oauth.OperationProcessingError) {
      throw new ProblemError(oauthErrorProblem('revocation', response.status, ''))
    }
    throw error
  }
}
