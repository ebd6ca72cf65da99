import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme } from 'electron'
import type { Settings } from '../contract/models.ts'
import { createTransport } from './ipc/electron-transport.ts'
import { createLog } from './log/log.ts'
import { describeProgram } from './platform/about.ts'
import { readBuildMarks } from './platform/build-marks.ts'
import { disregardEnvironment } from './platform/environment.ts'
import { findRefusedSwitch } from './platform/refused-switches.ts'
import { readStartState, type StartState } from './platform/start-state.ts'
import { followTheme } from './platform/theme.ts'
import type { Services } from './services.ts'
import { systemClock } from './system-clock.ts'
import { waitAtMost } from './wait-at-most.ts'
import { readFirstFiles, registerInterfaceScheme, serveInterface } from './windows/app-protocol.ts'
import { askToQuit } from './windows/ask-to-quit.ts'
import { guardEverything } from './windows/guards.ts'
import { openMainWindow, placeOf, waitForFirstFrame } from './windows/main-window.ts'
import { setMenu } from './windows/menu.ts'
import { createQuitGuard } from './windows/quit-guard.ts'
import { recoverRenderer } from './windows/renderer-recovery.ts'

/*
 * The boot order, from top to bottom. Whatever stands here is on the way to the first window, so it is little: the
 * services behind the window (./services.ts and all libraries) are loaded once it has its first frame.
 */

// Never changes: the keyring finds Keyfold's key by this name.
app.setName('Keyfold')
// Electron security rule 4: every renderer runs in the sandbox, also one that somebody forgets to configure.
// Together with --no-sandbox, which the window warns of, no process would start for root.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

/** A second start reaches the first in one message of 32 kB; with a longer one Chromium lets both run on one vault. */
const longestCommandLine = 16_000

if (app.isPackaged) disregardEnvironment(process.env)
const refusedSwitch = app.isPackaged && !readBuildMarks().isDriven ? findRefusedSwitch() : undefined
if (refusedSwitch !== undefined) {
  dialog.showErrorBox('Keyfold does not start with this switch', `Start it again without --${refusedSwitch}.`)
  app.exit(1)
} else if (process.argv.join(' ').length > longestCommandLine) {
  app.exit(1)
} else if (app.requestSingleInstanceLock()) {
  registerInterfaceScheme()
  guardEverything()
  // Not awaited at the top level: Electron becomes ready only once this module has ended.
  void start()
} else {
  app.quit()
}

async function start(): Promise<void> {
  const dataDir = app.getPath('userData')
  const log = createLog({
    file: join(dataDir, 'logs', 'keyfold.log'),
    clock: systemClock,
    isEchoed: !app.isPackaged,
  })
  const transport = createTransport()
  let window: BrowserWindow | undefined
  let services: Services | undefined
  const quitGuard = createQuitGuard({
    findLoss: () => services?.findLoss(),
    save: async () => services?.saveUnsaved(),
    ask: (loss) => askToQuit(window, loss),
    // Not in the turn of the event that was held: Electron takes that quit for one that is still under way.
    quit: () => setImmediate(() => app.quit()),
  })

  function openWindow({ place }: StartState): BrowserWindow {
    const opened = openMainWindow({ place, isDark: nativeTheme.shouldUseDarkColors })
    transport.connect(opened.webContents)
    recoverRenderer(opened, log)
    opened.on('close', (event) => {
      services?.rememberPlace(placeOf(opened))
      if (quitsWithWindow && quitGuard.isHolding()) event.preventDefault()
    })
    opened.once('closed', () => {
      window = undefined
    })
    window = opened
    return opened
  }

  // What the second instance was started with is not looked at: it may come from anybody.
  app.on('second-instance', () => {
    if (window === undefined) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  })
  app.on('activate', () => {
    if (window === undefined && app.isReady()) openWindow(readStartState(dataDir))
  })
  app.on('window-all-closed', () => {
    if (quitsWithWindow) app.quit()
  })
  app.on('before-quit', (event) => {
    if (quitGuard.isHolding()) event.preventDefault()
  })
  app.on('will-quit', () => quitGuard.release())

  function showTheme(theme: Settings['theme']): void {
    followTheme(theme)
    setMenu({
      theme,
      choose: (command) => transport.emit('menu.chosen', { command }),
      chooseTheme: (chosen) => services?.chooseTheme(chosen),
    })
  }

  // Before Electron is ready, which would make a menu of its own else, seen until ours is there.
  const startState = readStartState(dataDir)
  showTheme(startState.theme)
  const interfaceFolder = join(import.meta.dirname, '../renderer')
  const firstFiles = readFirstFiles(interfaceFolder)
  await app.whenReady()
  serveInterface(interfaceFolder, firstFiles)
  // Not sooner: loading the services takes one of a small computer's two cores, which the first frame needs.
  await waitForFirstFrame(openWindow(startState))

  try {
    const { startServices } = await import('./services.ts')
    services = startServices({
      dataDir,
      about: describeProgram(dataDir, systemClock.now()),
      transport,
      log,
      confirmQuit: quitGuard.confirm,
      showTheme,
    })
  } catch (error) {
    log.warn('start.failed', { error: error instanceof Error ? error.constructor.name : typeof error })
    dialog.showErrorBox(
      'Keyfold could not start',
      'A part of the program is damaged. Install it again. Your data is kept.',
    )
    app.exit(1)
    return
  }
  quitAfter(services.close)
}

const quitsWithWindow = process.platform !== 'darwin'

/** A vault that does not end its writes by then is left to its journal of whole files. */
const closeLimitMs = 5_000

/** Holds the quit until what is under way has ended, once, and within a limit. */
function quitAfter(close: () => Promise<void>): void {
  let hasClosed = false
  app.on('will-quit', (event) => {
    if (hasClosed) return
    event.preventDefault()
    void waitAtMost(systemClock, closeLimitMs, close()).then(() => {
      hasClosed = true
      // Not in the same turn: Electron takes the quit for one that is under way until this event has returned.
      setImmediate(() => app.quit())
    })
  })
}
