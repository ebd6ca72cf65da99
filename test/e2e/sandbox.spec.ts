import { readFileSync } from 'node:fs'
import type { Bridge } from '../../contract/ipc.ts'
import type { Keyfold } from './support/keyfold.ts'
import { goTo } from './support/person.ts'
import { expect, test } from './support/test.ts'

const isSandboxed = process.env.KEYFOLD_SANDBOX === '1'

test('the window’s process is confined by the system’s sandbox', async ({ launchKeyfold }) => {
  test.skip(!isSandboxed, 'this system gives Chromium no sandbox: it has no namespaces for an ordinary user')
  const keyfold = await launchKeyfold()
  const status = readFileSync(`/proc/${await rendererPid(keyfold)}/status`, 'utf8')
  // 2: a filter of system calls (seccomp(2)).
  expect(status).toMatch(/^Seccomp:\s+2$/m)
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
  const commandLine = readFileSync(`/proc/${keyfold.pid}/cmdline`, 'utf8')
  expect(commandLine).not.toContain('--no-sandbox')
})

test('a start without the sandbox says so over the first screen, and how to mend it', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold({ args: ['--no-sandbox'] })
  const { window } = keyfold
  const banner = window.getByRole('region', { name: 'The sandbox is off' })
  await expect(banner).toContainText('before you use real accounts')
  await banner.getByRole('button', { name: 'How to mend it…' }).click()
  const dialog = window.getByRole('dialog', { name: 'The sandbox is off' })
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await goTo(keyfold, 'Settings')
  await expect(banner, 'over every screen').toBeVisible()
  await expect(window.getByRole('listitem').filter({ hasText: /^The sandbox is off/ })).toBeVisible()
})

test('a start with the sandbox, in development, warns of nothing over the screen', async ({
  launchKeyfold,
}) => {
  test.skip(!isSandboxed, 'this system gives Chromium no sandbox: it has no namespaces for an ordinary user')
  const { window } = await launchKeyfold()
  await expect(window.getByRole('button', { name: 'Try it with the demo account' })).toBeVisible()
  await expect(window.getByRole('region', { name: /sandbox|test build|security/i })).toHaveCount(0)
})

test('the page has its own world, without Node.js or Electron', async ({ launchKeyfold }) => {
  const keyfold = await launchKeyfold()
  const preferences = await keyfold.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
  const seen = await keyfold.window.evaluate(() =>
    [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      'electron',
      'ipcRenderer',
      '__dirname',
    ].filter((name) => name in window),
  )
  expect(seen).toEqual([])
})

test('G109 the preload gives two functions of the contract and nothing else', async ({ launchKeyfold }) => {
  const { window } = await launchKeyfold()
  const surface = await window.evaluate(async () => {
    const { keyfold } = globalThis as unknown as { keyfold: Bridge }
    const describe = (attempt: () => unknown) => {
      try {
        attempt()
        return 'done'
      } catch (error) {
        return String(error)
      }
    }
    // An event reaches the page as its payload alone.
    const received = new Promise<unknown[]>((resolve) => {
      keyfold.on('settings.changed', (...args: unknown[]) => resolve(args))
    })
    await keyfold.call('settings.change', { settings: { theme: 'dark' } })
    const [payload, ...others] = await received
    return {
      keys: Reflect.ownKeys(keyfold),
      isFrozen: Object.isFrozen(keyfold),
      canBeReplaced: describe(() => {
        ;(globalThis as unknown as { keyfold: unknown }).keyfold = {}
      }),
      isStillThere: (globalThis as unknown as { keyfold: unknown }).keyfold === keyfold,
      otherCall: await keyfold.call('keyfold:call' as 'app.snapshot', {}).catch(String),
      otherEvent: describe(() => keyfold.on('keyfold:event' as 'menu.chosen', () => {})),
      payload,
      others,
    }
  })
  expect(surface).toMatchObject({
    keys: ['call', 'on'],
    isFrozen: true,
    isStillThere: true,
    otherCall: expect.stringContaining('Not a call of the contract'),
    otherEvent: expect.stringContaining('Not an event of the contract'),
    payload: { revision: expect.any(Number), value: { theme: 'dark' } },
    others: [],
  })
})

function rendererPid({ app }: Keyfold): Promise<number> {
  return app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  )
}
