import type { AuthorizationServer } from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import { readJwtPart } from './jwt-part.ts'
import { idTokenProblem } from './problems.ts'

/*
 * A shared issuer, as Microsoft Entra's `common`: the metadata's issuer holds `{tenantid}`, and a token's has the id
 * of a tenant in its place.
 */

const placeholder = '{tenantid}'
const tenantId = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** True where an issuer holds the place of a tenant's id. */
export function isIssuerTemplate(issuer: string): boolean {
  return issuer.includes(placeholder)
}

/** True where `issuer` is the expected one, or one of a tenant where the expected one is a template. */
export function isSameIssuer(issuer: string, expected: string): boolean {
  if (!isIssuerTemplate(expected)) return issuer === expected
  const [before = '', after = ''] = expected.split(placeholder)
  const tenant = issuer.slice(before.length, issuer.length - after.length)
  return issuer === before + tenant + after && new RegExp(`^${tenantId}$`, 'i').test(tenant)
}

/**
 * The server as the tenant's that an ID token names, so that its `iss` is compared as a whole. Nothing is trusted
 * here: the token's signature is checked with the shared key set all the same.
 * Throws a ProblemError `id_token_invalid` where it names no tenant.
 */
export function serverOfTenant(
  server: AuthorizationServer,
  idToken: string | undefined,
): AuthorizationServer {
  if (idToken === undefined || !isIssuerTemplate(server.issuer)) return server
  const { iss } = readJwtPart(idToken, 1)
  if (typeof iss === 'string' && isSameIssuer(iss, server.issuer)) return { ...server, issuer: iss }
  throw new ProblemError(idTokenProblem('the issuer is no tenant of the provider', 'iss'))
}
