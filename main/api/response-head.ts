import type { RequestDraft, ResponseHead } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import { readRetryAfterMs } from '../oauth/retry-after.ts'
import type { HttpResponse } from '../ports.ts'
import { readChallengeParameter, type ScopeRefusal } from './missing-scopes.ts'
import {
  apiUnavailable,
  insufficientScope,
  rateLimited,
  redirectNotFollowed,
  tokenNotAccepted,
} from './problems.ts'
import { readLinks } from './read-links.ts'

/** Where APIs put the number of all rows of a paged list. */
const totalCountFields = ['x-total-count', 'x-total', 'total-count', 'x-pagination-total-count', 'x-wp-total']

interface HeadContext {
  readonly draft: RequestDraft
  readonly url: URL
  readonly origins: ReadonlySet<string>
  /** Set where the API refused the call for want of scopes. */
  readonly scopeRefusal: ScopeRefusal | undefined
  /** What the provider was asked for when the account was connected. */
  readonly scopesAsked: readonly string[]
  readonly durationMs: number
  readonly nowMs: number
  readonly hasRefreshed: boolean
  /** Replaces the account's secrets in a text. */
  readonly redact: (text: string) => string
}

/** Makes the head of a response as the window shows it, without its request's identifier. */
export function makeResponseHead(
  response: HttpResponse,
  context: HeadContext,
): Omit<ResponseHead, 'requestId'> {
  const { draft, url, origins } = context
  // Looked at all at once, because nearly always there is nothing to replace.
  const all = `${response.headers.flat().join('\n')}\n${response.statusText}`
  const redact = context.redact(all) === all ? (text: string) => text : context.redact
  const headers = response.headers.map(([name, value]): [string, string] => [redact(name), redact(value)])
  const read = (name: string) => headers.find(([candidate]) => candidate === name)?.[1]
  const mediaType = read('content-type')?.split(';')[0]?.trim().toLowerCase().slice(0, 200)
  const linkHeader = headers.flatMap(([name, value]) => (name === 'link' ? [value] : [])).join(', ')
  const totalCount = readTotalCount(read)
  const problem = explainStatus(response.status, read, context)
  return {
    method: draft.method,
    url: url.href.length <= 2_048 ? url.href : draft.url,
    status: response.status,
    statusText: redact(response.statusText).slice(0, 200),
    headers,
    ...(mediaType && { mediaType }),
    durationMs: context.durationMs,
    receivedAtMs: context.nowMs,
    hasRefreshed: context.hasRefreshed,
    links: readLinks(linkHeader, url, origins),
    ...(totalCount !== undefined && { totalCount }),
    ...(context.scopeRefusal && askable(context).length > 0 && { missingScopes: askable(context) }),
    ...(problem && { problem }),
  }
}

/** What a step-up could ask for: a scope that was asked for and not granted would only be refused again. */
function askable({ scopeRefusal, scopesAsked }: HeadContext): string[] {
  return scopeRefusal?.missing.filter((scope) => !scopesAsked.includes(scope)) ?? []
}

type ReadHeader = (name: string) => string | undefined

function explainStatus(status: number, read: ReadHeader, context: HeadContext): Problem | undefined {
  const { scopeRefusal } = context
  const { host } = context.url
  const challenge = read('www-authenticate') ?? ''
  const error = readChallengeParameter(challenge, 'error')
  if (scopeRefusal !== undefined) {
    const { missing } = scopeRefusal
    return insufficientScope(host, status, missing, missing.length > 0 && askable(context).length === 0)
  }
  if (status === 401) return tokenNotAccepted(host, error)
  if (status === 429) return rateLimited(host, readRetryAfterMs(read, context.nowMs))
  if (status >= 300 && status < 400 && status !== 304) {
    return redirectNotFollowed(host, readTargetHost(read('location'), context.url), status)
  }
  if (status >= 500) return apiUnavailable(host, status)
  return undefined
}

function readTargetHost(location: string | undefined, base: URL): string | undefined {
  if (location === undefined || !URL.canParse(location, base.href)) return undefined
  const target = new URL(location, base)
  return target.host === '' ? target.protocol : `${target.protocol}//${target.host}`
}

function readTotalCount(read: ReadHeader): number | undefined {
  const counted = totalCountFields.map(read).find((value) => value !== undefined)
  const range = read('content-range')
  // Such as `items 0-49/500`; a range of bytes counts no rows.
  const text = counted ?? (range && /^(?!bytes\b)\S+\s+(?:\d+-\d+|\*)\/(\d+)$/i.exec(range)?.[1])
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
}
