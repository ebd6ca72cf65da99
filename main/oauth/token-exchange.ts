import * as oauth from 'oauth4webapi'
import {
  type IssuedType,
  issuedTypes,
  type RequestedType,
  type SubjectType,
} from '../../contract/exchange-types.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import { assertCredentials } from './client-authentication.ts'
import { createDpopKey, proverOf } from './dpop.ts'
import { type Grant, proverOfGrant } from './grant.ts'
import { recallMetadata } from './metadata-cache.ts'
import { readTokenOnlyAnswer } from './token-only-answer.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'
const typePrefix = 'urn:ietf:params:oauth:token-type:'

/** What is exchanged, and what the new token is for (RFC 8693 §2.1). */
export interface ExchangeTarget {
  /** Absent: the access token. */
  readonly subjectType?: SubjectType | undefined
  /** Absent: the server decides. */
  readonly requestedType?: RequestedType | undefined
  readonly audience?: string | undefined
  readonly resource?: string | undefined
  readonly scopes?: readonly string[] | undefined
}

/** What an exchange came to. Nobody is asked who it is for: the new token is for its audience alone. */
export interface ExchangedAnswer {
  readonly grant: Grant
  readonly issuer: string
  readonly issuedType?: IssuedType
}

/**
 * Exchanges a token of an account for another one (RFC 8693), which only the exchanging client asks for and gets. A
 * token that is bound to a key is proven with it, and the new one is bound to it as well (RFC 9449 §5).
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function exchangeToken(options: {
  readonly http: Http
  readonly clock: Clock
  readonly client: Client
  /** Of the account whose token is exchanged. */
  readonly grant: Grant
  readonly target: ExchangeTarget
  readonly signal: AbortSignal
}): Promise<ExchangedAnswer> {
  const { http, clock, client, grant, target, signal } = options
  assertCredentials(client)
  const { subjectType = 'access_token', requestedType, audience, resource, scopes = [] } = target
  const subjectToken = subjectType === 'id_token' ? grant.idToken : grant.accessToken
  if (subjectToken === undefined) throw new ProblemError(noIdToken())
  const metadata = await recallMetadata({ http, clock, setup: client.setup, signal })
  const isBound = grant.tokenType === 'DPoP' || client.setup.usesDpop === true
  const prover = isBound
    ? ((await proverOfGrant(grant, clock)) ?? (await proverOf(await createDpopKey(), clock)))
    : undefined
  const access = { http, clock, metadata, client, signal, ...(prover && { prover }) }
  const parameters = new URLSearchParams({
    subject_token: subjectToken,
    subject_token_type: typePrefix + subjectType,
    ...(requestedType !== undefined && { requested_token_type: typePrefix + requestedType }),
    ...(audience !== undefined && { audience }),
    ...(resource !== undefined && { resource }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  })
  const { response } = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.genericTokenEndpointRequest(server, client, authentication, grantType, parameters, options),
  )
  const exchanged = await readTokenOnlyAnswer(access, response, oauth.processGenericTokenEndpointResponse, {
    step: 'token exchange',
    setup: { ...client.setup, scopes: [...scopes] },
  })
  const issuedType = readIssuedType(exchanged.answer.issued_token_type)
  return {
    grant: exchanged.grant,
    issuer: metadata.server.issuer,
    ...(issuedType && { issuedType }),
  }
}

function readIssuedType(identifier: unknown): IssuedType | undefined {
  if (typeof identifier !== 'string') return undefined
  return issuedTypes.find((type) => type !== 'other' && typePrefix + type === identifier) ?? 'other'
}

function noIdToken() {
  return makeProblem('invalid_argument', 'you', {
    title: 'This account has no ID token',
    detail: 'The provider gave none when the account was connected, so that there is none to exchange.',
    nextStep: 'Exchange the access token, or add the scope “openid” to the setup and sign in again.',
  })
}
