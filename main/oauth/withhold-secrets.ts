import { Buffer } from 'node:buffer'
import { isRecord } from './printable.ts'

/** Parameters of a request that are for the server alone (RFC 6749, 7009, 7523, 7636, 8628, 8693). */
const secretParameters = [
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'refresh_token',
  'subject_token',
  'token',
]
/** What is shown of an error answer (RFC 6749 §5.2). */
const shownMembers = ['error', 'error_description', 'error_uri']
/** A shorter text is no secret, and would be found in every sentence. */
const minSecretLength = 6
/** What stands for a secret. ASCII, because a header field takes nothing else. */
const hidden = '***'

type Hide = (text: string) => string

/** What is read of a request that was sent. */
interface SentRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * An answer without the secrets of its request where it says what went wrong: servers repeat in `error_description` or
 * in `WWW-Authenticate` what they were sent (“Invalid refresh token: …”), and both become evidence of a problem. All
 * else stays as it is: a new token may well be the old one.
 */
export async function withholdSecrets(response: Response, sent: SentRequest): Promise<Response> {
  const secrets = secretsOf(sent).filter((secret) => secret.length >= minSecretLength)
  if (secrets.length === 0) return response
  const hide: Hide = (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
  const challenge = response.headers.get('www-authenticate')
  const error = hideInError(await response.clone().text(), hide)
  if (error === undefined && (challenge === null || hide(challenge) === challenge)) return response
  const headers = new Headers(response.headers)
  if (challenge !== null) headers.set('www-authenticate', hide(challenge))
  if (error !== undefined) headers.set('content-type', 'application/json')
  return new Response(error ?? response.body, { status: response.status, headers })
}

/** The error answer as JSON; undefined where it is none, or repeats nothing. */
function hideInError(text: string, hide: Hide): string | undefined {
  const body = parse(text)
  if (typeof body.error !== 'string') return undefined
  let isChanged = false
  for (const name of shownMembers) {
    const value = body[name]
    if (typeof value !== 'string' || hide(value) === value) continue
    body[name] = hide(value)
    isChanged = true
  }
  return isChanged ? JSON.stringify(body) : undefined
}

/** JSON, or form-encoded as some older servers write it. */
function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}

function secretsOf({ headers = {}, body }: SentRequest): string[] {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ')
  const basic = scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString() : ''
  const secret = basic.slice(basic.indexOf(':') + 1)
  const parameters =
    body instanceof URLSearchParams ? secretParameters.flatMap((name) => body.getAll(name)) : []
  return [...parameters, credentials, secret, new URLSearchParams(`_=${secret}`).get('_') ?? '']
}
