import { makeProblem, type Problem } from '../../contract/problem.ts'

/** The address lies outside of the origins that the account's token may be sent to. */
export function originNotAllowed(host: string, allowedHosts: readonly string[]): Problem {
  return makeProblem(
    'origin_not_allowed',
    'you',
    {
      title: `The token of this account is not sent to ${host}`,
      detail: 'A token goes only to the APIs that its provider setup names.',
      nextStep: 'Correct the address. If it belongs to the provider, add its API to the provider setup.',
    },
    { Host: host, 'Allowed hosts': allowedHosts.join(', ') || 'none' },
  )
}

/** A header field that Keyfold sets itself, or that is no header field. */
export function headerRefused(name: string, detail: string): Problem {
  return makeProblem(
    'invalid_argument',
    'you',
    { title: 'A header field cannot be sent', detail, nextStep: 'Remove or correct this header field.' },
    { 'Header field': name },
  )
}

/** A second request was started with the id of one under way. */
export function requestIdInUse(): Problem {
  return makeProblem('invalid_argument', 'keyfold', {
    title: 'This request is being sent already',
    detail: 'Two requests with the same identifier were started.',
    nextStep: 'Send the request again.',
  })
}

/** 401 again with a token that was renewed a moment ago. */
export function tokenNotAccepted(host: string, error: string | undefined): Problem {
  return makeProblem(
    'token_not_accepted',
    'api',
    {
      title: `${host} refuses the token`,
      detail:
        'The provider accepted the sign-in but the API refuses the call, also with a new token. The token may be meant for another API (audience, resource), or lack what this API checks.',
      nextStep:
        'Check the audience or resource parameter and the scopes in the provider setup, then sign in again.',
    },
    { Host: host, Status: 401, Error: error },
  )
}

/**
 * The call needs scopes that the token lacks: 403 with `insufficient_scope` (RFC 6750 §3.1), or the API's own way of
 * saying so. `wereAsked`: the provider was asked for all of them before, and did not grant them.
 */
export function insufficientScope(
  host: string,
  status: number,
  missing: readonly string[],
  wereAsked: boolean,
): Problem {
  const names = missing.join(', ')
  const evidence = { Host: host, Status: status, 'Missing scopes': names }
  const title = 'This account was not granted what the request needs'
  if (wereAsked) {
    return makeProblem(
      'insufficient_scope',
      'api',
      {
        title,
        detail: `The API asks for these scopes: ${names}. The provider was asked for them when you signed in, and did not grant them.`,
        nextStep:
          'Ask the administrator of the account, or of this app at the provider, to allow these scopes.',
      },
      evidence,
    )
  }
  return makeProblem(
    'insufficient_scope',
    'api',
    {
      title,
      detail: names
        ? `The API asks for these scopes: ${names}.`
        : 'The API asks for more scopes and does not name them.',
      nextStep: names
        ? 'Ask the provider for these scopes. The present sign-in stays as it is until you allow them.'
        : 'Look up the scopes in the documentation of the API and add them to the provider setup.',
    },
    evidence,
  )
}

/** 429 (RFC 6585 §4). */
export function rateLimited(host: string, retryAfterMs: number | undefined): Problem {
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000)
  return makeProblem(
    'rate_limited',
    'api',
    {
      title: `${host} was asked too often`,
      detail: 'The API counts requests and refuses more of them for a while.',
      nextStep:
        seconds === undefined ? 'Wait a minute, then send it again.' : `Send it again in ${seconds} s.`,
    },
    { Host: host, Status: 429, 'Retry after': seconds === undefined ? undefined : `${seconds} s` },
  )
}

/** A redirect is shown, never followed: the token, the other fields and the body stay where they were sent. */
export function redirectNotFollowed(host: string, targetHost: string | undefined, status: number): Problem {
  return makeProblem(
    'redirect_not_followed',
    'api',
    {
      title: targetHost === undefined ? 'The API redirects to nowhere' : `The API redirects to ${targetHost}`,
      detail: 'Keyfold follows no redirect, so that a token never goes where it was not meant to.',
      nextStep: 'If you trust the target and the provider setup names it, send the request to that address.',
    },
    { Host: host, Status: status, 'Redirects to': targetHost },
  )
}

/** A 5xx of the API. */
export function apiUnavailable(host: string, status: number): Problem {
  return makeProblem(
    'provider_unavailable',
    'api',
    {
      title: `${host} could not answer`,
      detail: 'The API reports a failure of its own. Your sign-in is not touched.',
      nextStep: 'Try again later. If it stays, ask the people who run the API.',
    },
    { Host: host, Status: status },
  )
}

/** The head of the answer did not come in time. */
export function headTimedOut(limitMs: number): Problem {
  return makeProblem(
    'timed_out',
    'network',
    {
      title: 'The API did not answer in time',
      detail: 'No answer came within the time that Keyfold waits.',
      nextStep: 'Try again, or ask for less.',
    },
    { Limit: `${limitMs / 1_000} s` },
  )
}

/** The body ended for a reason that nobody foresaw. */
export function bodyCut(): Problem {
  return makeProblem('internal', 'keyfold', {
    title: 'Reading the answer failed',
    detail: 'Keyfold could not read on. What came before stays shown.',
    nextStep: 'Send the request again.',
  })
}
