import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { expect } from 'playwright/test'

export type Environment = Readonly<Record<string, string>>

export interface ProcessOptions {
  readonly env: Environment
  /** Written to its standard input, which is closed after it. */
  readonly input?: string
  /** Resolves {@link startProcess} once standard output holds this. */
  readonly readyWhen?: RegExp
}

export interface RunningProcess {
  readonly pid: number
  /** What it has written so far, standard output and error together. */
  output(): string
  /** Kills it by its id and waits for its end; nothing where it has ended. */
  kill(): Promise<void>
}

/** Only ends what hangs: a busy machine takes its time. */
export const startLimitMs = 60_000

/** Starts a program that runs until it is killed, or this process has ended, however it did. */
export async function startProcess(
  command: string,
  args: readonly string[],
  { env, input = '', readyWhen }: ProcessOptions,
): Promise<RunningProcess> {
  const untilThisEnds = ['--pdeathsig', 'KILL', command, ...args]
  const child = spawn('setpriv', untilThisEnds, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = collect(child.stdout, child.stderr)
  await once(child, 'spawn')
  const { pid = 0 } = child
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  if (readyWhen) await waitForOutput(child, () => readyWhen.test(said.text()), said.text)
  return { pid, output: said.text, kill: () => kill(child) }
}

/** Runs a program to its end and gives its standard output; rejects where it fails. */
export async function run(
  command: string,
  args: readonly string[],
  { env, input = '' }: ProcessOptions,
): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: startLimitMs })
  const output = collect(child.stdout)
  const complaints = collect(child.stderr)
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaints.text()}`)
  return output.text()
}

/** True while a process with this id, or the group of a negative one, is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Ends every process whose environment or command line names a path in this folder, and waits for their end. */
export async function endProcessesOf(folder: string): Promise<void> {
  const endAll = () => {
    const pids = findProcessesOf(folder)
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended meanwhile.
      }
    }
    return pids
  }
  await expect.poll(endAll, { message: `everything in ${folder} ended`, intervals: [20] }).toEqual([])
}

function findProcessesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!(pid > 0) || pid === process.pid) return false
      return ['environ', 'cmdline'].some((name) =>
        readOrNothing(`/proc/${pid}/${name}`).includes(`${folder}/`),
      )
    })
}

/** Empty where the process has ended, or belongs to somebody else. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = once(child, 'exit')
  child.kill('SIGKILL')
  await end
}

function collect(...streams: readonly Readable[]): { text(): string } {
  let text = ''
  for (const stream of streams) {
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => {
      text += chunk
    })
  }
  return { text: () => text }
}

function waitForOutput(child: ChildProcess, isReady: () => boolean, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (how: string) => reject(new Error(`${child.spawnargs.join(' ')} ${how}: ${said()}`))
    const limit = setTimeout(() => fail('was not ready in time'), startLimitMs)
    const look = () => {
      if (!isReady()) return
      clearTimeout(limit)
      resolve()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) => {
      clearTimeout(limit)
      fail(`ended with ${code}`)
    })
    look()
  })
}
