import type * as oauth from 'oauth4webapi'
import type { DiscoveryView, ProviderSetup } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Http } from '../ports.ts'
import { assertUsableMetadata, type MetadataNeeds, parseIssuer, refuseMetadata } from './metadata-checks.ts'
import { type FoundDocument, findDocument, trimSlash } from './metadata-document.ts'
import { printable } from './printable.ts'

/** Validated metadata of an authorization server, ready for oauth4webapi. */
export interface ServerMetadata {
  readonly server: oauth.AuthorizationServer
  /** Where it came from; `typed` stands for endpoints of the provider setup. */
  readonly source: DiscoveryView['source'] | 'typed'
  /** False where endpoints were typed without an issuer: then neither `iss` nor an ID token can be checked. */
  readonly isIssuerKnown: boolean
  /** True where the person typed a loopback address over http, the one case in which http is used. */
  readonly isLoopbackHttp: boolean
  /** What is allowed but worth telling, in plain words. */
  readonly warnings: readonly string[]
}

/** What discovery reads of a setup. */
export type DiscoverableSetup = Pick<ProviderSetup, 'issuer' | 'endpoints' | 'scopes' | 'quirks' | 'grant'>

export interface DiscoveryOptions {
  readonly http: Http
  readonly setup: DiscoverableSetup
  readonly signal?: AbortSignal
}

/** Endpoints of a setup and their names in metadata (RFC 8414 §2, RFC 8628 §4, RFC 9126 §5). */
const optionalEndpoints = [
  ['userinfo', 'userinfo_endpoint'],
  ['jwks', 'jwks_uri'],
  ['revocation', 'revocation_endpoint'],
  ['introspection', 'introspection_endpoint'],
  ['endSession', 'end_session_endpoint'],
  ['deviceAuthorization', 'device_authorization_endpoint'],
  ['pushedAuthorizationRequest', 'pushed_authorization_request_endpoint'],
] as const

/** The signature algorithms that can be checked with a public key, where a document names none. */
const publicKeyAlgorithms = [
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
  'RS384',
  'RS512',
  'PS384',
  'PS512',
  'ES384',
  'ES512',
]

/**
 * Finds how to talk to the setup's authorization server: from endpoints typed in, or else from the issuer by
 * OpenID Connect Discovery 1.0 §4 and RFC 8414 §3, whichever answers with a valid document.
 *
 * Rejects with a ProblemError: `discovery_failed`, `issuer_mismatch`, `metadata_refused`, `pkce_unsupported`, or what
 * the network said.
 */
export async function discoverMetadata(options: DiscoveryOptions): Promise<ServerMetadata> {
  const { http, setup, signal } = options
  const needs = {
    idToken: setup.scopes.includes('openid') && setup.grant !== 'client_credentials',
    pkce: !setup.quirks?.lacksPkce,
    authorization: (setup.grant ?? 'authorization_code') === 'authorization_code',
  }
  if (setup.endpoints) return metadataOfEndpoints(setup.endpoints, setup.issuer, needs)
  if (!setup.issuer) {
    throw new ProblemError(
      makeProblem('invalid_argument', 'you', {
        title: 'The provider setup has no issuer',
        detail: 'Keyfold needs the provider’s issuer URL, or its endpoints.',
        nextStep: 'Enter the issuer URL in the provider setup.',
      }),
    )
  }
  const found = await findDocument(http, setup.issuer, signal)
  const { issuer } = found.document
  if (issuer !== setup.issuer && issuer !== setup.quirks?.issuerTemplate)
    throw new ProblemError(mismatchProblem(setup.issuer, issuer))
  return finish(found, setup.issuer, needs)
}

/**
 * Discovery for the setup form. An issuer that differs from the typed one in a trailing slash alone comes from the
 * very same address, so the provider's own writing is offered (RFC 8414 §3.3 compares issuers as strings).
 */
