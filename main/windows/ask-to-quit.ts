import { type BrowserWindow, dialog } from 'electron'
import type { QuitLoss } from '../quit-loss.ts'
import { quitAnyway, quitQuestion } from './quit-question.ts'

/** Asks natively before quitting loses something, over the window where there is one. True: the person quits all the same. */
export async function askToQuit(window: BrowserWindow | undefined, loss: QuitLoss): Promise<boolean> {
  const question = quitQuestion(loss)
  if (window?.isMinimized()) window.restore()
  window?.show()
  const { response } = await (window
    ? dialog.showMessageBox(window, question)
    : dialog.showMessageBox(question))
  return response === quitAnyway
}
