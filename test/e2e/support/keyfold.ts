import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page } from 'playwright/test'
import { type Keyring, type KeyringState, openKeyring } from './keyring.ts'
import { makePlace, type Place } from './place.ts'
import { isAlive } from './processes.ts'
import { installSystemBrowser, type SystemBrowser } from './system-browser.ts'

export interface LaunchOptions {
  /** `unlocked` when left out. */
  readonly keyring?: KeyringState
  /** Instead of the session's Electron, a program that takes its arguments. */
  readonly executable?: (place: Place) => string
  /** Further arguments of the command line. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Writes into the folders before the first start. */
  readonly prepare?: (place: Place) => void
}

/** The app under test with everything around it that a desktop has. */
export interface Keyfold {
  readonly app: ElectronApplication
  /** Keyfold's window. */
  readonly window: Page
  readonly place: Place
  readonly keyring: Keyring
  readonly browser: SystemBrowser
  isRunning(): boolean
  /** Id of the app's main process. */
  readonly pid: number
  /** Standard output and error of every run so far. */
  output(): string
  /** Quits, as a person does, and starts again with the same folders and keyring. */
  restart(options?: { readonly args?: readonly string[] }): Promise<void>
  quit(): Promise<void>
  /** Kills the main process, as a crash or a power cut does. */
  kill(): Promise<void>
  /** Starts again after {@link quit} or {@link kill}. */
  start(options?: { readonly args?: readonly string[] }): Promise<void>
}

const projectFolder = join(import.meta.dirname, '../../..')
const isSandboxed = process.env.KEYFOLD_SANDBOX === '1'
/** Chromium takes the keyring from the desktop's name, and the test has no desktop. */
const keyringArguments = ['--password-store=gnome-libsecret']
/** Only end what hangs: a busy machine takes its time. */
const quitLimitMs = 30_000
const attachLimitMs = 45_000
const holdReady = join(import.meta.dirname, 'hold-ready.cjs')

/** The Electron executable that the session names. */
export function findElectron(): string {
  const path = process.env.KEYFOLD_ELECTRON
  if (!path) throw new Error('KEYFOLD_ELECTRON names the Electron executable: run `npm test -- e2e`')
  return path
}

/** The arguments with which the app is started, outside Playwright. */
export function startArguments(): readonly string[] {
  return [projectFolder, ...keyringArguments, ...(isSandboxed ? [] : ['--no-sandbox'])]
}

/** Makes a desktop and starts the app on it. The caller closes it, whatever came of the start. */
export async function openKeyfold(display: string, options: LaunchOptions = {}) {
  const place = makePlace(display)
  const browser = installSystemBrowser(place)
  const closers: Array<() => Promise<void> | void> = [place.remove, browser.close]
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one()
  }
  try {
    options.prepare?.(place)
    const keyring = await openKeyring(place, options.keyring ?? 'unlocked')
    closers.push(keyring.close)
    const executable = options.executable?.(place) ?? findElectron()
    // A packaged program loads no file of a test's; one that is driven has it in its archive.
    const isBareElectron = existsSync(join(dirname(executable), 'resources', 'default_app.asar'))
    const held = isBareElectron ? ['-r', holdReady] : []
    const runs = createRuns(executable, { ...keyring.env, ...options.env }, options.args ?? [], held)
    closers.push(runs.end)
    await runs.start()
    const keyfold: Keyfold = {
      get app() {
        return runs.current().app
      },
      get window() {
        return runs.current().window
      },
      get pid() {
        return runs.current().pid
      },
      place,
      keyring,
      browser,
      isRunning: runs.isRunning,
      output: runs.output,
      async restart(again) {
        await runs.quit()
        await runs.start(again?.args)
      },
      start: (again) => runs.start(again?.args),
      quit: runs.quit,
      kill: runs.kill,
    }
    return { keyfold, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Run {
  readonly app: ElectronApplication
  readonly window: Page
  readonly pid: number
}

function createRuns(
  executable: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  held: readonly string[],
) {
  let run: Run | undefined
  let output = ''

  const current = () => {
    if (!run) throw new Error('Keyfold does not run')
    return run
  }

  const start = async (furtherArgs: readonly string[] = []) => {
    const app = await attach(() =>
      _electron.launch({
        executablePath: executable,
        cwd: projectFolder,
        args: [...held, '.', ...keyringArguments, ...args, ...furtherArgs],
        env: { ...env },
        chromiumSandbox: isSandboxed,
        timeout: attachLimitMs,
      }),
    )
    const child = app.process()
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
      })
    }
    const pid = child.pid ?? 0
    try {
      const window = await app.firstWindow()
      await window.getByRole('heading', { level: 1 }).waitFor()
      run = { app, pid, window }
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
  }

  /**
   * Playwright sometimes waits for ever where it attaches while a window goes to its first page. The app under test is
   * held until it has attached (./hold-ready.cjs); a package that an update has brought is not, and is started again.
   */
  const attach = async (launch: () => Promise<ElectronApplication>) => {
    for (let triesLeft = held.length > 0 ? 0 : 2; ; triesLeft -= 1) {
      try {
        return await launch()
      } catch (error) {
        if (triesLeft === 0) throw error
      }
    }
  }

  const ended = (pid: number) =>
    expect.poll(() => isAlive(pid), { message: 'the app ended', timeout: quitLimitMs }).toBe(false)

  const kill = async () => {
    const { app, pid } = current()
    run = undefined
    const closed = app.waitForEvent('close').catch(() => {})
    process.kill(pid, 'SIGKILL')
    await closed
    await ended(pid)
  }

  const quit = async () => {
    const { app, pid } = current()
    run = undefined
    let hasHung = false
    const limit = setTimeout(() => {
      hasHung = true
      process.kill(pid, 'SIGKILL')
    }, quitLimitMs)
    await app.close()
    clearTimeout(limit)
    await ended(pid)
    if (hasHung) throw new Error(`Keyfold did not quit within ${quitLimitMs / 1000} s`)
  }

  return {
    current,
    start,
    quit,
    kill,
    output: () => output,
    isRunning: () => run !== undefined,
    async end() {
      if (run) await quit()
    },
  }
}
