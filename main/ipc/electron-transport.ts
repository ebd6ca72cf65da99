import { ipcMain, MessageChannelMain, type WebContents } from 'electron'
import {
  bodyPortChannel,
  type EventName,
  type EventPayload,
  eventChannel,
  invokeChannel,
  type Result,
} from '../../contract/ipc.ts'
import type { BodyChannel } from '../ports.ts'
import { sendBodyOver } from './body-channel.ts'
import type { Dispatch } from './router.ts'
import { isTrustedSender } from './trusted-sender.ts'

/** Calls that wait for the services at the start. */
const mostWaitingCalls = 100
/** Events kept for a window that does not listen yet; older ones are dropped, the snapshot holds what they said. */
const mostWaitingEvents = 100

/** The bridge's end in main. */
export interface Transport {
  /** Accepts calls of this window's contents, and of no others, until it is closed. */
  connect(contents: WebContents): void
  /** Carries out calls from now on, those that have waited first. */
  serve(dispatch: Dispatch): void
  /** Tells every window; kept for one that does not listen yet. */
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** Opens the way for one response's body to the window opened last. */
  openBodyChannel(requestId: string): BodyChannel
}

/** Listens on the one channel of calls. Calls that come before {@link Transport.serve} wait for it. */
export function createTransport(): Transport {
  /** Our windows, each with the events that it has missed until its page makes its first call. */
  const windows = new Map<WebContents, MissedEvent[] | undefined>()
  const waitingCalls: (() => void)[] = []
  let dispatch: Dispatch | undefined

  ipcMain.handle(invokeChannel, (event, name: unknown, args: unknown) => {
    if (!isTrustedSender(event, (contents) => windows.has(contents as WebContents))) {
      throw new Error('Refused')
    }
    sendMissedEvents(event.sender)
    return dispatch === undefined ? callLater(name, args) : dispatch(name, args)
  })

  function callLater(name: unknown, args: unknown): Promise<Result<unknown>> {
    if (waitingCalls.length >= mostWaitingCalls) throw new Error('Too many calls before the start')
    return new Promise((resolve) => {
      waitingCalls.push(() => resolve(dispatch?.(name, args) as Promise<Result<unknown>>))
    })
  }

  function sendMissedEvents(contents: WebContents): void {
    const missed = windows.get(contents) ?? []
    windows.set(contents, undefined)
    for (const { name, payload } of missed) contents.send(eventChannel, name, payload)
  }

  return {
    connect(contents) {
      windows.set(contents, [])
      // A page that is loaded anew, or has died, listens again only once it calls again.
      contents.on('did-start-loading', () => windows.set(contents, []))
      contents.on('render-process-gone', () => windows.set(contents, []))
      contents.once('destroyed', () => windows.delete(contents))
    },
    serve(ready) {
      dispatch = ready
      for (const call of waitingCalls.splice(0)) call()
    },
    emit(name, payload) {
      for (const [contents, missed] of windows) {
        if (missed === undefined) contents.send(eventChannel, name, payload)
        else if (missed.push({ name, payload }) > mostWaitingEvents) missed.shift()
      }
    },
    openBodyChannel(requestId) {
      const { port1, port2 } = new MessageChannelMain()
      const channel = sendBodyOver(port1)
      // Where no window is left, the port dies with this handle and the channel's signal says so.
      const contents = [...windows.keys()].at(-1)
      if (contents === undefined) port2.close()
      else contents.postMessage(bodyPortChannel, { requestId }, [port2])
      return channel
    },
  }
}

interface MissedEvent {
  readonly name: EventName
  readonly payload: unknown
}
