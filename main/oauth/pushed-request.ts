import * as oauth from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import { askServer } from './ask-server.ts'
import { refuseMetadata } from './metadata-checks.ts'
import { problemOf } from './problems.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'

/** A request that the server keeps until the browser brings its reference. */
export interface PushedRequest {
  readonly requestUri: string
  readonly endsAtMonotonicMs: number
  readonly notes: readonly string[]
}

/** True where requests can be pushed (RFC 9126 §5). */
export function mayPush({ metadata }: ServerAccess): boolean {
  return metadata.server.pushed_authorization_request_endpoint !== undefined
}

/** True where they have to be: the server or the setup says so. */
export function mustPush({ metadata, client }: ServerAccess): boolean {
  return (
    metadata.server.require_pushed_authorization_requests === true || client.setup.pushedRequests === 'always'
  )
}

/** Pushes an authorization request (RFC 9126 §2). Rejects with a ProblemError. */
export async function pushRequest(access: ServerAccess, parameters: URLSearchParams): Promise<PushedRequest> {
  const { metadata, client, clock } = access
  const { server } = metadata
  if (!mayPush(access)) {
    throw new ProblemError(
      refuseMetadata(
        'The metadata names no endpoint to push the request to',
        'pushed_authorization_request_endpoint',
        'missing',
      ),
    )
  }
  try {
    const sentAtMs = clock.monotonic()
    const { response, notes } = await askServer(access, ({ server, client, authentication, options }) =>
      oauth.pushedAuthorizationRequest(server, client, authentication, parameters, options),
    )
    const oauthClient = oauthClientOf(client, clock)
    const answer = await oauth.processPushedAuthorizationResponse(server, oauthClient, asCreated(response))
    return {
      requestUri: answer.request_uri,
      endsAtMonotonicMs: sentAtMs + answer.expires_in * 1_000,
      notes,
    }
  } catch (error) {
    throw new ProblemError(problemOf(error, 'pushed request'))
  }
}

/** RFC 9126 §2.2 asks for 201; some servers answer 200, which says the same. */
function asCreated(response: Response): Response {
  if (response.status !== 200) return response
  return new Response(response.body, { status: 201, headers: response.headers })
}
