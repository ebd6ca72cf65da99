import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file with which an administrator decides for all users of a computer: `{ "updates": "off" }`. */
export function policyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env.ProgramData ?? 'C:\\ProgramData', 'Keyfold', 'policy.json')
  if (platform === 'darwin') return '/Library/Application Support/Keyfold/policy.json'
  return '/etc/keyfold/policy.json'
}

/**
 * True where the administrator's policy lets Keyfold update itself: there is no policy file, or it does not say
 * `"updates": "off"`. A file that cannot be read or understood counts as off: somebody meant to restrict something.
 */
export function mayUpdate(file: string): boolean {
  try {
    const policy: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof policy === 'object' && policy !== null && !('updates' in policy && policy.updates !== 'on')
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}
