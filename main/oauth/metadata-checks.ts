import type { AuthorizationServer } from 'oauth4webapi'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { isLoopbackHost, isPrivateLiteral } from '../local-hosts.ts'
import { checkOutsideUrl } from './outside-url.ts'
import { isRecord, printable } from './printable.ts'

/*
 * Our own checks of an authorization server's metadata. oauth4webapi leaves them to its caller: it takes an
 * `authorization_endpoint` of any scheme, because it never opens it.
 */

const requiredEndpoints = ['authorization_endpoint', 'token_endpoint'] as const
/** The longest address that the contract carries to the window. */
const maxEndpointLength = 2_048
const optionalEndpoints = [
  'userinfo_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'introspection_endpoint',
  'end_session_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
] as const

/** What a sign-in needs of the server. */
export interface MetadataNeeds {
  readonly idToken: boolean
  readonly pkce: boolean
  /** False where no browser is sent there: device codes and client credentials. */
  readonly authorization: boolean
}

/** Parses an issuer or endpoint that a person typed: https, or http on loopback; no query, no fragment (RFC 8414 §2). */
export function parseIssuer(text: string): URL {
  const check = checkOutsideUrl(text)
  if (check.ok && check.url.hash === '') return check.url
  throw new ProblemError(
    makeProblem(
      'invalid_argument',
      'you',
      {
        title: 'This is not an address that Keyfold may use',
        detail: 'An issuer or endpoint is an https address. Plain http is used on this computer only.',
        nextStep: 'Enter the address as the provider’s documentation writes it, beginning with https.',
      },
      { address: printable(text, 200), reason: check.ok ? 'has a fragment' : check.refusal },
    ),
  )
}

/**
 * Checks every endpoint that Keyfold uses and the support of PKCE with S256. Returns warnings in plain words.
 * `typed` is the address that the person entered: http and loopback are used only where it is loopback itself.
 *
 * Rejects with a ProblemError: `metadata_refused` or `pkce_unsupported`.
 */
export function assertUsableMetadata(
  server: AuthorizationServer,
  typed: URL,
  needs: MetadataNeeds,
): string[] {
  for (const name of requiredEndpoints) {
    if (name === 'authorization_endpoint' && !needs.authorization) continue
    if (server[name] === undefined) {
      throw new ProblemError(refuseMetadata('The metadata misses an endpoint', name, 'missing'))
    }
  }
  for (const name of [...requiredEndpoints, ...optionalEndpoints]) assertEndpoint(name, server[name], typed)
  const aliases: unknown = server.mtls_endpoint_aliases
  for (const [name, value] of Object.entries(isRecord(aliases) ? aliases : {})) {
    assertEndpoint(`mtls_endpoint_aliases.${name.slice(0, 60)}`, value, typed)
  }
  if (needs.idToken && server.jwks_uri === undefined) {
    throw new ProblemError(
      refuseMetadata('The metadata names no key set to check ID tokens with', 'jwks_uri', 'missing'),
    )
  }
  if (!needs.authorization) return []
  return needs.pkce ? checkPkce(server) : ['The provider has no PKCE']
}

function assertEndpoint(name: string, value: unknown, typed: URL): void {
  const refusal = value === undefined ? undefined : refuseEndpoint(value, typed)
  if (!refusal) return
  const shown = typeof value === 'string' ? value : typeof value
  throw new ProblemError(
    refuseMetadata('An address in the metadata is not safe to use', name, refusal, shown),
  )
}

function refuseEndpoint(value: unknown, typed: URL): string | undefined {
  if (typeof value !== 'string') return 'not a text'
  if (value.length > maxEndpointLength) return 'too long'
  const check = checkOutsideUrl(value)
  if (!check.ok) return check.refusal
  const { url } = check
  const isTypedLoopback = isLoopbackHost(typed.hostname)
  if (isLoopbackHost(url.hostname) && !isTypedLoopback) return 'points to this computer'
  if (isPrivateLiteral(url.hostname) && url.hostname !== typed.hostname) return 'points to a private network'
  if (url.protocol === 'http:' && typed.protocol !== 'http:') return 'not https'
  if (url.hash !== '') return 'has a fragment'
  return undefined
}

function checkPkce(server: AuthorizationServer): string[] {
  const methods: unknown = server.code_challenge_methods_supported
  if (methods === undefined) return ['The provider does not say whether it supports PKCE']
  if (Array.isArray(methods) && methods.includes('S256')) return []
  throw new ProblemError(
    makeProblem(
      'pkce_unsupported',
      'provider',
      {
        title: 'The provider does not support PKCE with S256',
        detail: 'Without it another program on this computer could take the authorization code and use it.',
        nextStep: 'Ask the provider to switch on PKCE (RFC 7636) with the method S256 for this client.',
      },
      {
        'methods in the metadata': Array.isArray(methods)
          ? printable(methods.join(' '), 200) || 'none'
          : typeof methods,
      },
    ),
  )
}

/** The problem of metadata that Keyfold refuses, with the attribute and the reason as evidence. */
export function refuseMetadata(title: string, attribute: string, reason: string, value?: string): Problem {
  return makeProblem(
    'metadata_refused',
    'provider',
    {
      title,
      detail:
        'Keyfold checks the provider’s addresses before it opens or calls any of them, and stopped here.',
      nextStep:
        'Check the issuer URL and the endpoints in the provider setup. If they are right, tell the provider.',
    },
    { attribute, reason, value: printable(value, 200) },
  )
}
