import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Place } from './place.ts'
import { type Environment, type RunningProcess, run, startLimitMs, startProcess } from './processes.ts'

/**
 * `unlocked`, `locked`: a real gnome-keyring. `promptUnanswered`: locked, and the desktop asks for its password in a
 * window that nobody answers. `none`: a session bus on which nobody keeps secrets.
 */
export type KeyringState = 'unlocked' | 'locked' | 'promptUnanswered' | 'none'

/** A session bus of the test's own with a gnome-keyring on it. */
export interface Keyring {
  /** The place's environment with the bus. */
  readonly env: Environment
  lock(): Promise<void>
  unlock(): Promise<void>
  /** Deletes the key that Keyfold's secrets are encrypted with. */
  deleteKey(): Promise<void>
  /** How many keys of Keyfold's the keyring holds. */
  countKeys(): Promise<number>
  /** Kills the keyring's daemon. */
  kill(): Promise<void>
  /** Starts the keyring's daemon again, unlocked. */
  start(): Promise<void>
  close(): Promise<void>
}

const password = 'the test’s own keyring'
const secrets = 'org.freedesktop.secrets'
const loginCollection = '/org/freedesktop/secrets/collection/login'

export async function openKeyring(place: Place, state: KeyringState): Promise<Keyring> {
  const bus = await startBus(place, state === 'promptUnanswered')
  const env = { ...place.env, DBUS_SESSION_BUS_ADDRESS: bus.address }
  let daemon: RunningProcess | undefined

  const startDaemon = async () => {
    daemon = await startProcess(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets'],
      { env, input: password },
    )
    await waitForName(env)
  }
  const call = (method: string, ...args: string[]) =>
    run(
      'dbus-send',
      ['--session', '--print-reply', `--dest=${secrets}`, '/org/freedesktop/secrets', method, ...args],
      { env },
    )
  const keyring: Keyring = {
    env,
    async lock() {
      await call('org.freedesktop.Secret.Service.Lock', `array:objpath:${loginCollection}`)
    },
    async unlock() {
      await unlockLogin(join(place.root, 'run', 'keyring', 'control'))
    },
    async deleteKey() {
      await run('secret-tool', ['clear', 'application', 'Keyfold'], { env })
    },
    async countKeys() {
      const found = await run('secret-tool', ['search', '--all', 'application', 'Keyfold'], { env })
      return found.match(/^label = /gm)?.length ?? 0
    },
    async kill() {
      await daemon?.kill()
    },
    start: startDaemon,
    async close() {
      await daemon?.kill()
      await bus.kill()
    },
  }
  try {
    if (state !== 'none') await startDaemon()
    if (state === 'locked' || state === 'promptUnanswered') await keyring.lock()
  } catch (error) {
    await keyring.close()
    throw error
  }
  return keyring
}

const unlockOperation = 1

/**
 * Unlocks the login keyring of a running daemon as the login screen's PAM module does: over the daemon's control
 * socket, a zero byte for the credentials and then length, operation and password.
 */
async function unlockLogin(controlSocket: string): Promise<void> {
  const text = Buffer.from(password)
  const request = Buffer.alloc(13 + text.length)
  request.writeUInt32BE(12 + text.length, 1)
  request.writeUInt32BE(unlockOperation, 5)
  request.writeUInt32BE(text.length, 9)
  text.copy(request, 13)
  const socket = connect(controlSocket)
  socket.end(request)
  const answer = Buffer.concat(await socket.toArray())
  if (answer.length !== 8 || answer.readUInt32BE(4) !== 0) throw new Error('The keyring was not unlocked')
}

/** A bus that starts nothing by itself; with `hasPrompter` the window that asks for a keyring's password. */
async function startBus(place: Place, hasPrompter: boolean) {
  const address = `unix:path=${join(place.root, 'run', 'bus')}`
  const configuration = join(place.root, 'bus.conf')
  if (hasPrompter) {
    writeFileSync(
      join(place.root, 'run', 'prompter.service'),
      '[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/usr/libexec/gcr-prompter\n',
    )
  }
  writeFileSync(
    configuration,
    `<busconfig><type>session</type><listen>${address}</listen><auth>EXTERNAL</auth>
${hasPrompter ? `<servicedir>${join(place.root, 'run')}</servicedir>` : ''}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`,
  )
  const daemon = await startProcess(
    'dbus-daemon',
    [`--config-file=${configuration}`, '--nofork', '--print-address'],
    { env: place.env, readyWhen: /^unix:/m },
  )
  return { address, kill: daemon.kill }
}

async function waitForName(env: Environment): Promise<void> {
  const limit = Date.now() + startLimitMs
  const args = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
  ]
  while (!(await run('dbus-send', [...args, `string:${secrets}`], { env })).includes('boolean true')) {
    if (Date.now() > limit) throw new Error('The keyring did not come to the bus')
  }
}
