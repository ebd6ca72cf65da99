import { randomUUID } from 'node:crypto'
import type { SignInView } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Client } from '../oauth/client.ts'

/** One run of a sign-in, as main/oauth gives it. */
export interface SignInRun {
  view(): SignInView
  cancel(): void
  openBrowserAgain(): Promise<void>
  authorizationUrl(): Promise<string | undefined>
  /** Takes the address that failed to come back; a refusal shows in the view and the attempt goes on. */
  pasteAddress(text: string): void
  readonly ended: Promise<SignInView>
}

/** What a sign-in is started for. */
export interface SignInStart {
  readonly client: Client
  /** The account to sign in again; undefined for a new one. */
  readonly accountId: string | undefined
  /** Asked for besides the setup's. */
  readonly scopesAdded: readonly string[]
}

/** The sign-ins under way and those that ended and were not dismissed yet. */
export interface SignIns {
  views(): SignInView[]
  /** Starts one. Another one under way for the same setup and account is cancelled, visibly. */
  start(start: SignInStart): string
  /** Rejects with `attempt_not_found`. */
  find(attemptId: string): SignInRun
  /** Forgets an attempt that ended; cancels one that has not. */
  dismiss(attemptId: string): void
  /** Cancels all and waits until their listeners are closed. */
  close(): Promise<void>
}

const activePhases: ReadonlySet<SignInView['phase']> = new Set([
  'discovering',
  'listening',
  'awaitingBrowser',
  'awaitingDevice',
  'exchanging',
  'verifying',
  'storing',
])

const isActive = (view: SignInView): boolean => activePhases.has(view.phase)

/** No sign-ins yet; `run` starts one, and calls `onChange` whenever its view has changed. */
export function createSignIns(options: {
  run(attempt: SignInStart & { attemptId: string; onChange: () => void }): SignInRun
  onChange: (views: SignInView[]) => void
}): SignIns {
  const { run, onChange } = options
  let runs: ReadonlyMap<string, SignInRun> = new Map()

  const views = (): SignInView[] => [...runs.values()].map((one) => one.view())
  const tell = (): void => onChange(views())

  function find(attemptId: string): SignInRun {
    const found = runs.get(attemptId)
    if (found === undefined) {
      throw new ProblemError(
        makeProblem('attempt_not_found', 'you', {
          title: 'This sign-in has ended',
          detail: 'It was closed since the window showed it.',
          nextStep: 'Start the sign-in again.',
        }),
      )
    }
    return found
  }

  return {
    views,
    find,
    start(start) {
      for (const other of runs.values()) {
        const view = other.view()
        if (isActive(view) && view.setupId === start.client.setup.id && view.accountId === start.accountId) {
          other.cancel()
        }
      }
      const attemptId = randomUUID()
      const started = run({ ...start, attemptId, onChange: tell })
      runs = new Map(runs).set(attemptId, started)
      tell()
      return attemptId
    },
    dismiss(attemptId) {
      find(attemptId).cancel()
      const next = new Map(runs)
      next.delete(attemptId)
      runs = next
      tell()
    },
    async close() {
      for (const one of runs.values()) one.cancel()
      await Promise.all([...runs.values()].map((one) => one.ended))
    },
  }
}
