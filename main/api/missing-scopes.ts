/** An API's refusal for want of scopes: which ones it names, as far as it does. */
export interface ScopeRefusal {
  readonly missing: readonly string[]
}

type ReadHeader = (name: string) => string | undefined

const scopeText = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/
const maxScopes = 20

/** True where the body may have to be looked at to tell. Most answers are passed on untouched. */
export function mayLackScopes(status: number, read: ReadHeader): boolean {
  return status === 403 || lacksAcceptedScope(read)
}

/**
 * Tells whether an answer was refused for want of scopes, and of which: by RFC 6750 §3.1, or in the ways of known APIs,
 * which are told by their form and not by their host. `beginning` is the body's beginning as text.
 */
export function readScopeRefusal(
  status: number,
  read: ReadHeader,
  beginning: string,
  granted: readonly string[],
): ScopeRefusal | undefined {
  const challenge = read('www-authenticate') ?? ''
  if (status === 403 && readChallengeParameter(challenge, 'error') === 'insufficient_scope') {
    return refusal(readChallengeParameter(challenge, 'scope'), granted)
  }
  const body = parseObject(beginning)
  // Slack: status 200, and the body says what is needed.
  if (body?.ok === false && body.error === 'missing_scope') return refusal(body.needed, granted)
  // GitHub, with 403 or 404: any one of the accepted scopes would do.
  if ((status === 403 || status === 404) && lacksAcceptedScope(read)) {
    return refusal(splitScopes(read('x-accepted-oauth-scopes')).slice(0, 1), granted)
  }
  if (status !== 403) return undefined
  const error = asObject(body?.error)
  // Google.
  const reasons = [...asList(error?.details), ...asList(error?.errors)].map((one) => asObject(one)?.reason)
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT') || reasons.includes('insufficientPermissions')) {
    return refusal(undefined, granted)
  }
  // Microsoft Graph.
  if (error?.code === 'Authorization_RequestDenied') return refusal(undefined, granted)
  return undefined
}

/** A parameter of a `WWW-Authenticate: Bearer` challenge (RFC 6750 §3). */
export function readChallengeParameter(challenge: string, name: 'error' | 'scope'): string | undefined {
  const match = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"\\\\]*)"|([^\\s",]+))`, 'i').exec(challenge)
  return match?.[1] ?? match?.[2]
}

function refusal(named: unknown, granted: readonly string[]): ScopeRefusal {
  const scopes = splitScopes(
    Array.isArray(named) ? named.filter((one) => typeof one === 'string').join(' ') : named,
  )
  return { missing: scopes.filter((scope) => !granted.includes(scope)) }
}

/** True where the answer names scopes that the call needs, those of the token, and the token has none of them. */
function lacksAcceptedScope(read: ReadHeader): boolean {
  const accepted = splitScopes(read('x-accepted-oauth-scopes'))
  const own = read('x-oauth-scopes')
  return (
    own !== undefined && accepted.length > 0 && !splitScopes(own).some((scope) => accepted.includes(scope))
  )
}

function splitScopes(text: unknown): string[] {
  if (typeof text !== 'string') return []
  return [...new Set(text.split(/[\s,]+/).filter((one) => scopeText.test(one)))].slice(0, maxScopes)
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
