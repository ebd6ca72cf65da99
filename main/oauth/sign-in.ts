import type { ProviderSetup, SignInView } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http, Log } from '../ports.ts'
import { buildAuthorizationUrl, makeAttemptSecrets } from './authorization-request.ts'
import { clientAuthenticationOf } from './client-authentication.ts'
import { type ExchangeOptions, requestTokens, verifyAnswer } from './code-exchange.ts'
import { discoverMetadata, type ServerMetadata } from './discovery.ts'
import type { Grant, Subject } from './grant.ts'
import { type LoopbackListener, openLoopbackListener } from './loopback-listener.ts'
import { keepMetadata } from './metadata-cache.ts'
import { type CallbackAnswer, type CallbackExpectation, parsePastedAddress } from './parse-callback.ts'
import { problemOf } from './problems.ts'
import {
  hasEnded,
  idleFlow,
  reduceSignIn,
  type SignInFlow,
  type SignInHappening,
  viewSignIn,
} from './sign-in-flow.ts'

export interface SignInOptions {
  readonly attemptId: string
  readonly setup: ProviderSetup
  readonly clientSecret?: string
  /** The account that is signed in again. */
  readonly account?: { readonly id: string; readonly loginHint?: string }
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  /** Opens an address in the system's browser; rejects where that failed. */
  openBrowser(url: string): Promise<void>
  /** Keeps the tokens. Its failure fails the sign-in. */
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
  /** Ends it: the port is closed at once, results that still come are dropped. Does nothing once it has ended. */
  cancel(): void
  /** Rejects with a ProblemError `browser_not_opened`, or `attempt_not_found` where nothing waits for a browser. */
  openBrowserAgain(): Promise<void>
  /** The authorization request's address, while the browser is awaited. */
  authorizationUrl(): string | undefined
  /** Takes the address that failed to come back. A refusal shows as `pasteProblem` and the attempt goes on. */
  pasteAddress(text: string): void
  /** Resolves when it is done, failed or cancelled, with the port closed or only serving a repeated callback. */
  readonly ended: Promise<SignInView>
}

/** How long the browser is awaited. */
export const waitLimitMs = 5 * 60_000
/** Without an answer for so long, the person is offered the other ways. */
const doubtAfterMs = 3_000
/** Ignored requests that are logged, so that a flood does not fill the log. */
const maxIgnoredLogged = 10

interface BrowserRequest {
  readonly url: URL
  readonly expected: CallbackExpectation
  readonly listener: LoopbackListener
  readonly settle: (answer: CallbackAnswer) => void
}

/**
 * Runs the authorization code flow with PKCE in the system's browser: discovers, listens on loopback, opens the
 * browser, waits for the one answer, exchanges the code, checks the tokens and stores them (RFC 6749 §4.1, RFC 7636,
 * RFC 8252). Never throws: what came of it stands in the view.
 */
