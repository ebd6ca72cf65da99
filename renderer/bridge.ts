import type { Bridge } from '../contract/ipc.ts'

declare global {
  interface Window {
    /** Exposed by the preload; read here and nowhere else. */
    readonly keyfold?: Bridge
  }
}

/** What preload exposed: the one way to main. Throws where the page was opened outside Keyfold. */
export function readBridge(): Bridge {
  if (!window.keyfold) throw new Error('This page works only inside Keyfold.')
  return window.keyfold
}
