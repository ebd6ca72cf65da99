import type { ServerAnswer } from './ask-server.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import type { ServerMetadata } from './discovery.ts'

/* What was seen in each step of a sign-in, in plain words; never a part of a token. */

/** Where the endpoints come from; the first of the metadata's warnings. */
export function discoveryNote({ source, warnings }: ServerMetadata): string {
  if (source === 'typed') return 'Endpoints of the provider setup'
  return warnings[0] ?? 'PKCE S256, issuer agreed'
}

/** Where the redirect is awaited, and what was sent beforehand. */
export function listeningNote(redirectUri: string, { isPushed, notes }: AuthorizationRequest): string {
  const { host, protocol } = new URL(redirectUri)
  const note =
    protocol === 'https:'
      ? `The browser ends at ${host}, whose address you paste`
      : `${host}, until this sign-in ends`
  return withNotes(note, isPushed ? ['was sent the request beforehand', ...notes] : notes)
}

/** The token endpoint's status, and its own ways. */
export function exchangeNote({ response, notes }: ServerAnswer): string {
  return withNotes(`Status ${response.status}`, notes)
}

/** Which tokens came, and what was checked of them. */
export function verificationNote({ grant, notes }: VerifiedAnswer, hasNonce: boolean): string {
  const { idToken, refreshToken, lifetimeMs, tokenType } = grant
  const idTokenNote = hasNonce ? 'ID token with signature and nonce' : 'ID token with signature'
  const parts = [
    idToken === undefined ? 'no ID token' : idTokenNote,
    lifetimeMs === undefined ? undefined : `access for ${Math.round(lifetimeMs / 1_000)} s`,
    refreshToken === undefined ? 'no refresh token' : 'refresh token',
    tokenType === 'DPoP' ? 'bound to a key' : undefined,
  ]
  return withNotes(parts.filter((part) => part !== undefined).join(', '), notes)
}

/** What the server did on the way to tokens that came without a redirect, if anything. */
export function directNote(note: string, { notes }: Pick<VerifiedAnswer, 'notes'>): string {
  return withNotes(note, notes)
}

/** Notes are what the provider does: “answers form-encoded”. */
function withNotes(note: string, notes: readonly string[]): string {
  return notes.length === 0 ? note : `${note}; the provider ${notes.join(', ')}`
}
