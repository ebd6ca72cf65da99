import { type SignInStep, type SignInStepName, signInStepNames } from '../../contract/models.ts'

/** What is common to all phases of one attempt. */
export interface Attempt {
  readonly attemptId: string
  readonly setupId: string
  readonly setupName: string
  readonly accountId?: string
  readonly startedAtMs: number
  readonly steps: Readonly<Record<SignInStepName, StepRecord>>
}

/** One step; its monotonic start measures the duration and does not reach the window. */
export interface StepRecord {
  readonly state: SignInStep['state']
  readonly note?: string
  readonly startedAtMs?: number
  readonly startedAtMonotonicMs?: number
  readonly durationMs?: number
}

/** When something happened: by the computer's clock, and by the one that measures durations. */
export interface Moment {
  readonly atMs: number
  readonly atMonotonicMs: number
}

/** All steps before the first has begun. */
export const pendingSteps = Object.fromEntries(
  signInStepNames.map((name): [SignInStepName, StepRecord] => [name, { state: 'pending' }]),
) as Readonly<Record<SignInStepName, StepRecord>>

/** Finishes a step and begins the next. */
export function advance(
  attempt: Attempt,
  at: Moment,
  finished: SignInStepName,
  next: SignInStepName,
  note?: string,
): Attempt {
  return beginStep(finishStep(attempt, at, finished, 'done', note), at, next)
}

/** Marks a step as under way. */
export function beginStep(attempt: Attempt, at: Moment, name: SignInStepName): Attempt {
  return withStep(attempt, name, {
    state: 'active',
    startedAtMs: at.atMs,
    startedAtMonotonicMs: at.atMonotonicMs,
  })
}

/** Marks a step as ended, with its duration; the note is cut at 200 characters. */
export function finishStep(
  attempt: Attempt,
  at: Moment,
  name: SignInStepName,
  state: SignInStep['state'],
  note?: string,
): Attempt {
  const { startedAtMs = at.atMs, startedAtMonotonicMs = at.atMonotonicMs } = attempt.steps[name]
  return withStep(attempt, name, {
    state,
    startedAtMs,
    startedAtMonotonicMs,
    durationMs: Math.max(0, at.atMonotonicMs - startedAtMonotonicMs),
    ...(note ? { note: note.slice(0, 200) } : {}),
  })
}

/** Marks what will not be reached any more. */
export function skipPending(attempt: Attempt): Attempt {
  return signInStepNames.reduce(
    (all, name) => (all.steps[name].state === 'pending' ? withStep(all, name, { state: 'skipped' }) : all),
    attempt,
  )
}

function withStep(attempt: Attempt, name: SignInStepName, step: StepRecord): Attempt {
  return { ...attempt, steps: { ...attempt.steps, [name]: step } }
}
