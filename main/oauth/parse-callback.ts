import { timingSafeEqual } from 'node:crypto'
import { makeProblem, type Problem } from '../../contract/problem.ts'
import { authorizationErrorProblem } from './authorization-error.ts'
import { isSameIssuer } from './issuer-template.ts'
import { printable } from './printable.ts'

/** What the answer to one authorization request must carry. */
export interface CallbackExpectation {
  readonly state: string
  /** Compared with `iss` (RFC 9207 §2.4); absent where the issuer is not known. */
  readonly issuer?: string
  /** True where the metadata promises `iss` in every answer. */
  readonly isIssRequired: boolean
}

/** An answer that carries our `state`, and so ends the wait: an authorization code, or why there is none. */
export type CallbackAnswer =
  | { readonly kind: 'code'; readonly parameters: URLSearchParams }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** What a query is: an answer, or something that is not ours and changes nothing. */
export type CallbackReading =
  | CallbackAnswer
  | { readonly kind: 'ignored'; readonly reason: 'state missing' | 'state repeated' | 'state differs' }

const singles = ['code', 'iss', 'error', 'error_description', 'error_uri']
const otherFlows = ['response', 'id_token', 'access_token', 'token']

/**
 * Reads the query of an authorization response (RFC 6749 §4.1.2, RFC 9207). Pure; used for the listener and for a
 * pasted address alike. `state` is compared first, then `iss`; only then is `error` or `code` looked at, so that a
 * forged answer can neither end nor complete a sign-in.
 */
export function parseCallback(query: URLSearchParams, expected: CallbackExpectation): CallbackReading {
  const states = query.getAll('state')
  const [state] = states
  if (state === undefined || state === '') return { kind: 'ignored', reason: 'state missing' }
  if (states.length > 1) return { kind: 'ignored', reason: 'state repeated' }
  if (!isSameText(state, expected.state)) return { kind: 'ignored', reason: 'state differs' }

  for (const name of singles) {
    if (query.getAll(name).length > 1) return malformed(`“${name}” comes more than once`)
  }
  for (const name of otherFlows) {
    if (query.has(name)) return malformed(`“${name}” belongs to another flow`)
  }
  const iss = query.get('iss')
  if (iss === null && expected.isIssRequired) return wrongIssuer(expected.issuer, undefined)
  if (iss !== null && expected.issuer !== undefined && !isSameIssuer(iss, expected.issuer))
    return wrongIssuer(expected.issuer, iss)

  const code = query.get('code')
  if (query.has('error')) {
    if (code !== null) return malformed('both “code” and “error”')
    return { kind: 'problem', problem: authorizationErrorProblem(query) }
  }
  if (code === null || code === '') return malformed('no “code”')
  return { kind: 'code', parameters: query }
}

/**
 * Reads an address that a person pasted because the browser could not reach the listener. It must be the redirect
 * URI with a query; the query is read like the listener's.
 */
export function parsePastedAddress(
  text: string,
  redirectUri: string,
  expected: CallbackExpectation,
): CallbackAnswer | { readonly kind: 'refused'; readonly problem: Problem } {
  const address = text.trim()
  const queryAt = address.indexOf('?')
  // A browser shows it without the default port of its scheme.
  const forms = [redirectUri, new URL(redirectUri).href]
  if (address.length > 16_384 || queryAt < 0 || !forms.includes(address.slice(0, queryAt))) {
    return {
      kind: 'refused',
      problem: makeProblem(
        'callback_malformed',
        'you',
        {
          title: 'This is not the address that came back',
          detail: 'The address to paste is the one of the page that failed to open after you signed in.',
          nextStep: 'Copy the whole address from the browser’s address bar, then paste again.',
        },
        { 'begins with': redirectUri },
      ),
    }
  }
  const [query = ''] = address.slice(queryAt + 1).split('#')
  const reading = parseCallback(new URLSearchParams(query), expected)
  if (reading.kind !== 'ignored') return reading
  return {
    kind: 'refused',
    problem: makeProblem(
      'state_mismatch',
      'you',
      {
        title: 'This address belongs to another sign-in',
        detail: 'It does not carry the mark of the sign-in that is waiting here, so it was not used.',
        nextStep:
          'Open the browser again from here, sign in, and paste the address of the page that fails to open.',
      },
      { reason: reading.reason },
    ),
  }
}

function malformed(reason: string): CallbackAnswer {
  return {
    kind: 'problem',
    problem: makeProblem(
      'callback_malformed',
      'provider',
      {
        title: 'The provider sent the browser back with a broken answer',
        detail:
          'The answer belongs to this sign-in, but is not what the standard says, so Keyfold did not use it.',
        nextStep: 'Sign in again. If it happens again, tell the provider.',
      },
      { reason },
    ),
  }
}

function wrongIssuer(expected: string | undefined, actual: string | undefined): CallbackAnswer {
  return {
    kind: 'problem',
    problem: makeProblem(
      'issuer_mismatch',
      'provider',
      {
        title: 'The answer came from a different provider',
        detail:
          actual === undefined
            ? 'The provider promises to name itself in its answer, and this answer names nobody.'
            : 'The answer names another issuer than the one that was asked. Keyfold sent it nothing.',
        nextStep: 'Sign in again. If it happens again, check the issuer in the provider setup.',
      },
      { 'issuer asked': printable(expected, 200), 'issuer in the answer': printable(actual, 200) ?? 'none' },
    ),
  }
}

function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
