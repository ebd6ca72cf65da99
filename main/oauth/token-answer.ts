import type { TokenEndpointResponse } from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import { applyQuirks, evenRefreshRefusal, parseTokenAnswer, readPath } from './answer-shape.ts'
import type { DpopKey } from './dpop.ts'
import type { Grant } from './grant.ts'
import type { OAuthStep } from './oauth-error.ts'
import { unreadableAnswerProblem } from './problems.ts'
import { readHttpDate } from './retry-after.ts'

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
const scopeText = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/

/** An answer that oauth4webapi's checks apply to, and what of the original it does not read. */
export interface EvenAnswer {
  readonly response: Response
  readonly idToken?: string
  /** Who it is for, where the vendor's shape says so. */
  readonly told: { readonly sub?: string; readonly label?: string }
  readonly notes: readonly string[]
}

/** What was asked for, and what a token answer is held against. */
export interface AnswerExpectation {
  readonly step: OAuthStep
  readonly setup: Pick<ProviderSetup, 'quirks'>
  /** True where the token was asked to be bound to a key (RFC 9449). */
  readonly isBound: boolean
  /** True where no issuer is known to check an ID token against. */
  readonly dropsIdToken: boolean
}

/**
 * Makes an answer even, so that oauth4webapi's checks apply to it:
 * - a form-encoded answer, or one of a vendor's own shape, is made the standard's;
 * - an OAuth error sent with status 200 (GitHub, Slack) gets status 400;
 * - a refresh token refused in a vendor's own words (Strava, Twitch) is refused in the standard's;
 * - `WWW-Authenticate` beside an OAuth error is dropped, because the error in the body says more;
 * - an empty or null `refresh_token` counts as none, so that the access token beside it is not lost;
 * - an ID token that was not asked for is dropped where no issuer is known to check it against.
 */
export async function evenTokenAnswer(received: Response, expected: AnswerExpectation): Promise<EvenAnswer> {
  const { step, setup, dropsIdToken } = expected
  const shaped = parseTokenAnswer(await received.text(), received.headers.get('content-type') ?? '')
  if (!shaped) {
    if (received.status === 200)
      throw new ProblemError(unreadableAnswerProblem(step, 'not a JSON object', 200))
    const response = new Response(null, { status: received.status, headers: received.headers })
    return { response, told: {}, notes: [] }
  }
  const { body, notes } = shaped
  applyQuirks(body, setup.quirks)
  if (step === 'refresh') evenRefreshRefusal(body, setup.quirks)
  if (typeof body.error === 'string' && body.error !== '' && body.access_token === undefined) {
    return { response: asJson(body, Math.max(received.status, 400)), told: {}, notes }
  }
  if (body.refresh_token === '' || body.refresh_token === null) delete body.refresh_token
  if (dropsIdToken) delete body.id_token
  checkBeforeParsing(body, expected)
  const { answerMapping = {} } = setup.quirks ?? {}
  const sub = textAt(body, answerMapping.sub)
  const label = textAt(body, answerMapping.label)
  return {
    response: asJson(body, received.status),
    ...(typeof body.id_token === 'string' && { idToken: body.id_token }),
    told: { ...(sub !== undefined && { sub }), ...(label !== undefined && { label }) },
    notes,
  }
}

function asJson(body: object, status: number): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

/** A text, or a number as some providers write their subjects. */
function textAt(body: unknown, path: readonly string[] | undefined): string | undefined {
  const value = path && readPath(body, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function checkBeforeParsing(body: Record<string, unknown>, { step, isBound }: AnswerExpectation): void {
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
  // RFC 9449 §5: where the binding matters to the client, a token without it is not used.
  if (typeof type === 'string' && type.toLowerCase() !== (isBound ? 'dpop' : 'bearer'))
    throw refuse(`“token_type” is not “${isBound ? 'DPoP' : 'Bearer'}”`)
}

/** Makes a Grant of an answer that oauth4webapi has processed. */
export function makeGrant(
  answer: Readonly<Pick<TokenEndpointResponse, 'access_token' | 'refresh_token' | 'expires_in' | 'scope'>> & {
    readonly id_token?: string | undefined
  },
  context: {
    readonly setup: Pick<ProviderSetup, 'scopes' | 'quirks'>
    readonly receivedAtMs: number
    /** The answer's `Date` field. */
    readonly serverDate?: string | null
    /** The key that the tokens are bound to. */
    readonly dpopKey?: DpopKey | undefined
    /** What the answer does not bring anew stays as it was. */
    readonly before?: Grant
    /** The resource that the token is for, where it is not the setup's first: it stands beside the grant's own then. */
    readonly resource?: string | undefined
  },
): Grant {
  const { setup, receivedAtMs, serverDate, dpopKey, before, resource } = context
  const serverMs = readHttpDate(serverDate ?? '')
  const refreshToken = answer.refresh_token ?? before?.refreshToken
  const idToken = answer.id_token ?? before?.idToken
  const named = scopesOf(answer.scope, setup)
  // A lifetime of nothing says as little as none: the token is used until the API refuses it.
  const lifetimeMs = Math.min(maxLifetimeMs, Math.floor(answer.expires_in ?? 0) * 1_000)
  const lifetime = lifetimeMs > 0 ? { lifetimeMs } : {}
  const kept = {
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
  }
  const others = before?.forResources?.filter((token) => token.resource !== resource) ?? []
  if (before && resource !== undefined) {
    const token = { resource, accessToken: answer.access_token, receivedAtMs, ...lifetime }
    return { ...before, ...kept, forResources: [...others, token] }
  }
  return {
    accessToken: answer.access_token,
    ...(dpopKey ? { tokenType: 'DPoP', dpopKey } : { tokenType: 'bearer' }),
    ...kept,
    ...(others.length > 0 && { forResources: others }),
    scopesGranted: named ?? before?.scopesGranted ?? setup.scopes,
    // RFC 6749 §6: an answer that names none means those of before.
    ...(named === undefined && before?.scopesInToken && { scopesInToken: before.scopesInToken }),
    receivedAtMs,
    ...(serverMs === undefined ? {} : { clockAheadMs: receivedAtMs - serverMs }),
    ...lifetime,
  }
}

/**
 * Space-separated (RFC 6749 §3.3), or with commas as some providers write it. Those that the provider never names
 * are taken as granted where they were asked for.
 */
export function scopesOf(
  scope: string | undefined,
  setup: Pick<ProviderSetup, 'scopes' | 'quirks'>,
): string[] | undefined {
  const named = scope?.split(/[ ,]+/).filter((one) => scopeText.test(one))
  if (!named || named.length === 0) return undefined
  const unnamed = setup.quirks?.scopesNotEchoed?.filter((one) => setup.scopes.includes(one)) ?? []
  return [...new Set([...named, ...unnamed])]
}
