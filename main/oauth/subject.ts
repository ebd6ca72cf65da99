import * as oauth from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import type { Http } from '../ports.ts'
import { requestOptions } from './client-authentication.ts'
import type { ServerMetadata } from './discovery.ts'
import type { Subject } from './grant.ts'
import { printable } from './printable.ts'
import { idTokenProblem } from './problems.ts'

type Claims = Readonly<Record<string, unknown>>

/**
 * Finds out who signed in: from the ID token, and from userinfo (OpenID Connect Core §5.3) where the ID token does
 * not name them. A userinfo answer about another subject rejects with a ProblemError `id_token_invalid`; one that does
 * not come, or cannot be read, leaves the subject without a better name.
 */
export async function findSubject(options: {
  readonly http: Http
  readonly metadata: ServerMetadata
  readonly client: oauth.Client
  readonly accessToken: string
  readonly idClaims: oauth.IDToken | undefined
  /** Shown where nothing names the subject. */
  readonly fallbackLabel: string
  readonly signal?: AbortSignal
}): Promise<Subject> {
  const { metadata, idClaims, fallbackLabel, signal } = options
  const { issuer } = metadata.server
  const known = idClaims && labelOf(idClaims)
  const claims = known === undefined ? await askUserInfo(options) : undefined
  signal?.throwIfAborted()
  const sub = idClaims?.sub ?? (typeof claims?.sub === 'string' ? claims.sub : undefined)
  const label = known ?? (claims && labelOf(claims)) ?? printable(sub, 200) ?? fallbackLabel
  return { issuer, label, ...(sub === undefined ? {} : { sub }) }
}

async function askUserInfo(options: Parameters<typeof findSubject>[0]): Promise<Claims | undefined> {
  const { http, metadata, client, accessToken, idClaims, signal } = options
  const { server } = metadata
  if (server.userinfo_endpoint === undefined) return undefined
  const expected = idClaims?.sub ?? oauth.skipSubjectCheck
  try {
    const response = await oauth.userInfoRequest(
      server,
      client,
      accessToken,
      requestOptions(http, metadata, signal),
    )
    // A signed answer needs its key set read as well; the label is not worth it.
    if (response.headers.get('content-type')?.startsWith('application/jwt')) return undefined
    return await oauth.processUserInfoResponse(server, client, expected, response)
  } catch (error) {
    if (error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON) {
      throw new ProblemError(idTokenProblem('user information is about another subject', 'sub'))
    }
    return undefined
  }
}

function labelOf(claims: Claims): string | undefined {
  for (const name of ['email', 'preferred_username', 'name']) {
    const label = printable(claims[name], 200)
    if (label) return label
  }
  return undefined
}
