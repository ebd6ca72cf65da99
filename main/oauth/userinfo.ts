import * as oauth from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import { verifySignature } from './id-token.ts'
import { idTokenProblem } from './problems.ts'
import { oauthClientOf, requestOptions, type ServerAccess } from './server-access.ts'

/**
 * Asks the userinfo endpoint (OpenID Connect Core §5.3) with the access token as bearer, or with a proof where it is
 * bound to a key. A signed answer (§5.3.2) counts only with a good signature.
 *
 * Rejects with a ProblemError `id_token_invalid` for an answer about another subject or with a wrong signature; one
 * that does not come, or cannot be read, is undefined.
 */
export async function askUserInfo(
  access: ServerAccess,
  accessToken: string,
  expectedSubject: string | undefined,
): Promise<oauth.UserInfoResponse | undefined> {
  const { metadata, client, clock } = access
  const { server } = metadata
  if (server.userinfo_endpoint === undefined) return undefined
  const oauthClient = oauthClientOf(client, clock)
  try {
    const response = await request(access, accessToken)
    const isSigned = response.headers.get('content-type')?.startsWith('application/jwt') === true
    const claims = await oauth.processUserInfoResponse(
      server,
      oauthClient,
      expectedSubject ?? oauth.skipSubjectCheck,
      response,
    )
    if (!isSigned) return claims
    const { keysUnavailable } = await verifySignature(access, { response })
    return keysUnavailable ? undefined : claims
  } catch (error) {
    if (!(error instanceof oauth.OperationProcessingError)) return undefined
    if (error.code === oauth.JSON_ATTRIBUTE_COMPARISON)
      throw new ProblemError(idTokenProblem('user information is about another subject', 'sub'))
    const isForged = error.message.includes('signature')
    if (isForged) throw new ProblemError(idTokenProblem('the signature of the user information is wrong'))
    return undefined
  }
}

async function request(access: ServerAccess, accessToken: string): Promise<Response> {
  const { metadata, client, clock, prover } = access
  const send = () =>
    oauth.userInfoRequest(metadata.server, oauthClientOf(client, clock), accessToken, {
      ...requestOptions(access),
      ...(prover && { DPoP: prover.toApi }),
    })
  const response = await send()
  // RFC 9449 §9: the nonce came with the refusal; one more try, and no third.
  const isDemanded = /\bDPoP\b.*\buse_dpop_nonce\b/i.test(response.headers.get('www-authenticate') ?? '')
  return prover && response.status === 401 && isDemanded ? send() : response
}
