import * as v from 'valibot'

/**
 * The closed list of what can go wrong, as stable codes. A code never changes its meaning; texts may.
 * Grouped by whose side it is on only for reading: the side stands in the {@link Problem} itself.
 */
export const problemCodes = [
  // The person or the provider setup
  'invalid_argument',
  'setup_not_found',
  'setup_in_use',
  'account_not_found',
  'attempt_not_found',
  'request_not_found',
  'revocation_not_found',
  'cancelled',
  'origin_not_allowed',
  'link_refused',
  // This computer
  'keyring_locked',
  'keyring_missing',
  'keyring_timeout',
  'vault_key_changed',
  'vault_backend_changed',
  'vault_record_unreadable',
  'vault_newer_format',
  'disk_full',
  'disk_refused',
  'port_in_use',
  'no_loopback',
  'browser_not_opened',
  'clock_skewed',
  // The network
  'offline',
  'name_not_resolved',
  'connection_refused',
  'connection_lost',
  'tls_failed',
  'timed_out',
  // The provider
  'discovery_failed',
  'metadata_refused',
  'issuer_mismatch',
  'pkce_unsupported',
  'authorization_denied',
  'authorization_error',
  'callback_malformed',
  'state_mismatch',
  'sign_in_timed_out',
  'token_endpoint_error',
  'token_answer_unreadable',
  'id_token_invalid',
  'refresh_refused',
  'needs_sign_in',
  'rate_limited',
  'provider_unavailable',
  'revocation_failed',
  // The API
  'redirect_not_followed',
  'answer_too_large',
  'answer_unreadable',
  'token_not_accepted',
  'insufficient_scope',
  // Keyfold
  'demo_failed',
  'update_refused',
  'update_failed',
  'internal',
] as const

/** A stable code of the closed list. */
export type ProblemCode = (typeof problemCodes)[number]

/** Whose side a problem is on: who can mend it. */
export const problemSides = ['you', 'this computer', 'network', 'provider', 'api', 'keyfold'] as const
/** Whose side a problem is on. */
export type ProblemSide = (typeof problemSides)[number]

/**
 * An expected failure as a value: what happened, whose side it is on and what to do next.
 * Holds no secret: `evidence` lists facts that were seen (an `error` code, a status, a host), chosen by allow-list.
 */
export const problemSchema = v.strictObject({
  code: v.picklist(problemCodes),
  side: v.picklist(problemSides),
  /** What happened, in one sentence-case line without a full stop. */
  title: v.pipe(v.string(), v.maxLength(300)),
  /** What it means, in one or two sentences. */
  detail: v.pipe(v.string(), v.maxLength(2_000)),
  /** What to do next, as an imperative sentence. */
  nextStep: v.pipe(v.string(), v.maxLength(1_000)),
  /** Facts for support staff: label and value, both plain text. */
  evidence: v.pipe(
    v.array(
      v.strictObject({
        label: v.pipe(v.string(), v.maxLength(100)),
        value: v.pipe(v.string(), v.maxLength(1_000)),
      }),
    ),
    v.maxLength(20),
  ),
})

export type Problem = v.InferOutput<typeof problemSchema>

/** A problem on its way up inside one process. Its message holds the code and the title, never a secret. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** Makes a {@link Problem}; `evidence` is given as a record and undefined values are left out. */
export function makeProblem(
  code: ProblemCode,
  side: ProblemSide,
  texts: { title: string; detail: string; nextStep: string },
  evidence: Readonly<Record<string, string | number | undefined>> = {},
): Problem {
  return {
    code,
    side,
    title: texts.title.slice(0, 300),
    detail: texts.detail.slice(0, 2_000),
    nextStep: texts.nextStep.slice(0, 1_000),
    evidence: Object.entries(evidence)
      .filter(([, value]) => value !== undefined && value !== '')
      .slice(0, 20)
      .map(([label, value]) => ({ label: label.slice(0, 100), value: String(value).slice(0, 1_000) })),
  }
}

/** The problem of what a person, or Keyfold on its way out, ended before it was finished: no failure. */
export function cancelledProblem(nextStep: string): Problem {
  return makeProblem('cancelled', 'you', {
    title: 'Cancelled',
    detail: 'It was ended before it was finished.',
    nextStep,
  })
}
