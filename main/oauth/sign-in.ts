import type { SignInView } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock, Http, Log } from '../ports.ts'
import {
  type AnswerWait,
  type AuthorizationAttempt,
  awaitAnswer,
  openAuthorizationAttempt,
} from './authorization-attempt.ts'
import type { Client } from './client.ts'
import { assertCredentials } from './client-authentication.ts'
import { type Exchange, requestTokens, verifyAnswer } from './code-exchange.ts'
import { discoverMetadata } from './discovery.ts'
import { createDpopKey, proverOf } from './dpop.ts'
import type { Grant, Subject } from './grant.ts'
import { fetchKeySetAhead } from './key-set.ts'
import { keepMetadata } from './metadata-cache.ts'
import { parsePastedAddress } from './parse-callback.ts'
import { problemOf } from './problems.ts'
import { idleFlow, reduceSignIn, type SignInFlow, type SignInHappening } from './sign-in-flow.ts'
import { discoveryNote, exchangeNote, listeningNote, verificationNote } from './sign-in-notes.ts'
import { browserNotOpenedProblem, notWaitingProblem } from './sign-in-problems.ts'
import { viewSignIn } from './sign-in-view.ts'

export interface SignInOptions {
  readonly attemptId: string
  readonly client: Client
  /** The account that is signed in again. */
  readonly account?: { readonly id: string; readonly loginHint?: string }
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  /** Opens an address in the system's browser; rejects where that failed. */
  openBrowser(url: string): Promise<void>
  /**
   * Keeps the tokens. Its failure fails the sign-in. It is called with an aborted signal too, and rejects then: the
   * sign-in was cancelled after the tokens had come, and they are to be revoked.
   */
  store(
    grant: Grant,
    subject: Subject,
    signal: AbortSignal,
  ): Promise<{ readonly accountId: string; readonly hasReplaced: boolean }>
  onChange(view: SignInView): void
}

/** One run of a sign-in. Nothing in it holds a secret but {@link authorizationUrl}, which stays in main. */
export interface SignInRun {
  view(): SignInView
  /**
   * Ends it: the port is closed at once, results that still come are dropped, and tokens that have come are not kept.
   * Does nothing once it has ended.
   */
  cancel(): void
  /** Rejects with a ProblemError `browser_not_opened`, or `attempt_not_found` where nothing waits for a browser. */
  openBrowserAgain(): Promise<void>
  /** The authorization request's address, while the browser is awaited. */
  authorizationUrl(): Promise<string | undefined>
  /** Takes the address that failed to come back. A refusal shows as `pasteProblem` and the attempt goes on. */
  pasteAddress(text: string): void
  /** Resolves when it is done, failed or cancelled, with the port closed or only serving a repeated callback. */
  readonly ended: Promise<SignInView>
}

/**
 * Runs the authorization code flow with PKCE in the system's browser: discovers, listens on loopback, opens the
 * browser, waits for the one answer, exchanges the code, checks the tokens and stores them (RFC 6749 §4.1, RFC 7636,
 * RFC 8252). Never throws: what came of it stands in the view.
 */
