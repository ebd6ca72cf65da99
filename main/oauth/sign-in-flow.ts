import { signInStepNames } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import {
  type Attempt,
  advance,
  beginStep,
  finishStep,
  type Moment,
  pendingSteps,
  skipPending,
} from './sign-in-steps.ts'

/** Where the browser was sent and what is awaited from it. */
export interface Waiting {
  readonly redirectUri: string
  readonly authorizationHost: string
  readonly deadlineMs: number
  readonly isBrowserInDoubt: boolean
  readonly pasteProblem?: Problem
}

/** A sign-in as a machine: one phase at a time, each with what is known in it. */
export type SignInFlow =
  | { readonly phase: 'idle' }
  | { readonly phase: 'discovering'; readonly attempt: Attempt }
  | { readonly phase: 'listening'; readonly attempt: Attempt }
  | { readonly phase: 'awaitingBrowser'; readonly attempt: Attempt; readonly waiting: Waiting }
  | {
      readonly phase: 'exchanging' | 'verifying' | 'storing'
      readonly attempt: Attempt
      readonly waiting: Waiting
    }
  | {
      readonly phase: 'done'
      readonly attempt: Attempt
      readonly waiting: Waiting
      readonly connectedAccountId: string
      readonly hasReplaced: boolean
    }
  | {
      readonly phase: 'failed'
      readonly attempt: Attempt
      readonly waiting?: Waiting
      readonly problem: Problem
    }
  | { readonly phase: 'cancelled'; readonly attempt: Attempt; readonly waiting?: Waiting }

/** What happened to an attempt, and when. */
export type SignInEvent = { readonly attemptId: string } & Moment & SignInHappening

/** What may happen to a sign-in. */
export type SignInHappening =
  | {
      readonly type: 'started'
      readonly setupId: string
      readonly setupName: string
      readonly accountId?: string
    }
  | { readonly type: 'discovered'; readonly note: string }
  | {
      readonly type: 'listening'
      readonly note: string
      readonly redirectUri: string
      readonly authorizationHost: string
      readonly deadlineMs: number
    }
  | { readonly type: 'browserOpened' }
  | { readonly type: 'browserNotOpened'; readonly note: string }
  | { readonly type: 'nothingCameBack' }
  | { readonly type: 'pasteRefused'; readonly problem: Problem }
  | { readonly type: 'answered' }
  | { readonly type: 'exchanged'; readonly note: string }
  | { readonly type: 'verified'; readonly note: string }
  | {
      readonly type: 'stored'
      readonly note: string
      readonly accountId: string
      readonly hasReplaced: boolean
    }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'cancelled' }

/** Before a sign-in has started. */
export const idleFlow: SignInFlow = { phase: 'idle' }

/** True once nothing can happen to the attempt any more. */
export function hasEnded(flow: SignInFlow): boolean {
  return flow.phase === 'done' || flow.phase === 'failed' || flow.phase === 'cancelled'
}

/**
 * The next state of a sign-in. Pure. An event of another attempt, or one that does not belong to the phase, changes
 * nothing: it returns the very same state, so a late result is dropped by being late.
 */
export function reduceSignIn(flow: SignInFlow, event: SignInEvent): SignInFlow {
  if (flow.phase === 'idle') return event.type === 'started' ? start(event) : flow
  if (event.attemptId !== flow.attempt.attemptId || hasEnded(flow)) return flow
  if (event.type === 'cancelled' || event.type === 'failed') return end(flow, event)
  const { attempt } = flow
  switch (flow.phase) {
    case 'discovering':
      if (event.type !== 'discovered') return flow
      return { phase: 'listening', attempt: advance(attempt, event, 'discover', 'listen', event.note) }
    case 'listening': {
      if (event.type !== 'listening') return flow
      const { redirectUri, authorizationHost, deadlineMs } = event
      return {
        phase: 'awaitingBrowser',
        attempt: advance(attempt, event, 'listen', 'openBrowser', event.note),
        waiting: { redirectUri, authorizationHost, deadlineMs, isBrowserInDoubt: false },
      }
    }
    case 'awaitingBrowser':
      return reduceWaiting(flow, event)
    case 'exchanging':
      if (event.type !== 'exchanged') return flow
      return {
        ...flow,
        phase: 'verifying',
        attempt: advance(attempt, event, 'exchange', 'verify', event.note),
      }
    case 'verifying':
      if (event.type !== 'verified') return flow
      return { ...flow, phase: 'storing', attempt: advance(attempt, event, 'verify', 'store', event.note) }
    case 'storing':
      if (event.type !== 'stored') return flow
      return {
        ...flow,
        phase: 'done',
        attempt: finishStep(attempt, event, 'store', 'done', event.note),
        connectedAccountId: event.accountId,
        hasReplaced: event.hasReplaced,
      }
    default:
      return flow
  }
}

type WaitingFlow = Extract<SignInFlow, { phase: 'awaitingBrowser' }>

function start(event: Extract<SignInEvent, { type: 'started' }>): SignInFlow {
  const { attemptId, setupId, setupName, accountId, atMs } = event
  const attempt: Attempt = {
    attemptId,
    setupId,
    setupName,
    ...(accountId === undefined ? {} : { accountId }),
    startedAtMs: atMs,
    steps: pendingSteps,
  }
  return { phase: 'discovering', attempt: beginStep(attempt, event, 'discover') }
}

function reduceWaiting(flow: WaitingFlow, event: SignInEvent): SignInFlow {
  const { attempt, waiting } = flow
  switch (event.type) {
    case 'browserOpened':
    case 'browserNotOpened': {
      const isOpen = event.type === 'browserOpened'
      const doubted = isOpen ? waiting : { ...waiting, isBrowserInDoubt: true }
      // Opened again: the step keeps the time of the first opening.
      if (attempt.steps.openBrowser.state === 'done') return isOpen ? flow : { ...flow, waiting: doubted }
      const note = isOpen ? waiting.authorizationHost : event.note
      const opened = finishStep(attempt, event, 'openBrowser', isOpen ? 'done' : 'failed', note)
      return {
        ...flow,
        attempt: opened.steps.wait.state === 'pending' ? beginStep(opened, event, 'wait') : opened,
        waiting: doubted,
      }
    }
    case 'nothingCameBack':
      return { ...flow, waiting: { ...waiting, isBrowserInDoubt: true } }
    case 'pasteRefused':
      return { ...flow, waiting: { ...waiting, pasteProblem: event.problem } }
    case 'answered': {
      const { pasteProblem: _, ...rest } = waiting
      const wasOpening = attempt.steps.openBrowser.state === 'active'
      const opened = wasOpening
        ? finishStep(attempt, event, 'openBrowser', 'done', rest.authorizationHost)
        : attempt
      return { phase: 'exchanging', attempt: advance(opened, event, 'wait', 'exchange'), waiting: rest }
    }
    default:
      return flow
  }
}

function end(
  flow: Exclude<SignInFlow, { phase: 'idle' }>,
  event: Extract<SignInEvent, { type: 'failed' | 'cancelled' }>,
): SignInFlow {
  const active = signInStepNames.find((name) => flow.attempt.steps[name].state === 'active')
  const stopped = active
    ? finishStep(flow.attempt, event, active, event.type === 'failed' ? 'failed' : 'skipped')
    : flow.attempt
  const attempt = skipPending(stopped)
  const waiting = 'waiting' in flow && flow.waiting ? { waiting: flow.waiting } : {}
  return event.type === 'failed'
    ? { phase: 'failed', attempt, ...waiting, problem: event.problem }
    : { phase: 'cancelled', attempt, ...waiting }
}
