import type { Problem } from '../../contract/problem.ts'

/**
 * A call that rejected instead of answering: main is gone or the bridge broke. Nothing of the error is shown, as it may
 * hold arguments of the call.
 */
export function describeBridgeFailure(): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: {
      code: 'internal',
      side: 'keyfold',
      title: 'Keyfold did not answer',
      detail: 'The window could not reach the part of Keyfold that holds your accounts.',
      nextStep: 'Try again; if it fails again, quit Keyfold and open it anew.',
      evidence: [],
    },
  }
}
