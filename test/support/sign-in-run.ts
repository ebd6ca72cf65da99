import type { ProviderSetup, SignInView } from '../../contract/models.ts'
import { createHttp } from '../../main/http/client.ts'
import type { Client } from '../../main/oauth/client.ts'
import type { Grant, Subject } from '../../main/oauth/grant.ts'
import { type SignInOptions, type SignInRun, startSignIn } from '../../main/oauth/sign-in.ts'
import type { Http, Log } from '../../main/ports.ts'
import { systemClock } from '../../main/system-clock.ts'

/** The real network stack, on the real clock. */
export function createTestHttp(): Http {
  return createHttp({ clock: systemClock, version: '0.0.0-test' })
}

/** A log that keeps its lines. */
export function createTestLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const keep = (event: string, facts: object = {}) => void lines.push(`${event} ${JSON.stringify(facts)}`)
  return { lines, info: keep, warn: keep }
}

/** A setup for tests at an issuer; everything may be replaced. */
export function createTestSetup(issuer: string, changes: Partial<ProviderSetup> = {}): ProviderSetup {
  return {
    id: 'test',
    name: 'Test provider',
    kind: 'custom',
    issuer,
    clientId: 'test-client',
    clientAuthentication: 'none',
    scopes: ['openid', 'email'],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: [],
    ...changes,
  }
}

export interface TestRun extends SignInRun {
  /** Every view that was told, in order. */
  readonly views: SignInView[]
  /** Addresses that the browser was asked to open. */
  readonly opened: string[]
  /** What was stored. */
  readonly stored: Array<{ readonly grant: Grant; readonly subject: Subject }>
  readonly log: Log & { readonly lines: string[] }
  /** Resolves with the view once it fulfils the condition. */
  until(isReached: (view: SignInView) => boolean): Promise<SignInView>
}

/** Starts a sign-in whose browser only notes the address, unless another one is given. */
export function runSignIn(
  setup: ProviderSetup,
  changes: Partial<Omit<SignInOptions, 'client' | 'onChange' | 'log'>> & Omit<Client, 'setup'> = {},
): TestRun {
  const views: SignInView[] = []
  const opened: string[] = []
  const stored: TestRun['stored'] = []
  const log = createTestLog()
  const waiting = new Set<() => void>()
  const { openBrowser = async () => {}, secret, key, certificate, ...rest } = changes
  const run = startSignIn({
    attemptId: 'attempt-1',
    http: createTestHttp(),
    clock: systemClock,
    store: async (grant, subject, signal) => {
      signal.throwIfAborted()
      stored.push({ grant, subject })
      return { accountId: 'account-1', hasReplaced: false }
    },
    ...rest,
    client: { setup, ...(secret && { secret }), ...(key && { key }), ...(certificate && { certificate }) },
    log,
    openBrowser: async (url) => {
      opened.push(url)
      await openBrowser(url)
    },
    onChange: (view) => {
      views.push(view)
      for (const check of [...waiting]) check()
    },
  })
  return {
    ...run,
    views,
    opened,
    stored,
    log,
    until: (isReached) =>
      new Promise((resolve) => {
        const check = () => {
          const view = run.view()
          if (!isReached(view)) return
          waiting.delete(check)
          resolve(view)
        }
        waiting.add(check)
        check()
      }),
  }
}
