import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import { interfaceUrl, isInterfaceUrl } from './interface-path.ts'
import { offerTextMenu } from './text-menu.ts'
import { designSize, fitPlace, minimumSize, type WindowPlace } from './window-place.ts'

/** The page's own background in both themes, so that nothing flashes before its first frame. */
const backgrounds = { light: '#f7f8fa', dark: '#16181d' } as const
/** A page that paints nothing by then is shown all the same: an empty window can be closed, a hidden one cannot. */
const firstFrameLimitMs = 5_000

export interface MainWindowOptions {
  /** Where the window stood last time. */
  readonly place: WindowPlace | undefined
  readonly isDark: boolean
}

/** Makes the window and starts loading the interface; it shows itself with its first frame. */
export function openMainWindow({ place, isDark }: MainWindowOptions): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const { isMaximized = false, ...bounds } = (place && fitPlace(place, workAreas)) ?? {}
  const window = new BrowserWindow({
    ...designSize,
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: app.name,
    backgroundColor: isDark ? backgrounds.dark : backgrounds.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      devTools: !app.isPackaged,
    },
  })
  if (isMaximized) window.maximize()
  offerTextMenu(window.webContents)

  void waitForFirstFrame(window).then(() => {
    if (!window.isDestroyed()) window.show()
  })
  // about:blank is the one address that Chromium goes to without asking the guards: come back from it.
  window.webContents.on('did-navigate', (_event, address) => {
    if (!isInterfaceUrl(address)) window.loadURL(interfaceUrl).catch(() => {})
  })
  // A failure to load is told by renderer-recovery.
  window.loadURL(interfaceUrl).catch(() => {})
  return window
}

/** Settles with the window's first frame, or where none comes within the limit, or the window is closed before. */
export function waitForFirstFrame(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, firstFrameLimitMs)
    const settle = (): void => {
      clearTimeout(limit)
      resolve()
    }
    window.once('ready-to-show', settle).once('closed', settle)
  })
}

/** Where the window stands now. */
export function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}
