import type { About, Settings } from '../contract/models.ts'
import { type App, createApp } from './app.ts'
import { createHttp } from './http/client.ts'
import type { Transport } from './ipc/electron-transport.ts'
import { checkEvent, createRouter } from './ipc/router.ts'
import { readBuildMarks } from './platform/build-marks.ts'
import { clipboard } from './platform/clipboard.ts'
import { createDemoProcess } from './platform/demo-process.ts'
import { confirmAndOpenLink, openBrowser, openFolder } from './platform/open-browser.ts'
import { openPlainStore } from './platform/plain-store.ts'
import { openSecretBox } from './platform/secret-box.ts'
import { createUpdateEngine } from './platform/update-engine.ts'
import type { Log, Ports } from './ports.ts'
import { systemClock } from './system-clock.ts'
import type { WindowPlace } from './windows/window-place.ts'

/** The running services, as the window's side sees them. */
export interface Services {
  chooseTheme(theme: Settings['theme']): void
  rememberPlace(place: WindowPlace): void
  readonly findLoss: App['findLoss']
  readonly saveUnsaved: App['saveUnsaved']
  /** Ends what is under way and waits for the vault's writes. */
  close(): Promise<void>
}

/**
 * Everything behind the window, in a chunk of its own that is loaded once the window's page is on its way: makes the
 * adapters, wires them to the program, and begins to answer the window's calls.
 */
export function startServices(options: {
  dataDir: string
  about: About
  transport: Transport
  log: Log
  confirmQuit: Ports['confirmQuit']
  /** Called with each change of the theme. */
  showTheme(theme: Settings['theme']): void
}): Services {
  const { dataDir, about, transport, log, confirmQuit, showTheme } = options
  const plainStore = openPlainStore({ dataDir, log })

  const http = createHttp({ clock: systemClock, version: about.version })
  const app = createApp({
    dataDir,
    about,
    clock: systemClock,
    secretBox: openSecretBox(systemClock),
    http,
    log,
    demo: createDemoProcess(log),
    updateEngine: createUpdateEngine({ marks: readBuildMarks(), http }),
    plainStore,
    openBrowser,
    confirmQuit,
    confirmAndOpenLink,
    openFolder,
    clipboard,
    openBodyChannel: transport.openBodyChannel,
    emit(name, payload) {
      const checked = checkEvent(name, payload, log)
      if (checked !== undefined) transport.emit(name, checked)
      if (name === 'settings.changed') showTheme(plainStore.readSettings().theme)
    },
  })
  const dispatch = createRouter({ handlers: app.handlers, log })
  transport.serve(dispatch)
  // Not waited for: opening the vault may ask the person to unlock the keyring.
  void app.start()
  return {
    chooseTheme(theme) {
      void dispatch('settings.change', { settings: { ...plainStore.readSettings(), theme } })
    },
    rememberPlace: (place) => plainStore.writeWindowPlace(place),
    findLoss: app.findLoss,
    saveUnsaved: app.saveUnsaved,
    close: () => app.close(),
  }
}
