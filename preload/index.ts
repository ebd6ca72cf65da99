/// <reference lib="dom" />
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import {
  type Bridge,
  bodyPortChannel,
  type EventPayload,
  eventChannel,
  invokeChannel,
} from '../contract/ipc.ts'

/** The contract's names, put in by the build (electron.vite.config.ts): schemas stay out of the preload. */
declare const callNames: readonly string[]
declare const eventNames: readonly string[]

const allowedCalls: ReadonlySet<string> = new Set(callNames)
const allowedEvents: ReadonlySet<string> = new Set(eventNames)

/**
 * All that the page gets of Electron: two functions on one frozen object, both behind the contract's names.
 * Electron security rule 20: do not expose Electron's interfaces to untrusted web content.
 */
const bridge: Bridge = {
  call(name, args) {
    if (!allowedCalls.has(name)) return Promise.reject(new TypeError('Not a call of the contract'))
    return ipcRenderer.invoke(invokeChannel, name, args)
  },
  on(name, listener) {
    if (!allowedEvents.has(name)) throw new TypeError('Not an event of the contract')
    // The event object holds `sender`, that is ipcRenderer: the page gets the payload only.
    const forward = (
      _event: IpcRendererEvent,
      happened: string,
      payload: EventPayload<typeof name>,
    ): void => {
      if (happened === name) listener(payload)
    }
    ipcRenderer.on(eventChannel, forward)
    return () => {
      ipcRenderer.removeListener(eventChannel, forward)
    }
  },
}
contextBridge.exposeInMainWorld('keyfold', Object.freeze(bridge))

// A port cannot pass the context bridge; window.postMessage is the one way into the page's world.
ipcRenderer.on(bodyPortChannel, (event, { requestId }: { requestId: string }) => {
  window.postMessage({ channel: bodyPortChannel, requestId }, window.location.origin, event.ports)
})
