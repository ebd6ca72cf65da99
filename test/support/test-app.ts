import { randomUUID } from 'node:crypto'
import type { CallArgs, CallName, CallResult, EventName, EventPayload, Result } from '../../contract/ipc.ts'
import type { ProviderSetup, RequestDraft, Settings, SignInView } from '../../contract/models.ts'
import type { DemoProvider } from '../../demo/provider.ts'
import { demoPassword } from '../../demo/users.ts'
import { type App, createApp } from '../../main/app.ts'
import { createRouter } from '../../main/ipc/router.ts'
import type { Ports } from '../../main/ports.ts'
import { systemClock } from '../../main/system-clock.ts'
import { createFormBrowser } from './form-browser.ts'
import { createTestHttp, createTestLog } from './sign-in-run.ts'
import { createTestChannel, type TestChannel } from './test-channel.ts'
import { createFakeSecretBox, type FakeSecretBox } from './vault/fake-secret-box.ts'

/** The whole program without Electron, called as the window calls it. */
export interface TestApp extends App {
  call<Name extends CallName>(name: Name, args: CallArgs<Name>): Promise<Result<CallResult<Name>>>
  /** Like `call`, but an expected failure is thrown. */
  must<Name extends CallName>(name: Name, args: CallArgs<Name>): Promise<CallResult<Name>>
  readonly events: ReadonlyArray<{ readonly name: EventName; readonly payload: unknown }>
  readonly opened: string[]
  readonly clipboard: { text: string }
  readonly secretBox: FakeSecretBox
  readonly logLines: string[]
  /** Resolves with the value once one of main's events brings it. */
  until<Value>(read: () => Value | undefined): Promise<Value>
  signIn(attemptId: string): SignInView | undefined
  /** Sends a request and reads its body to the end. */
  send(request: RequestDraft): Promise<{ head: Result<CallResult<'request.send'>>; body: string }>
}

/** What stays on disk between two starts of a test's app. */
export interface TestDisk {
  readonly dataDir: string
  readonly secretBox: FakeSecretBox
  settings: Settings
  setups: readonly ProviderSetup[]
}

export function createTestDisk(dataDir: string): TestDisk {
  return { dataDir, secretBox: createFakeSecretBox(), settings: { theme: 'system' }, setups: [] }
}

/** Makes the program over a disk; `start()` is the caller's. */
export function createTestApp(disk: TestDisk, changes: Partial<Ports> = {}): TestApp {
  const events: { name: EventName; payload: unknown }[] = []
  const opened: string[] = []
  const clipboard = { text: '' }
  const log = createTestLog()
  const channels = new Map<string, TestChannel>()
  const waiting = new Set<() => void>()
  const app = createApp({
    dataDir: disk.dataDir,
    about: {
      version: '0.0.0-test',
      electron: '0',
      chromium: '0',
      node: process.versions.node,
      platform: process.platform,
      dataFolder: disk.dataDir,
      warnings: [],
    },
    clock: systemClock,
    secretBox: disk.secretBox,
    http: createTestHttp(),
    log,
    demo: { start: () => Promise.reject(new Error('no demo here')) },
    updateEngine: {
      off: 'development',
      trust: 'checksum',
      find: async () => undefined,
      download: async () => {},
      install: () => {},
      installOnQuit: () => {},
    },
    plainStore: {
      readSettings: () => disk.settings,
      writeSettings: (settings) => {
        disk.settings = settings
      },
      readSetups: () => disk.setups,
      writeSetups: (setups) => {
        disk.setups = setups
      },
    },
    openBrowser: async (url) => {
      opened.push(url)
    },
    confirmQuit: async () => true,
    confirmAndOpenLink: async () => false,
    openFolder: async () => {},
    clipboard: {
      readText: async () => clipboard.text,
      writeText: async (text) => {
        clipboard.text = text
      },
    },
    openBodyChannel: (requestId) => {
      const channel = createTestChannel()
      channels.set(requestId, channel)
      return channel
    },
    emit<Name extends EventName>(name: Name, payload: EventPayload<Name>) {
      events.push({ name, payload })
      for (const check of [...waiting]) check()
    },
    ...changes,
  })
  const dispatch = createRouter({ handlers: app.handlers, log })

  async function call<Name extends CallName>(name: Name, args: CallArgs<Name>) {
    return (await dispatch(name, args)) as Result<CallResult<Name>>
  }

  async function must<Name extends CallName>(name: Name, args: CallArgs<Name>) {
    const result = await call(name, args)
    if (!result.ok) throw new Error(`${name}: ${result.problem.code}, ${result.problem.title}`)
    return result.value
  }

  const signIn = (attemptId: string): SignInView | undefined => {
    const last = events.findLast(({ name }) => name === 'signIns.changed')?.payload
    return (last as EventPayload<'signIns.changed'> | undefined)?.value.find(
      (view) => view.attemptId === attemptId,
    )
  }

  return {
    ...app,
    call,
    must,
    events,
    opened,
    clipboard,
    secretBox: disk.secretBox,
    logLines: log.lines,
    signIn,
    until: (read) =>
      new Promise((resolve) => {
        const check = () => {
          const value = read()
          if (value === undefined) return
          waiting.delete(check)
          resolve(value)
        }
        waiting.add(check)
        check()
      }),
    async send(request) {
      const requestId = randomUUID()
      const head = await call('request.send', { requestId, request })
      const channel = channels.get(requestId)
      while (head.ok && channel?.last === undefined) await new Promise((resolve) => setImmediate(resolve))
      return { head, body: Buffer.concat(channel?.chunks ?? []).toString('utf8') }
    },
  }
}

/** A draft of a setup at the demo provider, as a person would enter it. */
export function demoDraft(provider: DemoProvider): CallArgs<'setup.save'>['setup'] {
  const { name, clientId, scopes, authorizationParameters, api } = provider.setup
  return {
    name,
    issuer: provider.issuer,
    clientId,
    clientAuthentication: 'none',
    scopes: [...scopes],
    authorizationParameters: { ...authorizationParameters },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: [{ ...api, requests: [] }],
  }
}

/** A person in a browser: signs in, presses the button, and comes back to the listener. */
export async function answerInBrowser(
  url: string,
  { email = 'ada@example.test', button = 'Allow' }: { email?: string; button?: string } = {},
): Promise<Response> {
  const browser = createFormBrowser()
  const consent = await browser.press(await browser.open(url), 'Sign in', { email, password: demoPassword })
  const { leftTo } = await browser.press(consent, button)
  if (!leftTo) throw new Error('The provider did not redirect')
  return fetch(leftTo)
}

/** Connects an account and returns its id. */
export async function connectAccount(
  app: TestApp,
  setupId: string,
  who: { email?: string; accountId?: string } = {},
): Promise<{ accountId: string; view: SignInView }> {
  const before = app.opened.length
  const { attemptId } = await app.must('account.connect', {
    setupId,
    ...(who.accountId !== undefined && { accountId: who.accountId }),
  })
  await app.until(() => (app.opened.length > before ? true : undefined))
  await answerInBrowser(app.opened.at(-1) ?? '', who)
  const view = await app.until(() => {
    const current = app.signIn(attemptId)
    return current && ['done', 'failed', 'cancelled'].includes(current.phase) ? current : undefined
  })
  return { accountId: view.connectedAccountId ?? '', view }
}
