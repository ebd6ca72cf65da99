import type { TokenEndpointResponse } from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import type { Grant } from './grant.ts'
import type { OAuthStep } from './oauth-error.ts'
import { isRecord } from './printable.ts'
import { unreadableAnswerProblem } from './problems.ts'

/*
 * What every answer of a token endpoint goes through besides oauth4webapi: deviations of known providers made even
 * before its checks, and checks of ours after them.
 */

const maxTokenLength = 65_536
const maxIdTokenLength = 262_144
/** Longer lifetimes are cut to this: a year. */
const maxLifetimeMs = 365 * 24 * 3_600_000

/** RFC 6749 §A.12: a token is made of visible ASCII characters. What is not never reaches a header field. */
const tokenText = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/**
 * Makes an answer even, so that oauth4webapi's checks apply to it:
 * - an OAuth error sent with status 200 (GitHub, Slack) gets status 400;
 * - `WWW-Authenticate` beside an OAuth error is dropped, because the error in the body says more;
 * - an empty or null `refresh_token` counts as none, so that the access token beside it is not lost;
 * - an ID token that was not asked for is dropped where no issuer is known to check it against.
 */
export async function evenTokenAnswer(
  response: Response,
  step: OAuthStep,
  options: { readonly dropsIdToken?: boolean } = {},
): Promise<Response> {
  const text = await response.text()
  const body = parseObject(text)
  if (!body) {
    if (response.status === 200)
      throw new ProblemError(unreadableAnswerProblem(step, 'not a JSON object', 200))
    return new Response(null, { status: response.status, headers: response.headers })
  }
  const headers = { 'content-type': 'application/json' }
  if (typeof body.error === 'string' && body.error !== '' && body.access_token === undefined) {
    const status = Math.max(response.status, 400)
    return new Response(JSON.stringify(body), { status, headers })
  }
  if (body.refresh_token === '' || body.refresh_token === null) delete body.refresh_token
  if (options.dropsIdToken) delete body.id_token
  checkBeforeParsing(body, step)
  return new Response(JSON.stringify(body), { status: response.status, headers })
}

function checkBeforeParsing(body: Record<string, unknown>, step: OAuthStep): void {
  const refuse = (reason: string) => new ProblemError(unreadableAnswerProblem(step, reason, 200))
  for (const name of ['access_token', 'refresh_token'] as const) {
    const token = body[name]
    if (typeof token !== 'string') continue
    if (token.length > maxTokenLength) throw refuse(`“${name}” is too long`)
    if (!tokenText.test(token)) throw refuse(`“${name}” holds characters that no token may hold`)
  }
  const idToken = body.id_token
  if (typeof idToken === 'string' && idToken.length > maxIdTokenLength) throw refuse('“id_token” is too long')
  const expiresIn = body.expires_in
  if (typeof expiresIn === 'string' && !/^\d{1,15}$/.test(expiresIn))
    throw refuse('“expires_in” is not a number')
  const type = body.token_type
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer')
    throw refuse('“token_type” is not “Bearer”')
}

/** Makes a Grant of an answer that oauth4webapi has processed. */
export function makeGrant(
  answer: Readonly<Pick<TokenEndpointResponse, 'access_token' | 'refresh_token' | 'expires_in' | 'scope'>> & {
    readonly id_token?: string | undefined
  },
  context: {
    readonly scopesAsked: readonly string[]
    readonly receivedAtMs: number
    /** What the answer does not bring anew stays as it was. */
    readonly before?: Grant
  },
): Grant {
  const { scopesAsked, receivedAtMs, before } = context
  const refreshToken = answer.refresh_token ?? before?.refreshToken
  const idToken = answer.id_token ?? before?.idToken
  return {
    accessToken: answer.access_token,
    tokenType: 'bearer',
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    scopesGranted: scopesOf(answer.scope) ?? before?.scopesGranted ?? scopesAsked,
    receivedAtMs,
    ...(answer.expires_in === undefined
      ? {}
      : { lifetimeMs: Math.min(maxLifetimeMs, Math.floor(answer.expires_in) * 1_000) }),
  }
}

/** Space-separated (RFC 6749 §3.3), or with commas as some providers write it. */
function scopesOf(scope: string | undefined): string[] | undefined {
  const scopes = scope?.split(/[ ,]+/).filter((one) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(one))
  return scopes && scopes.length > 0 ? [...new Set(scopes)] : undefined
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
