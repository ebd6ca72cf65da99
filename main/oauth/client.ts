import type { JsonWebKey } from 'node:crypto'
import type { ProviderSetup, SigningAlgorithm } from '../../contract/models.ts'
import type { ClientCertificate } from '../ports.ts'

/** The key that a client signs its assertions and requests with. */
export interface SigningKey {
  readonly algorithm: SigningAlgorithm
  /** Under which the provider knows its public half. */
  readonly keyId: string
  readonly privateJwk: JsonWebKey
}

/** A provider setup with what its client proves itself with. Main's memory only; never crosses to the window. */
export interface Client {
  readonly setup: ProviderSetup
  readonly secret?: string
  readonly key?: SigningKey
  readonly certificate?: ClientCertificate
}

/** True where the client proves itself by a certificate in the TLS handshake (RFC 8705 §2). */
export function usesMutualTls({ setup }: Client): boolean {
  const method = setup.clientAuthentication
  return method === 'tls_client_auth' || method === 'self_signed_tls_client_auth'
}
