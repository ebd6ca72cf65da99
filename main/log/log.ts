import { appendFile, chmod, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock, Log } from '../ports.ts'

export interface LogOptions {
  /** Path of the file; the one before it gets `.1` at its end. */
  readonly file: string
  readonly clock: Clock
  /** Also writes each line to standard error, for developers. */
  readonly isEchoed?: boolean
}

/** A log that can be waited for. */
export interface FileLog extends Log {
  /** Resolves once what was logged so far is in the file, or was given up. */
  flush(): Promise<void>
}

const maxFileBytes = 1_000_000
const maxTextLength = 200
/** Lines that may wait for a slow disk; more are dropped. */
const maxWaitingLines = 1_000

type Facts = Readonly<Record<string, string | number | boolean>>

/**
 * Makes the log: a line of JSON for each event, with its facts and nothing else. The file is readable by its owner
 * only and is changed for a new one at 1 MB, with one previous kept. A disk that refuses loses lines, not the program.
 */
export function createLog({ file, clock, isEchoed = false }: LogOptions): FileLog {
  let waitingLines = 0
  let fileBytes: number | undefined
  let lastWrite = Promise.resolve()

  async function append(line: string): Promise<void> {
    fileBytes ??= await open(file)
    if (fileBytes > 0 && fileBytes + line.length > maxFileBytes) {
      await rename(file, `${file}.1`)
      fileBytes = 0
    }
    await appendFile(file, line, { mode: 0o600 })
    // Lines are ASCII: a character is a byte.
    fileBytes += line.length
  }

  function write(level: 'info' | 'warn', event: string, facts: Facts = {}): void {
    if (waitingLines >= maxWaitingLines) return
    const line = formatLine(new Date(clock.now()).toISOString(), level, event, facts)
    if (isEchoed) console.error(line.trimEnd())
    waitingLines++
    lastWrite = lastWrite
      .then(() => append(line))
      .catch(() => {
        // Looked at anew with the next line: the disk may have room again, or the folder may be gone.
        fileBytes = undefined
      })
      .finally(() => {
        waitingLines--
      })
  }

  return {
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    flush: () => lastWrite,
  }
}

/** Makes the folder and narrows an old file's mode; gives the file's size. */
async function open(file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  try {
    await chmod(file, 0o600)
    return (await stat(file)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}

function formatLine(time: string, level: string, event: string, facts: Facts): string {
  const entries = Object.entries(facts).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  )
  const cut = (text: string) => text.slice(0, maxTextLength)
  const kept = Object.fromEntries(
    entries.map(([name, value]) => [cut(name), typeof value === 'string' ? cut(value) : value]),
  )
  const json = JSON.stringify({ time, level, event: cut(event), facts: kept })
  // JSON escapes line breaks and C0; the rest could still steer a terminal or turn the reading direction.
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${ascii}\n`
}
