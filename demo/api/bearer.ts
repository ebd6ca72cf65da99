import type { Provider } from 'oidc-provider'
import type { DemoContext } from '../context.ts'
import { type DemoUser, findUser } from '../users.ts'
import { ApiError } from './api-error.ts'

/** Who calls, and what the token allows. */
export interface Caller {
  readonly user: DemoUser
  readonly scopes: ReadonlySet<string>
}

/**
 * Finds out who calls by the Bearer token in the Authorization header (RFC 6750, section 2.1).
 * Throws an `ApiError` with status 401 and the WWW-Authenticate of section 3.
 */
export async function authenticate(ctx: DemoContext, provider: Provider): Promise<Caller> {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(ctx.get('Authorization')) ?? []
  if (token === undefined) throw challenge(401, 'A Bearer token is needed')
  const accessToken = await provider.AccessToken.find(token)
  const user = findUser(accessToken?.accountId)
  if (!accessToken?.isValid || !user) {
    throw challenge(401, 'The access token has ended or was revoked', { error: 'invalid_token' })
  }
  return { user, scopes: new Set(accessToken.scope?.split(' ')) }
}

/** Throws an `ApiError` with status 403 that names the scope the caller lacks (RFC 6750, section 3.1). */
export function requireScope(caller: Caller, scope: string): void {
  if (caller.scopes.has(scope)) return
  throw challenge(403, `This needs the scope ${scope}`, { error: 'insufficient_scope', scope })
}

function challenge(status: number, detail: string, attributes: { error?: string; scope?: string } = {}) {
  const { error, scope } = attributes
  const parts = [
    'realm="Demo shop"',
    ...(error ? [`error="${error}"`, `error_description="${detail}"`] : []),
    ...(scope ? [`scope="${scope}"`] : []),
  ]
  return new ApiError(status, detail, { 'WWW-Authenticate': `Bearer ${parts.join(', ')}` })
}
