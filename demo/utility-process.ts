/** Entry of the Electron utility process in which the app runs the demo provider. */
import { type DemoProvider, startDemoProvider } from './provider.ts'
import type { DemoSetup } from './setup.ts'

/** From the app. `port` is preferred, not required. */
export type DemoCommand = { readonly type: 'start'; readonly port?: number } | { readonly type: 'stop' }

/** To the app, once for a `start`. After `stop` the process ends with code 0. */
export type DemoReport =
  | { readonly type: 'ready'; readonly issuer: string; readonly port: number; readonly setup: DemoSetup }
  | { readonly type: 'failed'; readonly message: string }

/** What Electron adds to `process` in a utility process; declared here to keep electron out. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: DemoCommand }) => void): void
  postMessage(message: DemoReport): void
}

const { parentPort } = process as unknown as { parentPort: ParentPort }
let starting: Promise<DemoProvider> | undefined

parentPort.on('message', ({ data }) => {
  if (data.type === 'start') void start(data.port)
  else void stop()
})

async function start(port = 0): Promise<void> {
  // A second `start` reports the provider that runs already.
  starting ??= startDemoProvider({ port })
  try {
    const { issuer, port: boundPort, setup } = await starting
    parentPort.postMessage({ type: 'ready', issuer, port: boundPort, setup })
  } catch (error) {
    starting = undefined
    const message = error instanceof Error ? error.message : 'The demo provider did not start'
    parentPort.postMessage({ type: 'failed', message })
  }
}

async function stop(): Promise<void> {
  const provider = await starting?.catch(() => undefined)
  await provider?.close()
  process.exit(0)
}
