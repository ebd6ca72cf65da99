import * as oauth from 'oauth4webapi'
import type { Clock, Http } from '../ports.ts'
import { type Client, usesMutualTls } from './client.ts'
import type { ServerMetadata } from './discovery.ts'
import type { DpopProver } from './dpop.ts'
import { dropLongChallenges } from './long-challenges.ts'
import { withholdSecrets } from './withhold-secrets.ts'

/** Clocks may differ by this much before a token's times are refused, in seconds. */
export const clockToleranceSeconds = 60

/** What every request to one authorization server as one client needs. */
export interface ServerAccess {
  readonly http: Http
  readonly clock: Clock
  readonly metadata: ServerMetadata
  readonly client: Client
  /** Present where tokens are bound to a key. */
  readonly prover?: DpopProver
  readonly signal?: AbortSignal
}

/** The client in oauth4webapi's terms, on the time of the given clock. */
export function oauthClientOf(client: Client, clock: Clock): oauth.Client {
  return {
    client_id: client.setup.clientId,
    [oauth.clockTolerance]: clockToleranceSeconds,
    [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1_000),
    // RFC 8705 §5: the aliases are for clients that show a certificate.
    use_mtls_endpoint_aliases: usesMutualTls(client),
  }
}

/**
 * Options of every oauth4webapi request: our network stack, our cancel, http only where it was typed for loopback. What
 * an answer says of an error holds nothing of the request's secrets.
 */
export function requestOptions(
  access: Pick<ServerAccess, 'http' | 'metadata' | 'signal'> & { client?: Client },
) {
  const { http, metadata, client, signal } = access
  const certificate = client && usesMutualTls(client) ? client.certificate : undefined
  const shown = certificate ? { clientCertificate: certificate } : {}
  return {
    // oauth4webapi passes its own RequestInit; FetchInit is the part of it that it uses.
    [oauth.customFetch]: async (url: string, init: object): Promise<Response> =>
      withholdSecrets(dropLongChallenges(await http.fetch(url, { ...init, ...shown })), init),
    [oauth.allowInsecureRequests]: metadata.isLoopbackHttp,
    ...(signal ? { signal } : {}),
  }
}
