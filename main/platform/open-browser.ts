import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { BrowserWindow, dialog, type MessageBoxOptions, shell } from 'electron'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import { checkAuthorizationRequest, checkOutsideLink, hasInternationalHost } from './link-rules.ts'

/** The system's opener may hang, on a desktop without a browser for example. */
const openLimitMs = 15_000

/**
 * Opens an authorization request in the system's browser. Rejects with `browser_not_opened` where the system says
 * so; on Linux it may resolve though nothing was opened, so that a copy of the link is always offered beside it.
 */
export async function openBrowser(address: string): Promise<void> {
  await open(checkAuthorizationRequest(address, process.platform))
}

/** Asks natively before an outside link is opened, naming the host that it really leads to. False: the person said no. */
export async function confirmAndOpenLink(address: string): Promise<boolean> {
  const url = checkOutsideLink(address)
  const question: MessageBoxOptions = {
    type: 'question',
    message: `Open ${url.host} in your browser?`,
    detail: [
      shorten(url.href),
      hasInternationalHost(url)
        ? 'This name holds letters of other scripts and is shown in its encoded form. Make sure that you know it.'
        : '',
    ]
      .filter(Boolean)
      .join('\n\n'),
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const window = BrowserWindow.getFocusedWindow()
  const { response } = await (window
    ? dialog.showMessageBox(window, question)
    : dialog.showMessageBox(question))
  if (response !== 0) return false
  await open(url)
  return true
}

/** Shows a folder of Keyfold's own in the file manager. Never call it with a path that an answer has named. */
export async function openFolder(path: string): Promise<void> {
  const isFolder = isAbsolute(path) && (await stat(path).catch(() => undefined))?.isDirectory()
  const refusal = isFolder ? await shell.openPath(path) : 'not a folder'
  if (refusal !== '') throw new ProblemError(folderNotOpened())
}

/** The one place that hands an address to the operating system. */
async function open(url: URL): Promise<void> {
  const limit = AbortSignal.timeout(openLimitMs)
  const isTooLate = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => reject(new Error('timed out')))
  })
  try {
    await Promise.race([shell.openExternal(url.href, { activate: true }), isTooLate])
  } catch {
    throw new ProblemError(browserNotOpened())
  }
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function browserNotOpened() {
  return makeProblem('browser_not_opened', 'this computer', {
    title: 'The browser did not open',
    detail: 'The system found no program for web addresses, or refused to start it.',
    nextStep: 'Choose Copy the link and paste it into your browser.',
  })
}

function folderNotOpened() {
  return makeProblem('disk_refused', 'this computer', {
    title: 'The folder did not open',
    detail: 'The system found no program for folders, or the folder is not there.',
    nextStep: 'Copy its path and open it by hand.',
  })
}
