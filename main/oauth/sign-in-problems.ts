import { makeProblem, type Problem } from '../../contract/problem.ts'

/** How long the browser is awaited. */
export const waitLimitMs = 5 * 60_000

/** Nobody finished the sign-in in the browser, or something kept its answer from coming back. */
export function nothingCameBackProblem(): Problem {
  return makeProblem(
    'sign_in_timed_out',
    'you',
    {
      title: 'Nothing came back from the browser',
      detail:
        'The sign-in in the browser was not finished within five minutes, or something kept the browser from reaching Keyfold on this computer: the browser’s own guard of this computer, or a rule of the provider’s page.',
      nextStep:
        'Sign in again. If the browser asks whether the page may reach devices on your network, allow it; if its last page failed to open, paste its address here.',
    },
    { 'time limit': `${waitLimitMs / 60_000} minutes` },
  )
}

/** The system refused to open its browser. */
export function browserNotOpenedProblem(): Problem {
  return makeProblem('browser_not_opened', 'this computer', {
    title: 'The browser could not be opened',
    detail: 'The system did not open its browser for Keyfold.',
    nextStep: 'Copy the link and open it in your browser yourself.',
  })
}

/** The attempt is past waiting for the browser. */
export function notWaitingProblem(): Problem {
  return makeProblem('attempt_not_found', 'you', {
    title: 'This sign-in does not wait for the browser',
    detail: 'It has gone on or ended since.',
    nextStep: 'Start the sign-in again if it has ended.',
  })
}
