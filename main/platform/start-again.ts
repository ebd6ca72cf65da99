import { spawn } from 'node:child_process'

/** Waits for a process to end, then becomes the program that follows. */
const waitAndStart = 'while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; shift; exec "$@"'

/**
 * Starts the program at the same path once this process has ended, with the same arguments. For a program whose files a
 * package manager has replaced while it ran: Electron's own relaunch goes by the deleted file and starts nothing.
 */
export function startAgainAtEnd(): void {
  const program = [process.execPath, ...process.argv.slice(1)]
  const args = ['-c', waitAndStart, 'sh', String(process.pid), ...program]
  spawn('/bin/sh', args, { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}
