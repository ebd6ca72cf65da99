import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Why system calls cannot be watched, to stand at the end of a test's title; empty where they can. */
export function traceReason(): string {
  const { status } = spawnSync('strace', ['-f', '-y', '-o', '/dev/null', 'true'])
  return status === 0 ? '' : ' (needs strace and a system that lets it trace)'
}

/** A system call that succeeded; `begin` and `end` are places in the order of all beginnings and endings. */
export interface TracedCall {
  readonly name: string
  /** As strace prints them, with the path beside each descriptor: `21</a/path>, "text", 4`. */
  readonly args: string
  readonly begin: number
  readonly end: number
}

const watched = [
  ...['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'ftruncate'],
  ...['fsync', 'fdatasync', 'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat'],
]

/** Lets vault-process.ts write into a vault below `parent` until it has said `lastLine`, and returns what it called. */
export async function traceWrites(script: string, parent: string, lastLine: string): Promise<TracedCall[]> {
  const output = join(parent, 'trace')
  const flags = ['-f', '-y', '-s', '32', '-e', `trace=${watched}`, '-o', output]
  const writer = spawn('strace', [...flags, process.execPath, script, 'write-forever', parent], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // What goes through an io_uring is no system call of its own.
    env: { ...process.env, UV_USE_IO_URING: '0' },
  })
  const exit = once(writer, 'exit')
  for await (const line of createInterface(writer.stdout)) if (line === lastLine) break
  // The next line that the process writes ends it, and strace with it.
  writer.stdout.destroy()
  await exit
  return readTrace(readFileSync(output, 'utf8'))
}

/** Threads take turns: a call during which another one prints is cut into `… <unfinished ...>` and `<... resumed>…`. */
function readTrace(trace: string): TracedCall[] {
  const unfinished = new Map<string, { readonly text: string; readonly begin: number }>()
  const calls: TracedCall[] = []
  for (const [at, line] of trace.split('\n').entries()) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const [, head] = /^(.*?) *<unfinished \.\.\.>$/.exec(text) ?? []
    if (head !== undefined) {
      unfinished.set(thread, { text: head, begin: at })
      continue
    }
    const [, tail] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? []
    const start = tail === undefined ? undefined : unfinished.get(thread)
    const [, name, args] = /^(\w+)\((.*)\) += \d+/.exec(start ? `${start.text}${tail}` : text) ?? []
    if (name === undefined || args === undefined) continue
    calls.push({ name, args, begin: start?.begin ?? at, end: at })
  }
  return calls
}
