import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { CrashReport } from './report.ts'

/** A process of the program that waits to be told to begin. */
export interface AppRun {
  readonly child: ChildProcess
  begin(): void
  /** Its report; undefined where it was killed. Rejects where it failed by itself. */
  readonly ended: Promise<CrashReport | undefined>
}

/** Starts one and waits until it has loaded its account. */
export async function startAppRun(
  script: string,
  options: { readonly folder: string; readonly step: string; readonly url: string },
): Promise<AppRun> {
  const { folder, step, url } = options
  const child = spawn(process.execPath, [script, folder, step, url], { stdio: ['pipe', 'pipe', 'pipe'] })
  // The process may be gone before it has read its line.
  child.stdin.on('error', () => {})
  let errors = ''
  child.stderr.on('data', (text) => {
    errors += String(text)
  })
  let report: CrashReport | undefined
  let onReady = () => {}
  const ready = new Promise<void>((resolve) => {
    onReady = resolve
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') onReady()
    else report = JSON.parse(line)
  })
  const ended = new Promise<CrashReport | undefined>((resolve, reject) => {
    child.once('close', (code, signal) => {
      onReady()
      if (signal === 'SIGKILL') resolve(undefined)
      else if (code === 0 && report !== undefined) resolve(report)
      else reject(new Error(`The process ended with ${code ?? signal}: ${errors}`))
    })
  })
  ended.catch(() => {})
  await ready
  return { child, ended, begin: () => child.stdin.write('go\n') }
}
