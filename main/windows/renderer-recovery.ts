import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Log } from '../ports.ts'
import { interfaceUrl } from './interface-path.ts'

/** A second failure within this time is told to the person instead of being mended in silence. */
const mendAgainAfterMs = 60_000

/**
 * Keeps the window usable when its page dies, hangs or does not load: loads it anew once, after that asks natively.
 * Accounts, sign-ins and requests live in main and go on meanwhile.
 */
export function recoverRenderer(window: BrowserWindow, log: Log): void {
  const contents = window.webContents
  let mendedAt = Number.NEGATIVE_INFINITY

  // Not a reload: the address that failed may be one that a script has chosen. A failure is told by did-fail-load.
  function loadAnew(): void {
    contents.loadURL(interfaceUrl).catch(() => {})
  }

  function mend(reason: string): void {
    log.warn('window.failed', { reason })
    if (window.isDestroyed()) return
    if (performance.now() - mendedAt < mendAgainAfterMs) {
      ask(reason)
    } else {
      mendedAt = performance.now()
      loadAnew()
    }
  }

  function ask(reason: string): void {
    const question: MessageBoxOptions = {
      type: 'error',
      message: `The ${app.name} window has stopped working`,
      detail: `It failed again after it was loaded anew (${reason}). Your accounts are safe: they are kept outside the window.`,
      buttons: ['Try again', `Quit ${app.name}`],
      defaultId: 0,
      cancelId: 0,
    }
    void dialog.showMessageBox(question).then(({ response }) => {
      if (response === 1) app.quit()
      else if (!window.isDestroyed()) loadAnew()
    })
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') mend(reason)
  })
  contents.on('did-fail-load', (_event, _code, description, _url, isMainFrame) => {
    if (isMainFrame && description !== 'ERR_ABORTED') mend(description)
  })
  window.on('unresponsive', () => {
    log.warn('window.unresponsive')
    const question: MessageBoxOptions = {
      type: 'warning',
      message: `The ${app.name} window is not answering`,
      detail: 'You can wait, or load the window anew. Sign-ins and requests under way go on.',
      buttons: ['Wait', 'Load anew'],
      defaultId: 0,
      cancelId: 0,
    }
    void dialog.showMessageBox(window, question).then(({ response }) => {
      // A page that hangs does not heed a reload: its process is ended, and render-process-gone loads it anew.
      if (response === 1 && !window.isDestroyed()) contents.forcefullyCrashRenderer()
    })
  })
}