export async function describeDiscovery(options: {
  readonly http: Http
  readonly issuer: string
  readonly signal?: AbortSignal
}): Promise<DiscoveryView> {
  const found = await findDocument(options.http, options.issuer, options.signal)
  const { issuer } = found.document
  if (trimSlash(issuer) !== trimSlash(options.issuer))
    throw new ProblemError(mismatchProblem(options.issuer, issuer))
  const { server } = finish(found, issuer, { idToken: false, pkce: true, authorization: true })
  return {
    issuer,
    source: found.source,
    authorizationEndpoint: server.authorization_endpoint ?? '',
    tokenEndpoint: server.token_endpoint ?? '',
    scopesSupported: shortTexts(server.scopes_supported),
    // RFC 8414 §2: where it is omitted, the default is client_secret_basic.
    clientAuthentications: shortTexts(
      server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'],
    ),
    supportsPkceS256: server.code_challenge_methods_supported?.includes('S256') ?? false,
    supportsRefresh:
      shortTexts(server.grant_types_supported).includes('refresh_token') ||
      shortTexts(server.scopes_supported).includes('offline_access'),
    supportsRevocation: server.revocation_endpoint !== undefined,
  }
}

function finish(found: FoundDocument, typedIssuer: string, needs: MetadataNeeds): ServerMetadata {
  const issuer = parseIssuer(typedIssuer)
  const server: oauth.AuthorizationServer = {
    ...found.document,
    id_token_signing_alg_values_supported:
      found.document.id_token_signing_alg_values_supported ?? publicKeyAlgorithms,
    userinfo_signing_alg_values_supported:
      found.document.userinfo_signing_alg_values_supported ?? publicKeyAlgorithms,
  }
  const warnings = assertUsableMetadata(server, issuer, needs)
  return {
    server,
    source: found.source,
    isIssuerKnown: true,
    isLoopbackHttp: issuer.protocol === 'http:',
    warnings,
  }
}

function metadataOfEndpoints(
  endpoints: NonNullable<ProviderSetup['endpoints']>,
  issuer: string | undefined,
  needs: MetadataNeeds,
): ServerMetadata {
  const authorization = parseIssuer(endpoints.authorization)
  if (needs.idToken && (!issuer || !endpoints.jwks)) {
    throw new ProblemError(
      refuseMetadata(
        'An ID token needs the issuer and its key set',
        issuer ? 'jwks' : 'issuer',
        'not entered',
      ),
    )
  }
  const server: { -readonly [Name in keyof oauth.AuthorizationServer]: oauth.AuthorizationServer[Name] } = {
    issuer: issuer ?? authorization.origin,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    id_token_signing_alg_values_supported: publicKeyAlgorithms,
    userinfo_signing_alg_values_supported: publicKeyAlgorithms,
  }
  for (const [name, attribute] of optionalEndpoints) {
    const endpoint = endpoints[name]
    if (endpoint) server[attribute] = endpoint
  }
  const warnings = assertUsableMetadata(server, authorization, needs)
  return {
    server,
    source: 'typed',
    isIssuerKnown: issuer !== undefined,
    isLoopbackHttp: authorization.protocol === 'http:',
    warnings,
  }
}

function mismatchProblem(expected: string, actual: string): Problem {
  const isTemplate = actual.includes('{')
  const isSlash = trimSlash(expected) === trimSlash(actual)
  return makeProblem(
    'issuer_mismatch',
    'you',
    {
      title: 'The provider calls itself by another issuer',
      detail: isSlash
        ? 'The two differ in the slash at the end. Issuers are compared letter by letter, so the slash counts.'
        : 'Metadata is only trusted when the issuer in it is the very one that was asked for.',
      nextStep: isTemplate
        ? 'Put your tenant’s own id in the issuer URL, in place of a shared name such as “common”.'
        : 'Enter the issuer exactly as the provider writes it.',
    },
    { 'issuer asked for': printable(expected), 'issuer in the metadata': printable(actual) },
  )
}

function shortTexts(values: unknown): string[] {
  if (!Array.isArray(values)) return []
  return values.flatMap((value) => printable(value, 200) || []).slice(0, 500)
}
