import type * as oauth from 'oauth4webapi'
import type { Subject } from './grant.ts'
import { printable } from './printable.ts'
import { readProfile } from './profile.ts'
import type { ServerAccess } from './server-access.ts'
import { askUserInfo } from './userinfo.ts'

type Claims = Readonly<Record<string, unknown>>

/**
 * Finds out who signed in: from the ID token, from the token answer where the vendor's shape says it, and from
 * userinfo (OpenID Connect Core §5.3) or the provider's profile API where these do not name them. A userinfo answer
 * about another subject rejects with a ProblemError `id_token_invalid`; one that does not come, or cannot be read,
 * leaves the subject without a better name.
 */
export async function findSubject(
  access: ServerAccess,
  known: {
    readonly accessToken: string
    readonly idClaims: oauth.IDToken | undefined
    readonly told: { readonly sub?: string; readonly label?: string }
  },
): Promise<Subject> {
  const { accessToken, idClaims, told } = known
  const { metadata, client } = access
  const issuer = idClaims?.iss ?? metadata.server.issuer
  const named = (idClaims && labelOf(idClaims)) ?? printable(told.label, 200)
  const claims = named === undefined ? await askUserInfo(access, accessToken, idClaims?.sub) : undefined
  const profile = idClaims || claims || told.sub !== undefined ? {} : await readProfile(access, accessToken)
  const sub = idClaims?.sub ?? told.sub ?? claims?.sub ?? profile.sub
  const label =
    named ??
    (claims && labelOf(claims)) ??
    printable(profile.label, 200) ??
    printable(sub, 200) ??
    client.setup.name
  return { issuer, label, ...(sub === undefined ? {} : { sub }) }
}

function labelOf(claims: Claims): string | undefined {
  for (const name of ['email', 'preferred_username', 'name']) {
    const label = printable(claims[name], 200)
    if (label) return label
  }
  return undefined
}
