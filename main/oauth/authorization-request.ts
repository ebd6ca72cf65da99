import { ProblemError } from '../../contract/problem.ts'
import { refuseMetadata } from './metadata-checks.ts'
import { checkOutsideUrl } from './outside-url.ts'
import { mayPush, mustPush, pushRequest } from './pushed-request.ts'
import { needsRequestObject, signRequest } from './request-object.ts'
import type { ServerAccess } from './server-access.ts'

/** Longer addresses are cut or refused on the way to a browser: Windows takes 2,081 characters. */
const longestAddress = 2_000
/** A pushed request is pushed anew when it has less time left than this. */
const marginMs = 5_000

/** An authorization request, ready for the browser. */
export interface AuthorizationRequest {
  /** The address to open; a pushed request that has ended is pushed anew. Rejects as {@link createAuthorizationRequest}. */
  address(): Promise<URL>
  readonly isPushed: boolean
  /** What the server did that is worth telling. */
  readonly notes: readonly string[]
}

/**
 * Makes an address of the request's parameters: plainly, as a signed request object (RFC 9101), or pushed to the
 * server beforehand (RFC 9126) where it asks for that, the setup does, or the address would be too long.
 *
 * Rejects with a ProblemError: `metadata_refused` for an address that is not fit for the browser, or what the pushed
 * request was refused for.
 */
export async function createAuthorizationRequest(
  access: ServerAccess,
  parameters: URLSearchParams,
): Promise<AuthorizationRequest> {
  if (!mustPush(access)) {
    const plain = makeAddress(access, await wrap(access, parameters))
    const isTooLong = plain.href.length > longestAddress
    if (!isTooLong || !mayPush(access)) return { address: async () => plain, isPushed: false, notes: [] }
  }
  const push = async () => pushRequest(access, await wrap(access, parameters))
  const first = await push()
  let pushed = first
  return {
    isPushed: true,
    notes: first.notes,
    async address() {
      if (access.clock.monotonic() > pushed.endsAtMonotonicMs - marginMs) pushed = await push()
      const { clientId } = access.client.setup
      return makeAddress(access, new URLSearchParams({ client_id: clientId, request_uri: pushed.requestUri }))
    },
  }
}

async function wrap(access: ServerAccess, parameters: URLSearchParams): Promise<URLSearchParams> {
  return needsRequestObject(access) ? signRequest(access, parameters) : parameters
}

function makeAddress({ metadata }: ServerAccess, parameters: URLSearchParams): URL {
  const url = new URL(metadata.server.authorization_endpoint ?? '')
  // An endpoint may come with parameters of its own; ours count.
  for (const name of new Set(parameters.keys())) url.searchParams.delete(name)
  for (const [name, value] of parameters) url.searchParams.append(name, value)
  const check = checkOutsideUrl(url.href)
  if (check.ok) return check.url
  throw new ProblemError(
    refuseMetadata(
      'The authorization request is not safe to open',
      'authorization_endpoint',
      check.refusal,
      url.origin,
    ),
  )
}
