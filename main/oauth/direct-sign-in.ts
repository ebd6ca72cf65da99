import { type SignInView, signInStepNames } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import { assertCredentials } from './client-authentication.ts'
import { requestClientCredentials } from './client-credentials-grant.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { pollForTokens, requestDeviceCode } from './device-code.ts'
import { discoverMetadata } from './discovery.ts'
import { createDpopKey, proverOf } from './dpop.ts'
import { keepMetadata } from './metadata-cache.ts'
import { problemOf } from './problems.ts'
import type { ServerAccess } from './server-access.ts'
import type { SignInOptions, SignInRun } from './sign-in.ts'
import { directNote } from './sign-in-notes.ts'
import { browserNotOpenedProblem, notWaitingProblem } from './sign-in-problems.ts'
import { type Attempt, beginStep, finishStep, pendingSteps, skipPending } from './sign-in-steps.ts'

type Phase = SignInView['phase']
type Device = NonNullable<SignInView['device']>
type StepName = (typeof signInStepNames)[number]

/**
 * Runs a sign-in without a redirect: by a code that the person enters on another device (RFC 8628), or for the client
 * itself (RFC 6749 §4.4), as the setup's `grant` says. Shown like every sign-in; steps that it does not have are
 * skipped. Never throws: what came of it stands in the view.
 */
export function startDirectSignIn(options: SignInOptions): SignInRun {
  const { attemptId, client, account, clock, http, log } = options
  const { setup } = client
  const abort = new AbortController()
  const { signal } = abort
  let phase: Phase = 'discovering'
  let ended: Partial<SignInView> = {}
  let device: Device | undefined
  let deadlineMs: number | undefined
  const moment = () => ({ atMs: clock.now(), atMonotonicMs: clock.monotonic() })
  let attempt: Attempt = beginStep(
    {
      attemptId,
      setupId: setup.id,
      setupName: setup.name,
      ...(account && { accountId: account.id }),
      startedAtMs: clock.now(),
      steps: pendingSteps,
    },
    moment(),
    'discover',
  )

  function view(): SignInView {
    const { steps, ...rest } = attempt
    return {
      ...rest,
      phase,
      steps: signInStepNames.map((name) => {
        const { startedAtMonotonicMs: _, ...step } = steps[name]
        return { name, ...step }
      }),
      isBrowserInDoubt: false,
      ...(device && { device }),
      ...(deadlineMs !== undefined && { deadlineMs }),
      ...ended,
    }
  }

  const isOver = () => phase === 'done' || phase === 'failed' || phase === 'cancelled'

  function proceed(next: Phase, from: StepName, to: StepName, note: string): void {
    // Cancelled: the next request rejects, and tokens that have come already are store's to give back.
    if (isOver()) return
    phase = next
    attempt = beginStep(finishStep(attempt, moment(), from, 'done', note), moment(), to)
    options.onChange(view())
  }

  function end(last: 'done' | 'failed' | 'cancelled', rest: Partial<SignInView> = {}, note?: string): void {
    if (isOver()) return
    const active = signInStepNames.find((name) => attempt.steps[name].state === 'active')
    const state = last === 'cancelled' ? 'skipped' : last
    if (active) attempt = finishStep(attempt, moment(), active, state, note)
    attempt = skipPending(attempt)
    phase = last
    ended = rest
    options.onChange(view())
  }

  async function obtain(access: ServerAccess): Promise<VerifiedAnswer> {
    if (setup.grant === 'client_credentials') {
      proceed('exchanging', 'discover', 'exchange', 'Endpoints found')
      const answer = await requestClientCredentials(access)
      proceed('verifying', 'exchange', 'verify', directNote('A token came', answer))
      return answer
    }
    const { deviceCode, intervalMs, expiresInMs, notes, ...shown } = await requestDeviceCode(access)
    device = shown
    deadlineMs = clock.now() + expiresInMs
    const codeNote = directNote(`Code for ${new URL(shown.verificationUri).host}`, { notes })
    proceed('awaitingDevice', 'discover', 'wait', codeNote)
    const answer = await pollForTokens(access, { deviceCode, intervalMs, expiresInMs, ...shown })
    proceed('verifying', 'wait', 'verify', directNote('Allowed on the other device', answer))
    return answer
  }

  async function run(): Promise<void> {
    assertCredentials(client)
    const metadata = await discoverMetadata({ http, setup, signal })
    keepMetadata({ http, clock, setup, metadata })
    const prover = setup.usesDpop ? await proverOf(await createDpopKey(), clock) : undefined
    const access = { http, clock, metadata, client, signal, ...(prover && { prover }) }
    const { grant, subject } = await obtain(access)
    proceed('storing', 'verify', 'store', subject.label)
    const { accountId, hasReplaced } = await options.store(grant, subject, signal)
    end('done', { connectedAccountId: accountId, hasReplaced }, subject.label)
  }

  log.info('signIn.started')
  const running = run()
    .catch((error: unknown) => {
      if (!signal.aborted) end('failed', { problem: problemOf(error, 'sign-in') })
    })
    .then(() => {
      const last = view()
      log.info('signIn.ended', { phase: last.phase, ...(last.problem && { code: last.problem.code }) })
      return last
    })

  /** The address with the code in it, where the provider has one. */
  const address = () =>
    phase === 'awaitingDevice' ? (device?.verificationUriComplete ?? device?.verificationUri) : undefined

  return {
    view,
    ended: running,
    cancel() {
      end('cancelled')
      abort.abort()
    },
    async openBrowserAgain() {
      const url = address()
      if (url === undefined) throw new ProblemError(notWaitingProblem())
      await options.openBrowser(url).catch(() => {
        throw new ProblemError(browserNotOpenedProblem())
      })
    },
    authorizationUrl: async () => address(),
    pasteAddress() {},
  }
}