export function startSignIn(options: SignInOptions): SignInRun {
  const { attemptId, client, account, clock, log } = options
  const { setup } = client
  const abort = new AbortController()
  const { signal } = abort
  let flow: SignInFlow = idleFlow
  let attempt: AuthorizationAttempt | undefined
  let wait: AnswerWait | undefined

  function happen(happening: SignInHappening): void {
    const next = reduceSignIn(flow, {
      attemptId,
      atMs: clock.now(),
      atMonotonicMs: clock.monotonic(),
      ...happening,
    })
    if (next === flow) return
    flow = next
    options.onChange(view())
  }

  function view(): SignInView {
    // The first event was taken before anyone could ask.
    return viewSignIn(flow as Exclude<SignInFlow, { phase: 'idle' }>)
  }

  async function openBrowser(url: URL): Promise<void> {
    try {
      await options.openBrowser(url.href)
      happen({ type: 'browserOpened' })
    } catch (error) {
      happen({ type: 'browserNotOpened', note: 'The browser could not be opened' })
      log.warn('signIn.browserNotOpened')
      throw error instanceof ProblemError ? error : new ProblemError(browserNotOpenedProblem())
    }
  }

  async function run(): Promise<void> {
    const { http } = options
    // What the exchange would fail for is said before the person is sent to the browser.
    assertCredentials(client)
    const metadata = await discoverMetadata({ http, setup, signal })
    keepMetadata({ http, clock, setup, metadata })
    happen({ type: 'discovered', note: discoveryNote(metadata) })

    const prover = setup.usesDpop ? await proverOf(await createDpopKey(), clock) : undefined
    const access = { http, clock, metadata, client, signal, ...(prover && { prover }) }
    const loginHint = account?.loginHint === undefined ? {} : { loginHint: account.loginHint }
    attempt = await openAuthorizationAttempt(access, { log, ...loginHint })
    const { request, secrets, listener } = attempt
    const url = await request.address()
    const { redirectUri } = listener
    wait = awaitAnswer(attempt, { clock, signal, onDoubt: () => happen({ type: 'nothingCameBack' }) })
    happen({
      type: 'listening',
      note: listeningNote(redirectUri, request),
      redirectUri,
      authorizationHost: url.host.slice(0, 200),
      deadlineMs: wait.deadlineMs,
    })
    // Its failure stands in the view; the person may still open the link another way.
    if (!signal.aborted) openBrowser(url).catch(() => {})
    let keySet: Exchange['keySet']
    if (secrets.nonce !== undefined) {
      void fetchKeySetAhead(http, metadata, signal).then((fetched) => {
        keySet = fetched
      })
    }
    const answer = await wait.answer
    if (answer.kind === 'problem') throw new ProblemError(answer.problem)
    happen({ type: 'answered' })

    const exchange = { secrets, redirectUri }
    const unverified = await requestTokens(access, exchange, answer.parameters)
    happen({ type: 'exchanged', note: exchangeNote(unverified) })

    const verified = await verifyAnswer(access, { ...exchange, keySet }, unverified)
    const { grant, subject } = verified
    happen({ type: 'verified', note: verificationNote(verified, secrets.nonce !== undefined) })

    const { accountId, hasReplaced } = await options.store(grant, subject, signal)
    happen({ type: 'stored', note: subject.label, accountId, hasReplaced })
  }

  async function runToItsEnd(): Promise<SignInView> {
    try {
      await run()
    } catch (error) {
      const step = flow.phase === 'exchanging' || flow.phase === 'verifying' ? 'code exchange' : 'sign-in'
      if (!signal.aborted) happen({ type: 'failed', problem: problemOf(error, step) })
    }
    if (signal.aborted) await attempt?.listener.close()
    else await attempt?.listener.finish(flow.phase === 'done' ? 'signedIn' : 'failed')
    const ended = view()
    log.info('signIn.ended', { phase: ended.phase, ...(ended.problem ? { code: ended.problem.code } : {}) })
    return ended
  }

  const awaited = () =>
    flow.phase === 'awaitingBrowser' && attempt && wait ? { ...attempt, wait } : undefined

  happen({
    type: 'started',
    setupId: setup.id,
    setupName: setup.name,
    ...(account ? { accountId: account.id } : {}),
  })
  log.info('signIn.started')
  const ended = runToItsEnd()

  return {
    view,
    ended,
    cancel() {
      happen({ type: 'cancelled' })
      abort.abort()
      void attempt?.listener.close()
    },
    async openBrowserAgain() {
      const waiting = awaited()
      if (!waiting) throw new ProblemError(notWaitingProblem())
      await openBrowser(await waiting.request.address())
    },
    authorizationUrl: async () => (await awaited()?.request.address())?.href,
    pasteAddress(text) {
      const waiting = awaited()
      if (!waiting) return
      const reading = parsePastedAddress(text, waiting.listener.redirectUri, waiting.expected)
      if (reading.kind === 'refused') happen({ type: 'pasteRefused', problem: reading.problem })
      else waiting.wait.settle(reading)
    },
  }
}
