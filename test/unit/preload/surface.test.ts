import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { loadConfigFromFile } from 'electron-vite'
import { build, mergeConfig } from 'vite'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Bridge,
  bodyPortChannel,
  type CallName,
  calls,
  type EventName,
  eventChannel,
  events,
  invokeChannel,
} from '../../../contract/ipc.ts'

const root = join(import.meta.dirname, '../../..')

type Listener = (...values: unknown[]) => void

/** What stands in for Electron around the preload: the real bundle runs against it. */
function runPreload(code: string) {
  const invoked: unknown[][] = []
  const posted: unknown[][] = []
  const required: string[] = []
  const exposed = new Map<string, unknown>()
  const listeners = new Map<string, Set<Listener>>()
  const ipcRenderer = {
    invoke: (...values: unknown[]) => {
      invoked.push(values)
      return Promise.resolve('answer')
    },
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
    },
    removeListener: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
  }
  const contextBridge = {
    exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value),
  }
  runInNewContext(code, {
    require: (name: string) => {
      required.push(name)
      return { contextBridge, ipcRenderer }
    },
    exports: {},
    module: { exports: {} },
    window: {
      location: { origin: 'app://keyfold' },
      postMessage: (...values: unknown[]) => posted.push(values),
    },
  })
  const send = (channel: string, event: unknown, ...values: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener(event, ...values)
  }
  return { invoked, posted, required, exposed, listeners, send, bridge: exposed.get('keyfold') as Bridge }
}

let code = ''
let preload: ReturnType<typeof runPreload>

beforeAll(async () => {
  const { config } = await loadConfigFromFile({ command: 'build', mode: 'production' }, undefined, root)
  const built = await build(
    mergeConfig(config.preload ?? {}, {
      configFile: false,
      root,
      logLevel: 'silent',
      build: { write: false, modulePreload: false, rolldownOptions: { external: ['electron'] } },
    }),
  )
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('the preload was not built')
  const chunks = output.output.filter((one) => one.type === 'chunk')
  expect(chunks).toHaveLength(1)
  code = chunks[0]?.code ?? ''
})

beforeEach(() => {
  preload = runPreload(code)
})

describe('what the preload exposes', () => {
  it('G109 is one frozen object of two functions, and nothing of Electron', () => {
    expect([...preload.exposed.keys()]).toEqual(['keyfold'])
    expect(Object.isFrozen(preload.bridge)).toBe(true)
    expect(Object.entries(preload.bridge).map(([name, value]) => [name, typeof value])).toEqual([
      ['call', 'function'],
      ['on', 'function'],
    ])
    expect(preload.required).toEqual(['electron'])
  })

  it('G109 reaches the names of the contract and no others', async () => {
    const names = Object.keys(calls) as CallName[]
    for (const name of names) await preload.bridge.call(name, {} as never)
    expect(preload.invoked).toEqual(names.map((name) => [invokeChannel, name, {}]))
    for (const name of Object.keys(events) as EventName[]) preload.bridge.on(name, () => {})
    expect([...preload.listeners.keys()].sort()).toEqual([bodyPortChannel, eventChannel].sort())
    expect({ calls: names, events: Object.keys(events) }).toMatchSnapshot()
  })

  it.each(['app.nothing', '__proto__', 'constructor', 'keyfold:call', '', undefined, ['app.snapshot']])(
    'G109 has no generic channel: %o is refused',
    async (name) => {
      await expect(preload.bridge.call(name as CallName, {} as never)).rejects.toThrow('Not a call')
      expect(() => preload.bridge.on(name as EventName, () => {})).toThrow('Not an event')
      expect(preload.invoked).toEqual([])
    },
  )

  it('G109 hands a listener the payload and never the event object', () => {
    const received: unknown[][] = []
    const end = preload.bridge.on('settings.changed', (...values: unknown[]) => received.push(values))
    const event = { sender: 'ipcRenderer', ports: [] }
    preload.send(eventChannel, event, 'settings.changed', { revision: 1 }, 'more')
    preload.send(eventChannel, event, 'accounts.changed', { revision: 2 })
    expect(received).toEqual([[{ revision: 1 }]])
    end()
    preload.send(eventChannel, event, 'settings.changed', { revision: 3 })
    expect(received).toHaveLength(1)
  })

  it('passes a body port on to the page itself and to no other origin', () => {
    const port = { isPort: true }
    preload.send(bodyPortChannel, { sender: 'ipcRenderer', ports: [port] }, { requestId: 'r1', more: 1 })
    expect(preload.posted).toEqual([[{ channel: bodyPortChannel, requestId: 'r1' }, 'app://keyfold', [port]]])
  })

  it('is a screenful: the schemas stay out of it', () => {
    expect(code.length).toBeLessThan(2_000)
  })
})
