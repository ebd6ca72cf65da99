import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, endProcessesOf } from './processes.ts'

/** The folders of one test: a home of its own with everything that the app, the keyring and the browser write. */
export interface Place {
  readonly root: string
  /** Keyfold's own data folder. */
  readonly dataFolder: string
  readonly applications: string
  readonly config: string
  readonly keyrings: string
  readonly browserProfile: string
  /** First on the PATH. */
  readonly bin: string
  /** The environment of every program of this test, without a session bus. */
  readonly env: Environment
  /** Ends what still runs in these folders, such as a browser that was just being opened, and removes them. */
  remove(): Promise<void>
}

/** Makes the folders. Their path is short because those of Unix sockets must be. */
export function makePlace(display: string): Place {
  const root = mkdtempSync(join(tmpdir(), 'keyfold-e2e-'))
  const folder = (...path: string[]) => {
    const made = join(root, ...path)
    mkdirSync(made, { recursive: true, mode: 0o700 })
    return made
  }
  const home = folder('home')
  const config = folder('config')
  const data = folder('data')
  const bin = folder('bin')
  return {
    root,
    dataFolder: join(config, 'Keyfold'),
    applications: folder('data', 'applications'),
    config,
    keyrings: join(data, 'keyrings'),
    browserProfile: folder('browser'),
    bin,
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      HOME: home,
      DISPLAY: display,
      LANG: 'C.UTF-8',
      XDG_CONFIG_HOME: config,
      XDG_DATA_HOME: data,
      XDG_CACHE_HOME: folder('cache'),
      XDG_RUNTIME_DIR: folder('run'),
      // GTK would look for a screen reader on the bus, and start what it finds there.
      NO_AT_BRIDGE: '1',
    },
    async remove() {
      await endProcessesOf(root)
      // Another thread of a process that was killed may still be in the middle of a write.
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
