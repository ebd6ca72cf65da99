import { Buffer } from 'node:buffer'
import type { ClientAuth } from 'oauth4webapi'

/**
 * How id and secret stand in the Basic header: form-urlencoded, as RFC 6749 §2.3.1 says, or as they are, as some
 * servers read them.
 */
export type BasicForm = 'encoded' | 'raw'

/** Client authentication with a Basic header in one of its two forms. */
export function basicAuthentication(secret: string, form: BasicForm): ClientAuth {
  const write = form === 'encoded' ? formUrlEncode : (text: string) => text
  return (_server, client, _body, headers) => {
    const credentials = Buffer.from(`${write(client.client_id)}:${write(secret)}`).toString('base64')
    headers.set('authorization', `Basic ${credentials}`)
  }
}

/** True where the two forms are not the same text. */
export function hasTwoForms(clientId: string, secret: string): boolean {
  return formUrlEncode(clientId) !== clientId || formUrlEncode(secret) !== secret
}

/** RFC 6749 Appendix B, by the URL standard's serializer: `-`, `.`, `_` and `*` stay, as most servers expect. */
function formUrlEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}
