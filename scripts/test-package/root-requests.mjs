import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const policyFolder = '/etc/keyfold'

/**
 * Does for tests that run as an ordinary user what only root may: install the one update that was built for them,
 * where a desktop would ask for a password (`pkexec /bin/bash -c 'dpkg -i <file>'`), go back to the older version, and
 * write or remove the policy. Whatever else is asked is refused.
 * @param {object} options
 * @param {string} options.folder the user's folder for requests; each is answered by its exit code
 * @param {string} options.update the deb that may be installed
 * @param {() => Promise<void>} options.goBack
 * @returns {{ close: () => void }}
 */
export function answerRootRequests({ folder, update, goBack }) {
  const updateHash = hashOf(update)
  const doers = {
    goBack,
    forbidUpdates: () => {
      mkdirSync(policyFolder, { recursive: true })
      writeFileSync(join(policyFolder, 'policy.json'), '{ "updates": "off" }\n')
    },
    allowUpdates: () => rmSync(policyFolder, { recursive: true, force: true }),
  }

  async function answer(name) {
    const path = join(folder, name)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    rmSync(path)
    const exitCode = await run(lines).catch(() => 1)
    const answerFile = path.replace(/\.request$/, '.answer')
    writeFileSync(`${answerFile}.tmp`, String(exitCode))
    renameSync(`${answerFile}.tmp`, answerFile)
  }

  async function run(lines) {
    const [name] = lines
    if (lines.length === 1 && Object.hasOwn(doers, name)) {
      await doers[name]()
      return 0
    }
    const file = /^dpkg -i (\S+\.deb)$/.exec(lines.at(-1))?.[1]
    if (file === undefined || lines.at(-3) !== '/bin/bash' || hashOf(file) !== updateHash) return 126
    return spawnSync('dpkg', ['--install', file]).status ?? 1
  }

  let isBusy = false
  const timer = setInterval(async () => {
    if (isBusy) return
    isBusy = true
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.request'))) await answer(name)
    isBusy = false
  }, 100)
  return {
    close() {
      clearInterval(timer)
      doers.allowUpdates()
    },
  }
}

function hashOf(file) {
  return createHash('sha512').update(readFileSync(file)).digest('hex')
}
