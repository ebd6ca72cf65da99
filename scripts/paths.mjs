import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's own folder, absolute and without a trailing separator. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/**
 * The folder outside the repository where Keyfold's scripts keep what is costly to fetch:
 * `$XDG_CACHE_HOME/keyfold`, or what the system uses in its place.
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'keyfold')
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'keyfold', 'cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'keyfold')
  return join(homedir(), '.cache', 'keyfold')
}
