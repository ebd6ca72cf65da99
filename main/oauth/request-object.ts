import * as oauth from 'oauth4webapi'
import { nameAlgorithm, signerOf } from './client-authentication.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'

/** Parameters that OpenID Connect Core §6.1 wants beside the request object as well. */
const repeated = ['client_id', 'response_type', 'scope'] as const

/** True where the setup asks for a signed request, or the server does and there is a key to sign with. */
export function needsRequestObject({ client, metadata }: ServerAccess): boolean {
  const { require_signed_request_object: isRequired } = metadata.server
  return client.setup.usesRequestObject === true || (isRequired === true && client.key !== undefined)
}

/** Signs an authorization request's parameters as a JWT (RFC 9101 §4). */
export async function signRequest(
  access: ServerAccess,
  parameters: URLSearchParams,
): Promise<URLSearchParams> {
  const { metadata, client, clock } = access
  const { key } = client
  if (key === undefined) throw new Error('a setup with signed requests has a key')
  const { server } = metadata
  const supported = server.request_object_signing_alg_values_supported
  const request = await oauth.issueRequestObject(
    server,
    oauthClientOf(client, clock),
    parameters,
    await signerOf(key),
    { [oauth.modifyAssertion]: nameAlgorithm(key, supported) },
  )
  const wrapped = new URLSearchParams({ request })
  for (const name of repeated) {
    const value = parameters.get(name)
    if (value !== null) wrapped.set(name, value)
  }
  return wrapped
}
