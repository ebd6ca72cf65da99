import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const name = 'keyfold-tester'

/**
 * @typedef {object} OrdinaryUser
 * @property {string} name
 * @property {number} uid
 * @property {number} gid
 * @property {string} home
 */

/**
 * The user without rights as whom root runs the app and its tests; made when it is missing.
 * @returns {OrdinaryUser | undefined} `undefined` where none can be made
 */
export function ensureOrdinaryUser(say) {
  const found = findUser()
  if (found || !isInstalled('setpriv')) return found
  const comment = "Runs Keyfold's tests and demo"
  const result = spawnSync('useradd', [
    '--create-home',
    '--shell',
    '/usr/sbin/nologin',
    '--comment',
    comment,
    name,
  ])
  if (result.status !== 0) return undefined
  say(`made the user ${name}, as whom the app runs under test`)
  return findUser()
}

/**
 * The command line that runs a program as that user with these environment variables and no others.
 * @param {OrdinaryUser} user
 * @param {Record<string, string>} env
 * @returns {[string, string[]]}
 */
export function asUser(user, env, command, args) {
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`)
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups']
  return ['setpriv', [...identity, 'env', '-i', ...variables, command, ...args]]
}

/** Whether programs of this user can make namespaces of their own, on which Chromium's sandbox stands. */
export function canSandbox(user) {
  const env = { PATH: process.env.PATH }
  const [command, args] = user
    ? asUser(user, env, 'unshare', ['--user', 'true'])
    : ['unshare', ['--user', 'true']]
  return spawnSync(command, args).status === 0
}

function findUser() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return undefined
  const [, , uid, gid, , home] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid), home }
}

function isInstalled(command) {
  return spawnSync(command, ['--version']).error === undefined
}
