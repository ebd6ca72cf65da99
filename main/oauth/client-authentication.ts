import * as oauth from 'oauth4webapi'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { type BasicForm, basicAuthentication, hasTwoForms } from './basic-authentication.ts'
import { type Client, type SigningKey, usesMutualTls } from './client.ts'
import { importPrivateKey } from './crypto-keys.ts'
import type { ServerMetadata } from './discovery.ts'
import { isIssuerTemplate } from './issuer-template.ts'

/** One way for the client to prove itself; `form` is set where the Basic header could be written in another. */
export interface Authentication {
  readonly authenticate: oauth.ClientAuth
  readonly form?: BasicForm
}

/** The Basic form that a server was found to take, for as long as its metadata is kept. */
const takenForms = new WeakMap<oauth.AuthorizationServer, BasicForm>()

/** Throws a ProblemError `invalid_argument` where the setup needs a secret, key or certificate and has none. */
export function assertCredentials(client: Client): void {
  const { setup, secret, key, certificate } = client
  const method = setup.clientAuthentication
  if (method.startsWith('client_secret') && (secret === undefined || secret === '')) {
    throw new ProblemError(missing('client secret', 'Enter the client secret in the provider setup'))
  }
  if ((method === 'private_key_jwt' || setup.usesRequestObject) && key === undefined) {
    throw new ProblemError(missing('client’s signing key', 'Make or import a key in the provider setup'))
  }
  if (usesMutualTls(client) && certificate === undefined) {
    throw new ProblemError(missing('client’s certificate', 'Import the certificate in the provider setup'))
  }
}

/**
 * The ways for the client to prove itself at the server (RFC 6749 §2.3.1, RFC 7523 §2.2, RFC 8705 §2), the one to use
 * first. A second one is there only where the Basic header could mean something else to the server.
 * Throws a ProblemError `invalid_argument` where the setup needs a secret, key or certificate and has none.
 */
export async function authenticationsOf(
  client: Client,
  { server, isIssuerKnown }: Pick<ServerMetadata, 'server' | 'isIssuerKnown'>,
): Promise<readonly [Authentication, ...Authentication[]]> {
  assertCredentials(client)
  const { setup, secret = '', key } = client
  const isNamed = isIssuerKnown && !isIssuerTemplate(server.issuer)
  // RFC 7523 §3: the token endpoint may stand for the server, and is all there is where the issuer is not its name.
  const audience = isNamed ? {} : { aud: server.token_endpoint }
  switch (setup.clientAuthentication) {
    case 'none':
      return [{ authenticate: oauth.None() }]
    case 'client_secret_basic':
      return basicAuthentications(client, server)
    case 'client_secret_post':
      return [{ authenticate: oauth.ClientSecretPost(secret) }]
    case 'client_secret_jwt':
      return [
        {
          authenticate: oauth.ClientSecretJwt(secret, {
            [oauth.modifyAssertion]: (_header, claims) => Object.assign(claims, audience),
          }),
        },
      ]
    case 'private_key_jwt': {
      if (key === undefined) throw new Error('asserted above')
      const supported = server.token_endpoint_auth_signing_alg_values_supported
      const name = nameAlgorithm(key, supported)
      return [
        {
          authenticate: oauth.PrivateKeyJwt(await signerOf(key), {
            [oauth.modifyAssertion]: (header, claims) => {
              name(header)
              Object.assign(claims, audience)
            },
          }),
        },
      ]
    }
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return [{ authenticate: oauth.TlsClientAuth() }]
  }
}

/** Remembers the form of the Basic header that the server took after it had refused the other. */
export function rememberForm(server: oauth.AuthorizationServer, form: BasicForm): void {
  takenForms.set(server, form)
}

/** A key for oauth4webapi to sign with. */
export async function signerOf(key: SigningKey): Promise<oauth.PrivateKey> {
  return { key: await importPrivateKey(key.privateJwk, key.algorithm), kid: key.keyId }
}

/**
 * Writes an Ed25519 key's algorithm as `EdDSA` (RFC 8037 §3.1), as servers have long known it, unless the server names
 * only the newer `Ed25519` (RFC 9864).
 */
export function nameAlgorithm(key: SigningKey, supported: readonly string[] | undefined) {
  const isNewer = supported?.includes('Ed25519') && !supported.includes('EdDSA')
  return (header: Record<string, unknown>): void => {
    if (key.algorithm === 'EdDSA' && !isNewer) header.alg = 'EdDSA'
  }
}

function basicAuthentications(
  { setup, secret = '' }: Client,
  server: oauth.AuthorizationServer,
): readonly [Authentication, ...Authentication[]] {
  const first = takenForms.get(server) ?? (setup.quirks?.isBasicRaw ? 'raw' : 'encoded')
  const make = (form: BasicForm) => ({ authenticate: basicAuthentication(secret, form), form })
  if (!hasTwoForms(setup.clientId, secret)) return [make(first)]
  return [make(first), make(first === 'raw' ? 'encoded' : 'raw')]
}

function missing(what: string, nextStep: string): Problem {
  return makeProblem('invalid_argument', 'you', {
    title: `The ${what} is missing`,
    detail: 'The provider setup says that the client proves itself with it, and none is stored.',
    nextStep: `${nextStep}, or choose another client authentication.`,
  })
}
