import { type SignInView, signInStepNames } from '../../contract/models.ts'
import type { SignInFlow } from './sign-in-flow.ts'

/** What the window sees of an attempt. Holds no secret: the flow never has one. */
export function viewSignIn(flow: Exclude<SignInFlow, { phase: 'idle' }>): SignInView {
  const { attempt, phase } = flow
  const { attemptId, setupId, setupName, accountId, startedAtMs } = attempt
  const waiting = 'waiting' in flow ? flow.waiting : undefined
  return {
    attemptId,
    setupId,
    setupName,
    ...(accountId === undefined ? {} : { accountId }),
    phase,
    steps: signInStepNames.map((name) => {
      const { startedAtMonotonicMs: _, ...step } = attempt.steps[name]
      return { name, ...step }
    }),
    startedAtMs,
    ...(waiting ?? { isBrowserInDoubt: false }),
    ...(flow.phase === 'failed' ? { problem: flow.problem } : {}),
    ...(flow.phase === 'done'
      ? { connectedAccountId: flow.connectedAccountId, hasReplaced: flow.hasReplaced }
      : {}),
  }
}
