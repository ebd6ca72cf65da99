import { createHash, randomInt } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say } from './say.mjs'
import { ensureOrdinaryUser } from './session/ordinary-user.mjs'
import { runToEnd } from './session/processes.mjs'
import { artifactsFolder, openSession } from './session/session.mjs'
import { addUp, tallyPlaywright, tallyVitest, totalLine } from './test/tally.mjs'
import { buildPackages, updateServerUrl } from './test-package/build.mjs'
import {
  filesOutsideHomes,
  installedSizes,
  installPackage,
  layOutAppImage,
  layOutEmptyWindow,
  letInstalledBeDriven,
  removePackage,
} from './test-package/install.mjs'
import { answerRootRequests } from './test-package/root-requests.mjs'

/*
 * `npm run test:package`: builds the packages, reads them, and, as root on Debian, installs the deb and tries it as an
 * ordinary user: the release build from outside, then the same with the inspector's fuse on, driven.
 */
/** Of one stage; only ends what hangs. */
const limitMs = 10 * 60_000
const results = []
/** What was measured, for the end. */
const measured = []
mkdirSync(artifactsFolder, { recursive: true })
// Not under /tmp, which is often held in memory.
const folder = mkdtempSync('/var/tmp/keyfold-packages-')
chmodSync(folder, 0o755)
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const whyNotInstalled = reasonNotToInstall()
try {
  buildPackages(findRuntime(), folder, say)
  if (whyNotInstalled === undefined) await tryInstalled()
  else {
    await readArtifacts()
    show('installed', {
      passed: 0,
      failed: 0,
      skipped: [{ name: 'installed', reason: whyNotInstalled }],
      complaints: [],
    })
  }
} catch (error) {
  show('package', { passed: 0, failed: 1, skipped: [], complaints: [error.stack ?? String(error)] })
}
for (const line of measured) say(line)
const total = addUp(results)
for (const { name, reason } of total.skipped) process.stdout.write(`skipped: ${name}: ${reason}\n`)
process.stdout.write(`\n${totalLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0

function reasonNotToInstall() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux x64'
  if (process.getuid() !== 0) return 'needs root, to install the package'
  return ensureOrdinaryUser(say) ? undefined : 'needs an ordinary user'
}

async function tryInstalled() {
  const deb = findBuilt('.deb')
  const before = filesOutsideHomes()
  await installPackage(deb)
  let session
  let requests
  try {
    measureSizes(deb)
    const data = makeUsersFolder('data')
    const rootRequests = makeUsersFolder('requests')
    const updates = join(folder, 'next')
    const port = await findFreePort()
    const letDrive = () => letInstalledBeDriven(updateServerUrl(port))
    session = await openSession(findRuntime(), say, {
      KEYFOLD_APPIMAGE: await layOutAppImage(findBuilt('.AppImage'), join(folder, 'appimage')),
      KEYFOLD_ELECTRON: '/opt/Keyfold/keyfold',
      KEYFOLD_EMPTY_PROGRAM: await layOutEmptyWindow(join(folder, 'empty')),
      KEYFOLD_PACKAGE_DATA: data,
      KEYFOLD_ROOT_REQUESTS: rootRequests,
      KEYFOLD_UPDATE_FOLDER: updates,
      KEYFOLD_UPDATE_PORT: String(port),
    })
    await Promise.all([readArtifacts(), runStage(session, 'release')])
    await runStage(session, 'start')
    measureStart(join(session.artifacts, 'cold-start.json'))
    const kept = hashOf(data)
    await letDrive()
    await runStage(session, 'driven')
    requests = answerRootRequests({
      folder: rootRequests,
      update: findBuilt('.deb', updates),
      async goBack() {
        await installPackage(deb)
        await letDrive()
      },
    })
    await runStage(session, 'updates')
    removePackage()
    checkRemoval(before, data, kept)
  } finally {
    requests?.close()
    session?.close()
  }
}

async function readArtifacts() {
  const report = join(artifactsFolder, 'package-artifacts.json')
  rmSync(report, { force: true })
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const { exitCode, output } = await runToEnd(
    process.execPath,
    [cli, 'run', '--config', 'vitest.package.config.ts', ...reporters],
    { cwd: root, env: { ...process.env, KEYFOLD_PACKAGES: folder }, limitMs },
  )
  show('artifacts', tallyVitest(readIfThere(report), exitCode), output)
}

async function runStage(session, stage) {
  const cli = join(session.project, 'node_modules', 'playwright', 'cli.js')
  const args = [cli, 'test', '--config', 'playwright.package.config.ts']
  const { exitCode, output } = await session.runNode(['--import', stageImport(stage), ...args], { limitMs })
  const report = readIfThere(join(session.artifacts, `package-${stage}.json`))
  show(stage, tallyPlaywright(report, exitCode), output)
}

/** The session's environment is one for all its programs: the stage is told by a module instead. */
function stageImport(stage) {
  return `data:text/javascript,process.env.KEYFOLD_PACKAGE_STAGE='${stage}'`
}

function checkRemoval(before, data, kept) {
  const complaints = []
  const left = [...filesOutsideHomes()].filter((path) => !before.has(path))
  if (left.length > 0) complaints.push(`Removing the package left ${left.join(', ')}`)
  if (hashOf(data) !== kept) complaints.push('Removing the package changed the data of the person')
  const failed = complaints.length
  show('removal', { passed: 2 - failed, failed, skipped: [], complaints })
}

/** A folder of the ordinary user's own. */
function makeUsersFolder(name) {
  const { uid, gid } = ensureOrdinaryUser(say)
  const path = join(folder, name)
  mkdirSync(path, { mode: 0o700 })
  chownSync(path, uid, gid)
  return path
}

function hashOf(path) {
  const hash = createHash('sha256')
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function measureSizes(deb) {
  const { installed, archive } = installedSizes()
  const inMB = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`
  measured.push(
    `deb ${inMB(statSync(deb).size)} (zstd; releases use xz), installed ${inMB(installed)}`,
    `app.asar, our own code without the runtime: ${inMB(archive)} (limit: 3 MB)`,
  )
}

function measureStart(file) {
  const text = readIfThere(file)
  const { ours, empty, runs } = JSON.parse(text ?? '{}')
  if (runs === undefined) return
  const [oursMs, emptyMs] = [ours, empty].map((ms) => `${Math.round(ms)} ms`)
  const ratio = (ours / empty).toFixed(2)
  measured.push(
    `cold start, installed: ${oursMs} against ${emptyMs} of an empty window, ${ratio} (medians of ${runs}, goal 1.25)`,
  )
}

function findBuilt(ending, within = folder) {
  const name = readdirSync(within).find((one) => one.endsWith(ending))
  return join(within, name)
}

/** Below the ports that the system gives out by itself, so that it is still free when the update server comes. */
async function findFreePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    server.close()
    if (isFree) return port
  }
}

/** One line for a stage; where something failed, also the complaints and what its runner printed. */
function show(stage, tally, output = '') {
  results.push(tally)
  process.stdout.write(`${stage.padEnd(12)} ${totalLine(tally)}\n`)
  if (tally.failed > 0) process.stdout.write(`\n${[output.trimEnd(), ...tally.complaints].join('\n')}\n\n`)
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
