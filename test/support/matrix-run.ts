import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { CallArgs } from '../../contract/ipc.ts'
import type { Ports } from '../../main/ports.ts'
import { createFormBrowser, type FormBrowser } from './form-browser.ts'
import { createTestApp, createTestDisk, type TestApp } from './test-app.ts'

const closers: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** The whole program with a browser, at one provider. It ends with the test. */
export interface MatrixRun {
  readonly app: TestApp
  readonly browser: FormBrowser
  /** Signs in as whoever comes and returns the account's id and the notes of the steps. */
  connect(setupId: string): Promise<{ readonly accountId: string; readonly notes: string }>
  send(accountId: string, url: string): Promise<{ readonly status: number; readonly body: string }>
}

/** Ends something with the test. */
export function closeAfterTest(close: () => Promise<void>): void {
  closers.unshift(close)
}

export async function startMatrixRun(changes: Partial<Ports> = {}): Promise<MatrixRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'keyfold-matrix-'))
  const app = createTestApp(createTestDisk(dataDir), changes)
  const browser = createFormBrowser()
  await app.start()
  closeAfterTest(async () => {
    await app.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    app,
    browser,
    async connect(setupId) {
      const before = app.opened.length
      const { attemptId } = await app.must('account.connect', { setupId })
      const ended = () => {
        const view = app.signIn(attemptId)
        return view && ['done', 'failed', 'cancelled'].includes(view.phase) ? view : undefined
      }
      await app.until(() => (app.opened.length > before ? true : ended()))
      if (!ended()) {
        const page = await browser.open(app.opened.at(-1) ?? '')
        if (!page.leftTo)
          throw new Error(`The provider did not redirect: ${page.status} ${page.text.slice(0, 500)}`)
        await fetch(page.leftTo)
      }
      const view = await app.until(ended)
      if (view.problem) throw new Error(`${view.problem.title}: ${JSON.stringify(view.problem.evidence)}`)
      const notes = view.steps.map(({ note }) => note).join('\n')
      return { accountId: view.connectedAccountId ?? '', notes }
    },
    async send(accountId, url) {
      const { head, body } = await app.send({ accountId, method: 'GET', url })
      if (!head.ok) throw new Error(head.problem.title)
      return { status: head.value.status, body }
    },
  }
}

/** A draft of a setup of the client `matrix`. */
export function matrixDraft(
  provider: { readonly issuer: string; readonly apiUrl: string },
  changes: Partial<CallArgs<'setup.save'>['setup']> = {},
): CallArgs<'setup.save'>['setup'] {
  return {
    name: 'Matrix',
    issuer: provider.issuer,
    clientId: 'matrix',
    clientAuthentication: 'none',
    scopes: ['openid', 'email', 'offline_access', 'read'],
    authorizationParameters: { prompt: 'consent' },
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    signedOutPath: '/signed-out',
    apis: [{ name: 'API', baseUrl: provider.apiUrl, requests: [] }],
    ...changes,
  }
}
