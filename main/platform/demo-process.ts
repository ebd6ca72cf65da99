import { join } from 'node:path'
import { type UtilityProcess, utilityProcess } from 'electron'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { DemoProcess, Log } from '../ports.ts'

const startLimitMs = 15_000
/** Beside out/main: the demo provider's own bundle, inside the asar when packaged. */
const entry = join(import.meta.dirname, '../demo/utility-process.js')

type Running = Awaited<ReturnType<DemoProcess['start']>>

/** What the demo's process says; data from another process, so it is read field by field. */
interface Report {
  readonly type?: unknown
  readonly issuer?: unknown
  readonly port?: unknown
  readonly setup?: unknown
}

/** The demo provider in a utility process: started on demand, again after a crash, ended with the app. */
export function createDemoProcess(log: Log): DemoProcess {
  let running: Promise<Running> | undefined

  return {
    start(preferredPort) {
      running ??= startProcess(preferredPort)
      return running
    },
  }

  function startProcess(preferredPort: number): Promise<Running> {
    const child = utilityProcess.fork(entry, [], { serviceName: 'Keyfold demo provider', stdio: 'ignore' })
    const started = whenReady(child, preferredPort)
    const forget = (): void => {
      if (running === started) running = undefined
    }
    child.once('exit', (code) => {
      log.info('demo.ended', { code })
      forget()
    })
    started.catch(() => {
      forget()
      child.kill()
    })
    return started
  }
}

function whenReady(child: UtilityProcess, port: number): Promise<Running> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(limit)
      reject(new ProblemError(demoFailed(reason)))
    }
    const limit = setTimeout(fail, startLimitMs, 'no answer in time')
    child.once('exit', () => fail('ended at its start'))
    child.on('message', ({ type, issuer, port: boundPort, setup }: Report) => {
      if (type === 'failed') fail('could not listen')
      if (type !== 'ready' || typeof issuer !== 'string' || typeof boundPort !== 'number') return
      clearTimeout(limit)
      resolve({ issuer, port: boundPort, setup })
    })
    child.postMessage({ type: 'start', port })
  })
}

function demoFailed(reason: string) {
  return makeProblem(
    'demo_failed',
    'keyfold',
    {
      title: 'The demo provider did not start',
      detail: 'It runs in a process of its own on this computer. Your accounts are not touched.',
      nextStep: 'Try again. If it happens again, report it.',
    },
    { Process: reason },
  )
}