export function startSignIn(options: SignInOptions): SignInRun {
  const { attemptId, setup, account, clock, log } = options
  const abort = new AbortController()
  const { signal } = abort
  let flow: SignInFlow = idleFlow
  let browser: BrowserRequest | undefined

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

  async function openBrowser(request: BrowserRequest): Promise<void> {
    try {
      await options.openBrowser(request.url.href)
      happen({ type: 'browserOpened' })
    } catch (error) {
      happen({ type: 'browserNotOpened', note: 'The browser could not be opened' })
      throw error instanceof ProblemError ? error : new ProblemError(browserNotOpenedProblem())
    }
  }

  async function awaitAnswer(
    metadata: ServerMetadata,
  ): Promise<{ answer: CallbackAnswer; exchange: ExchangeOptions }> {
    const secrets = makeAttemptSecrets(setup)
    const expected: CallbackExpectation = {
      state: secrets.state,
      ...(metadata.isIssuerKnown ? { issuer: metadata.server.issuer } : {}),
      isIssRequired: metadata.server.authorization_response_iss_parameter_supported === true,
    }
    let ignored = 0
    const listener = await openLoopbackListener({
      ...setup.redirect,
      ...expected,
      clock,
      onIgnored: (reason) => {
        ignored += 1
        if (ignored <= maxIgnoredLogged) log.info('signIn.ignoredRequest', { reason })
      },
    })
    // Aborted while it was opened: nobody would close it otherwise.
    const close = () => void listener.close()
    signal.addEventListener('abort', close, { once: true })
    if (signal.aborted) close()
    signal.throwIfAborted()

    const { redirectUri } = listener
    const url = await buildAuthorizationUrl({
      metadata,
      setup,
      redirectUri,
      secrets,
      ...(account?.loginHint === undefined ? {} : { loginHint: account.loginHint }),
    })
    const deadlineMs = clock.now() + waitLimitMs
    const deadlineMonotonicMs = clock.monotonic() + waitLimitMs
    const isExpired = () => clock.now() >= deadlineMs || clock.monotonic() >= deadlineMonotonicMs
    happen({
      type: 'listening',
      note: `${new URL(redirectUri).host}, until this sign-in ends`,
      redirectUri,
      authorizationHost: url.host,
      deadlineMs,
    })
    const answer = await new Promise<CallbackAnswer>((resolve, reject) => {
      const timers: Array<() => void> = []
      const stop = () => {
        for (const cancelTimer of timers) cancelTimer()
      }
      // Timers stand still while the computer sleeps, so the time is looked at again when an answer comes.
      const settle = (given: CallbackAnswer) => {
        stop()
        resolve(isExpired() ? { kind: 'problem', problem: nothingCameBackProblem() } : given)
      }
      signal.addEventListener('abort', () => {
        stop()
        reject(signal.reason)
      })
      timers.push(
        clock.schedule(waitLimitMs, () => settle({ kind: 'problem', problem: nothingCameBackProblem() })),
        clock.schedule(doubtAfterMs, () => happen({ type: 'nothingCameBack' })),
      )
      browser = { url, expected, listener, settle }
      listener.answer.then(settle, reject)
      openBrowser(browser).catch(() => log.warn('signIn.browserNotOpened'))
    })
    const { http, clientSecret } = options
    const secret = clientSecret === undefined ? {} : { clientSecret }
    return { answer, exchange: { http, clock, metadata, setup, ...secret, secrets, redirectUri, signal } }
  }

  async function run(): Promise<void> {
    const { http, store, clientSecret } = options
    const metadata = await discoverMetadata({ http, setup, signal })
    // What the exchange would fail for is said before the person is sent to the browser.
    clientAuthenticationOf(setup, clientSecret)
    keepMetadata({ http, clock, setup, metadata })
    happen({ type: 'discovered', note: discoveryNote(metadata) })

    const { answer, exchange } = await awaitAnswer(metadata)
    if (answer.kind === 'problem') throw new ProblemError(answer.problem)
    happen({ type: 'answered' })

    const unverified = await requestTokens(exchange, answer.parameters)
    happen({ type: 'exchanged', note: `Status ${unverified.response.status}` })

    const { grant, subject } = await verifyAnswer(exchange, unverified)
    happen({ type: 'verified', note: verificationNote(grant) })

    signal.throwIfAborted()
    const { accountId, hasReplaced } = await store(grant, subject, signal)
    happen({ type: 'stored', note: subject.label, accountId, hasReplaced })
  }

  async function runToItsEnd(): Promise<SignInView> {
    try {
      await run()
    } catch (error) {
      if (!signal.aborted) happen({ type: 'failed', problem: problemOf(error, 'code exchange') })
    }
    await closeListener()
    const ended = view()
    log.info('signIn.ended', { phase: ended.phase, ...(ended.problem ? { code: ended.problem.code } : {}) })
    return ended
  }

  async function closeListener(): Promise<void> {
    if (signal.aborted) await browser?.listener.close()
    else await browser?.listener.finish(flow.phase === 'done' ? 'signedIn' : 'failed')
  }

  const awaited = (): BrowserRequest | undefined => (flow.phase === 'awaitingBrowser' ? browser : undefined)

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
      if (hasEnded(flow)) void browser?.listener.close()
      happen({ type: 'cancelled' })
      abort.abort()
    },
    async openBrowserAgain() {
      const request = awaited()
      if (!request) throw new ProblemError(notWaitingProblem())
      await openBrowser(request)
    },
    authorizationUrl: () => awaited()?.url.href,
    pasteAddress(text) {
      const request = awaited()
      if (!request) return
      const reading = parsePastedAddress(text, request.listener.redirectUri, request.expected)
      if (reading.kind === 'refused') happen({ type: 'pasteRefused', problem: reading.problem })
      else request.settle(reading)
    },
  }
}

function discoveryNote({ source, warnings }: ServerMetadata): string {
  const pkce =
    warnings.length === 0 && source !== 'typed' ? 'PKCE S256, issuer agreed' : 'PKCE S256 will be used'
  return source === 'typed' ? 'Endpoints of the provider setup, PKCE S256' : pkce
}

function verificationNote({ idToken, refreshToken, lifetimeMs }: Grant): string {
  const parts = [
    idToken === undefined ? 'no ID token' : 'ID token with signature and nonce',
    lifetimeMs === undefined ? undefined : `access for ${Math.round(lifetimeMs / 1_000)} s`,
    refreshToken === undefined ? 'no refresh token' : 'refresh token',
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

function nothingCameBackProblem(): Problem {
  return makeProblem(
    'sign_in_timed_out',
    'you',
    {
      title: 'Nothing came back from the browser',
      detail:
        'The sign-in in the browser was not finished within five minutes, or something kept the browser from reaching Keyfold on this computer.',
      nextStep:
        'Sign in again. If the browser asks whether the page may reach devices on your network, allow it; if its last page failed to open, paste its address here.',
    },
    { 'time limit': `${waitLimitMs / 60_000} minutes` },
  )
}

function browserNotOpenedProblem(): Problem {
  return makeProblem('browser_not_opened', 'this computer', {
    title: 'The browser could not be opened',
    detail: 'The system did not open its browser for Keyfold.',
    nextStep: 'Copy the link and open it in your browser yourself.',
  })
}

function notWaitingProblem(): Problem {
  return makeProblem('attempt_not_found', 'you', {
    title: 'This sign-in does not wait for the browser',
    detail: 'It has gone on or ended since.',
    nextStep: 'Start the sign-in again if it has ended.',
  })
}
