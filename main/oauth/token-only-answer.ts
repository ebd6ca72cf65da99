import type * as oauth from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import type { Grant } from './grant.ts'
import type { OAuthStep } from './oauth-error.ts'
import type { ServerAccess } from './server-access.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

/** What of a token answer counts where nobody signed in. */
export interface TokenOnlyAnswer {
  readonly grant: Grant
  readonly answer: oauth.TokenEndpointResponse
  readonly notes: readonly string[]
}

/**
 * Reads a token answer that is about no person: an ID token in it was not asked for and is dropped. `process` is
 * oauth4webapi's check of this grant's answers. Rejects with a ProblemError or an oauth4webapi error.
 */
export async function readTokenOnlyAnswer(
  { metadata, clock, prover }: Pick<ServerAccess, 'metadata' | 'clock' | 'prover'>,
  received: Response,
  process: typeof oauth.processGenericTokenEndpointResponse,
  context: {
    readonly step: OAuthStep
    readonly setup: ProviderSetup
    readonly before?: Grant | undefined
    readonly resource?: string | undefined
  },
): Promise<TokenOnlyAnswer> {
  const { step, setup, before, resource } = context
  const receivedAtMs = clock.now()
  const { response, notes } = await evenTokenAnswer(received, {
    step,
    setup,
    isBound: prover !== undefined,
    dropsIdToken: true,
  })
  const answer = await process(metadata.server, { client_id: setup.clientId }, response)
  const serverDate = received.headers.get('date')
  const dpopKey = prover?.key
  const grant = makeGrant(answer, {
    setup,
    receivedAtMs,
    serverDate,
    dpopKey,
    ...(before && { before }),
    resource,
  })
  return { grant, answer, notes }
}
