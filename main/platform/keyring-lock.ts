import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const service = 'org.freedesktop.secrets'
const collection = '/org/freedesktop/secrets/aliases/default'
const property = ['org.freedesktop.Secret.Collection', 'Locked']
const getProperty = 'org.freedesktop.DBus.Properties.Get'
const timeoutMs = 3_000

/** The ways to read a property over D-Bus; a desktop has at least one of these programs. */
const ways: readonly (readonly [program: string, args: readonly string[]])[] = [
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest',
      service,
      '--object-path',
      collection,
      '--method',
      getProperty,
      ...property,
    ],
  ],
  ['busctl', ['--user', 'get-property', service, collection, ...property]],
  [
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', `--dest=${service}`, collection, getProperty],
      ...property.map((text) => `string:${text}`),
    ],
  ],
]

/**
 * True where the Secret Service says that its default collection, the one that libsecret uses, is locked. Asking shows
 * no prompt. False where it is not locked and where it cannot be told. Never rejects.
 *
 * https://specifications.freedesktop.org/secret-service/latest/org.freedesktop.Secret.Collection.html
 */
export async function isDefaultCollectionLocked(): Promise<boolean> {
  for (const [program, args] of ways) {
    try {
      const { stdout } = await promisify(execFile)(program, args, { timeout: timeoutMs })
      return /\btrue\b/.test(stdout)
    } catch {
      // Not installed, no session bus, no such collection: the next one, or not to be told.
    }
  }
  return false
}
