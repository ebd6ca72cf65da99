import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startProcess } from './processes.ts'

export interface Display {
  /** The value of DISPLAY. */
  readonly name: string
  close(): Promise<void>
}

/**
 * Starts an X server without a screen. Each worker has one of its own, because a display has one clipboard and one
 * focus; where Xvfb is not installed, the present display is used.
 */
export async function openDisplay(): Promise<Display> {
  const present = process.env.DISPLAY
  const hasXvfb = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'Xvfb')))
  if (!hasXvfb && present) return { name: present, close: async () => {} }
  const env = { PATH: process.env.PATH ?? '' }
  const args = ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-dpi', '96']
  const server = await startProcess('Xvfb', args, { env, readyWhen: /^\d+\n/m })
  return { name: `:${/^\d+$/m.exec(server.output())?.[0]}`, close: server.kill }
}
