import * as oauth from 'oauth4webapi'
import { askServer } from './ask-server.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'
import { scopesOf } from './token-answer.ts'

/** Nobody waits longer than this for what is only good to know. */
const limitMs = 5_000

/**
 * The scopes that an access token really holds, as the server's introspection tells them (RFC 7662). Undefined where
 * the server offers none, refuses it to this client, or says nothing of scopes. Never rejects.
 */
export async function readScopesInToken(
  access: ServerAccess,
  accessToken: string,
): Promise<readonly string[] | undefined> {
  const { metadata, client, clock, signal } = access
  if (metadata.server.introspection_endpoint === undefined) return undefined
  const limit = AbortSignal.timeout(limitMs)
  const limited = { ...access, signal: signal ? AbortSignal.any([signal, limit]) : limit }
  try {
    const { response } = await askServer(limited, ({ server, client, authentication, options }) =>
      oauth.introspectionRequest(server, client, authentication, accessToken, {
        ...options,
        additionalParameters: { token_type_hint: 'access_token' },
      }),
    )
    const oauthClient = oauthClientOf(client, clock)
    const answer = await oauth.processIntrospectionResponse(metadata.server, oauthClient, response)
    return answer.active ? scopesOf(answer.scope, { scopes: [] }) : undefined
  } catch {
    return undefined
  }
}
