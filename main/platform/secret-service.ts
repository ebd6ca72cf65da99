import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/*
 * What the desktop's Secret Service, the keyring behind libsecret, says of itself over D-Bus. Asking shows no prompt.
 * https://specifications.freedesktop.org/secret-service/latest/
 */

const service = 'org.freedesktop.secrets'
const timeoutMs = 3_000

interface Call {
  readonly destination: string
  readonly path: string
  /** Interface and member. */
  readonly method: readonly [string, string]
  readonly args?: readonly string[]
}

/** The ways to call over D-Bus; a desktop has at least one of these programs. */
const ways: ReadonlyArray<readonly [program: string, toArgs: (call: Call) => readonly string[]]> = [
  [
    'gdbus',
    ({ destination, path, method, args = [] }) => [
      ...['call', '--session', '--dest', destination, '--object-path', path],
      ...['--method', method.join('.'), ...args],
    ],
  ],
  [
    'busctl',
    ({ destination, path, method, args = [] }) => [
      ...['--user', 'call', destination, path, ...method],
      ...(args.length === 0 ? [] : ['s'.repeat(args.length), ...args]),
    ],
  ],
  [
    'dbus-send',
    ({ destination, path, method, args = [] }) => [
      ...['--session', '--print-reply=literal', `--dest=${destination}`, path, method.join('.')],
      ...args.map((text) => `string:${text}`),
    ],
  ],
]

/**
 * True where the Secret Service says that its default collection, the one that libsecret uses, is locked. False where
 * it is not locked and where it cannot be told. Never rejects.
 */
export async function isDefaultCollectionLocked(): Promise<boolean> {
  const answer = await ask({
    destination: service,
    path: '/org/freedesktop/secrets/aliases/default',
    method: ['org.freedesktop.DBus.Properties', 'Get'],
    args: ['org.freedesktop.Secret.Collection', 'Locked'],
  })
  return answer !== undefined && /\btrue\b/.test(answer)
}

/**
 * False where there is no session bus, or it knows of no Secret Service, neither running nor to be started. Undefined
 * where it cannot be told. Never rejects.
 */
export async function hasSecretService(): Promise<boolean | undefined> {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtimeDir } = process.env
  if (!address && !(runtimeDir && existsSync(join(runtimeDir, 'bus')))) return false
  const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' }
  const [running, startable] = await Promise.all([
    ask({ ...bus, method: ['org.freedesktop.DBus', 'ListNames'] }),
    ask({ ...bus, method: ['org.freedesktop.DBus', 'ListActivatableNames'] }),
  ])
  if (running === undefined || startable === undefined) return undefined
  return `${running} ${startable}`.includes(service)
}

/** What the first program that can make the call prints; undefined where none can. */
async function ask(call: Call): Promise<string | undefined> {
  for (const [program, toArgs] of ways) {
    try {
      return (await promisify(execFile)(program, toArgs(call), { timeout: timeoutMs })).stdout
    } catch {
      // Not installed, no session bus, no such object: the next one, or not to be told.
    }
  }
  return undefined
}
