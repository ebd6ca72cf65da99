import { makeProblem, type Problem } from '../../contract/problem.ts'

/** The server offers something that must not be installed. */
export function updateRefused(reason: string): Problem {
  return makeProblem(
    'update_refused',
    'network',
    {
      title: 'The update was refused',
      detail:
        'What the update server offered is not what it should be. Nothing was changed: this version goes on working.',
      nextStep: 'Try again later. If it happens again, report it to the maintainers.',
    },
    { Reason: reason },
  )
}

/** The update could not be had or installed, for a reason that may pass. */
export function updateFailed(
  step: 'check' | 'download' | 'install',
  evidence: Readonly<Record<string, string | number | undefined>> = {},
): Problem {
  const titles = {
    check: 'The update server could not be asked',
    download: 'The update could not be downloaded',
    install: 'The update was not installed',
  }
  return makeProblem(
    'update_failed',
    step === 'install' ? 'this computer' : 'network',
    {
      title: titles[step],
      detail: 'Nothing was changed: this version goes on working.',
      nextStep:
        step === 'install'
          ? 'Try again and confirm the system’s question, or install the new version by hand.'
          : 'Check the connection and try again.',
    },
    evidence,
  )
}
