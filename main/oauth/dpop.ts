import type { JsonWebKey } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import type { Clock, HttpResponse } from '../ports.ts'
import { createPrivateJwk, importPrivateKey, importPublicKey } from './crypto-keys.ts'
import { dropLongChallenges } from './long-challenges.ts'

/** The private key that a grant's tokens are bound to (RFC 9449). It is kept with the tokens and deleted with them. */
export type DpopKey = JsonWebKey

/**
 * Proves possession of one key. The nonces of the authorization server and of APIs are kept apart, also where both
 * have one origin (RFC 9449 §8, §9).
 */
export interface DpopProver {
  readonly key: DpopKey
  readonly toServer: oauth.DPoPHandle
  readonly toApi: oauth.DPoPHandle
}

/** Provers by their key, so that the nonces of one request serve the next. */
const provers = new WeakMap<DpopKey, Promise<DpopProver>>()

/** Makes a key for one sign-in: each grant has its own. */
export function createDpopKey(): Promise<DpopKey> {
  return createPrivateJwk()
}

/** The prover of a key, the same one each time. */
export function proverOf(key: DpopKey, clock: Clock): Promise<DpopProver> {
  const known = provers.get(key)
  if (known) return known
  const prover = createProver(key, clock)
  provers.set(key, prover)
  return prover
}

async function createProver(key: DpopKey, clock: Clock): Promise<DpopProver> {
  const pair = {
    privateKey: await importPrivateKey(key, 'ES256'),
    publicKey: await importPublicKey(key, 'ES256'),
  }
  // The client id is of no meaning in a proof; only the client's clock is read.
  const client = { client_id: 'dpop', [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1_000) }
  return { key, toServer: oauth.DPoP(client, pair), toApi: oauth.DPoP(client, pair) }
}

/**
 * Sends a request with a bound token: `send` gets the two header fields of RFC 9449 §7.1. Where the answer demands a
 * nonce that the request did not have, it is sent once more and no third time (§9).
 */
export async function sendWithProof(
  prover: DpopProver,
  request: { readonly method: string; readonly url: URL; readonly accessToken: string },
  send: (headers: Readonly<Record<string, string>>) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const first = await sendProvenOnce(prover, request, send)
  if (!first.demandsNonce) return first.response
  // An answer that nobody reads keeps its connection.
  await first.response.body[Symbol.asyncIterator]().return?.()
  return (await sendProvenOnce(prover, request, send)).response
}

async function sendProvenOnce(
  prover: DpopProver,
  { method, url, accessToken }: Parameters<typeof sendWithProof>[1],
  send: Parameters<typeof sendWithProof>[2],
): Promise<{ readonly response: HttpResponse; readonly demandsNonce: boolean }> {
  let response: HttpResponse | undefined
  const refusal = await oauth
    .protectedResourceRequest(accessToken, method, url, undefined, null, {
      DPoP: prover.toApi,
      [oauth.allowInsecureRequests]: url.protocol === 'http:',
      [oauth.customFetch]: async (_url, { headers }) => {
        const { authorization = '', dpop = '' } = headers
        response = await send({ authorization, dpop })
        return headOf(response)
      },
    })
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  if (response === undefined) throw refusal
  return { response, demandsNonce: response.status === 401 && oauth.isDPoPNonceError(refusal) }
}

/** What oauth4webapi reads of an answer of an API; the body stays a stream. */
function headOf({ status, headers }: HttpResponse): Response {
  const read = headers.filter(
    ([name, value]) => (name === 'dpop-nonce' || name === 'www-authenticate') && /^[\x20-\x7e]*$/.test(value),
  )
  const pairs = read.map(([name, value]): [string, string] => [name, value])
  return dropLongChallenges(new Response(null, { status, headers: pairs }))
}
