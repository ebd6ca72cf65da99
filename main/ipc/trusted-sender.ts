import { isInterfaceUrl } from '../windows/interface-path.ts'

/** What is read of Electron's WebFrameMain; a destroyed frame throws when it is read. */
export interface SenderFrame {
  readonly url: string
  readonly parent: unknown
}

/** What is read of Electron's WebContents. */
export interface SenderContents {
  readonly mainFrame: unknown
  isDestroyed(): boolean
}

/** What is read of Electron's IpcMainInvokeEvent. */
export interface SenderEvent {
  readonly sender: SenderContents
  readonly senderFrame: SenderFrame | null
}

/**
 * True where a message comes from the main frame of one of our windows while that shows the interface
 * (Electron security rule 17: validate the sender of all IPC messages). A frame that is gone by now, a subframe
 * and any other page are not trusted.
 */
export function isTrustedSender(
  event: SenderEvent,
  isOurWindow: (contents: SenderContents) => boolean,
): boolean {
  const { sender, senderFrame } = event
  try {
    return (
      senderFrame !== null &&
      !sender.isDestroyed() &&
      isOurWindow(sender) &&
      senderFrame.parent === null &&
      senderFrame === sender.mainFrame &&
      isInterfaceUrl(senderFrame.url)
    )
  } catch {
    return false
  }
}
