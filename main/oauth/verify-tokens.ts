import * as oauth from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { assertAccessTokenHash, assertIdTokenClaims, verifySignature } from './id-token.ts'
import { serverOfTenant } from './issuer-template.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'
import { findSubject } from './subject.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

/** oauth4webapi's reading of one kind of token answer. */
export type ProcessAnswer = (
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
) => Promise<oauth.TokenEndpointResponse>

/**
 * Checks the answer to a grant that went through no browser of Keyfold's, an ID token in it with its signature, and
 * finds out who it is for. Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function verifyTokens(
  access: ServerAccess,
  received: Response,
  process: ProcessAnswer,
): Promise<VerifiedAnswer> {
  const { metadata, client, clock, prover } = access
  const { setup } = client
  const receivedAtMs = clock.now()
  const even = await evenTokenAnswer(received, {
    step: 'code exchange',
    setup,
    isBound: prover !== undefined,
    dropsIdToken: !metadata.isIssuerKnown,
  })
  const server = serverOfTenant(metadata.server, even.idToken)
  const answer = await process(server, oauthClientOf(client, clock), even.response)
  const idClaims = oauth.getValidatedIdTokenClaims(answer)
  if (idClaims) {
    assertIdTokenClaims(idClaims, setup.clientId, clock)
    assertAccessTokenHash(even.idToken ?? '', idClaims, answer.access_token)
    const { keysUnavailable } = await verifySignature(access, { response: even.response })
    if (keysUnavailable) throw new ProblemError(keysUnavailable)
  }
  const accessToken = answer.access_token
  return {
    grant: makeGrant(answer, {
      setup,
      receivedAtMs,
      serverDate: received.headers.get('date'),
      dpopKey: prover?.key,
    }),
    subject: await findSubject(access, { accessToken, idClaims, told: even.told }),
    notes: even.notes,
  }
}
