import type { Quirks } from '../../contract/protocol-options.ts'
import { isRecord } from './printable.ts'

/** A token endpoint's answer as an object, and what of its form is worth telling. */
export interface ShapedAnswer {
  readonly body: Record<string, unknown>
  readonly notes: readonly string[]
}

/**
 * Reads a token endpoint's answer: a JSON object (RFC 6749 §5.1), or form-encoded as some older servers write it.
 * Undefined where it is neither, or names a member twice, so that two readers could see two answers.
 */
export function parseTokenAnswer(text: string, contentType: string): ShapedAnswer | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const json = parseObject(text)
  if (json) {
    if (hasMemberTwice(text)) return undefined
    const isUsual = type === 'application/json'
    return { body: json, notes: isUsual ? [] : [`answers as ${type || 'no content type'}`] }
  }
  const form = parseForm(text)
  return form && { body: form, notes: ['answers form-encoded'] }
}

/** Puts the members of a vendor's own shape where the standard has them. */
export function applyQuirks(body: Record<string, unknown>, quirks: Quirks = {}): void {
  for (const [name, path] of Object.entries(quirks.answerMapping ?? {})) {
    if (name === 'sub' || name === 'label') continue
    const value = path && readPath(body, path)
    if (value !== undefined) body[name] = value
  }
  if (quirks.isScopeList && Array.isArray(body.scope)) body.scope = body.scope.join(' ')
  const type = body.token_type
  const isOwnType =
    typeof type === 'string' &&
    quirks.tokenTypes?.some((known) => known.toLowerCase() === type.toLowerCase()) === true
  if (isOwnType || (quirks.lacksTokenType && type === undefined)) body.token_type = 'Bearer'
}

/**
 * Writes a provider's own words for a refresh token that is not good any more as RFC 6749 §5.2 has them, so that the
 * person is asked to sign in again and the token is not tried for ever.
 */
export function evenRefreshRefusal(body: Record<string, unknown>, quirks: Quirks = {}): void {
  const refusal = quirks.refreshRefusals?.find(({ path, value }) => {
    const found = readPath(body, path)
    return (typeof found === 'string' || typeof found === 'number') && String(found) === value
  })
  if (refusal === undefined || body.access_token !== undefined) return
  if (typeof body.error_description !== 'string') body.error_description = refusal.value
  body.error = 'invalid_grant'
}

/** The value at a path of member names; undefined where there is none. */
export function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      isRecord(at) && Object.hasOwn(at, name) ? at[name] : Array.isArray(at) ? at[Number(name)] : undefined,
    value,
  )
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function parseForm(text: string): Record<string, unknown> | undefined {
  if (!/^[\w.%+-]+=[^\s<>{}"]*$/.test(text)) return undefined
  const pairs = [...new URLSearchParams(text)]
  const body: Record<string, unknown> = Object.fromEntries(pairs)
  if (Object.keys(body).length !== pairs.length) return undefined
  if (body.access_token === undefined && body.error === undefined) return undefined
  // Facebook's name for it, before it answered in JSON.
  if (body.expires_in === undefined && body.expires !== undefined) body.expires_in = body.expires
  return body
}

/** True where the outermost object of a JSON text names a member twice. */
function hasMemberTwice(text: string): boolean {
  const names = new Set<string>()
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    else if (depth === 1 && token.endsWith(':')) {
      const name = String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)))
      if (names.has(name)) return true
      names.add(name)
    }
  }
  return false
}
