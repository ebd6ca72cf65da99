import type * as oauth from 'oauth4webapi'
import { type Authentication, authenticationsOf, rememberForm } from './client-authentication.ts'
import { isRecord } from './printable.ts'
import { oauthClientOf, requestOptions, type ServerAccess } from './server-access.ts'

/** What one request of oauth4webapi takes. */
export interface RequestParts {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  readonly options: ReturnType<typeof requestOptions> & { readonly DPoP?: oauth.DPoPHandle }
}

/** An answer that nobody has checked. */
export interface ServerAnswer {
  readonly response: Response
  /** What the server did that is worth telling, in plain words. */
  readonly notes: readonly string[]
}

/**
 * The one way to make a request as the client: code exchange, refresh, revocation, introspection and pushed requests
 * alike. `send` makes the request; it is called again only where the server has refused to look at it:
 * - without the nonce that it demands (RFC 9449 §8), once;
 * - because of the way that the Basic header is written, once, where there is another way.
 */
export async function askServer(
  access: ServerAccess,
  send: (parts: RequestParts) => Promise<Response>,
): Promise<ServerAnswer> {
  const { metadata, client, clock, prover } = access
  const { server } = metadata
  const parts = {
    server,
    client: oauthClientOf(client, clock),
    options: { ...requestOptions(access), ...(prover && { DPoP: prover.toServer }) },
  }
  const sendAs = async ({ authenticate }: Authentication): Promise<Response> => {
    const request = { ...parts, authentication: authenticate }
    const response = await send(request)
    return prover && (await demandsNonce(response)) ? send(request) : response
  }
  const [usual, other] = await authenticationsOf(client, metadata)
  const response = await sendAs(usual)
  if (other?.form === undefined || !(await refusesClient(response))) return { response, notes: [] }
  const second = await sendAs(other)
  if (await refusesClient(second)) return { response, notes: [] }
  rememberForm(server, other.form)
  const form = other.form === 'raw' ? 'as they are' : 'form-urlencoded'
  return { response: second, notes: [`takes client id and secret ${form} only`] }
}

async function demandsNonce(response: Response): Promise<boolean> {
  if (response.status !== 400 && response.status !== 401) return false
  return response.headers.has('dpop-nonce') && (await errorOf(response)) === 'use_dpop_nonce'
}

/** RFC 6749 §5.2: `invalid_client`, mostly with status 401; some servers send it with 200. */
async function refusesClient(response: Response): Promise<boolean> {
  if (response.status >= 500) return false
  const error = await errorOf(response)
  return error === 'invalid_client' || (error === undefined && response.status === 401)
}

/** The answer's `error`, without using up its body. */
async function errorOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = JSON.parse(await response.clone().text())
    return isRecord(body) && typeof body.error === 'string' ? body.error : undefined
  } catch {
    return undefined
  }
}
