import { readFileSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { root } from '../paths.mjs'
import { findRuntime } from '../runtime/ensure-runtime.mjs'
import { runToEnd } from '../session/processes.mjs'
import { artifactsFolder, openSession } from '../session/session.mjs'
import { tallyCheck, tallyPlaywright, tallyVitest } from './tally.mjs'

// They only end what hangs: on a busy machine the end-to-end tests alone have taken ten minutes.
const checkLimitMs = 10 * 60_000
const vitestLimitMs = 15 * 60_000
const endToEndLimitMs = 30 * 60_000

/**
 * @typedef {object} StageResult
 * @property {string} stage
 * @property {import('./tally.mjs').Tally} tally
 * @property {number} durationMs
 * @property {string} output what the runner printed
 */

/** The stages of `npm test` by name, in the order in which they are shown. */
export const stageNames = ['types', 'lint', 'cases', 'unit', 'integration', 'e2e']

/** Types of every folder: `tsc -b`. @returns {Promise<StageResult[]>} */
export const checkTypes = () => check('types', bin('typescript', 'bin', 'tsc'), ['-b'])

/** Lint, format and the borders between folders: `biome check`. @returns {Promise<StageResult[]>} */
export const checkLint = () =>
  check('lint', bin('@biomejs', 'biome', 'bin', 'biome'), [
    'check',
    '--error-on-warnings',
    '--max-diagnostics=100',
  ])

/** docs/hostile-cases.md says what the tests' names say. @returns {Promise<StageResult[]>} */
export const checkCases = () => check('cases', join(root, 'scripts', 'hostile-cases.mjs'), ['--check'])

/**
 * Unit and integration tests, in one run of Vitest.
 * @param {('unit' | 'integration')[]} stages
 * @returns {Promise<StageResult[]>} one for each
 */
export async function runVitest(stages) {
  const reportFile = join(artifactsFolder, 'vitest.json')
  rmSync(reportFile, { force: true })
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`]
  const folders = stages.map((stage) => `test/${stage}/`)
  const started = Date.now()
  const { exitCode, output } = await runNode(
    [bin('vitest', 'vitest.mjs'), 'run', ...reporters, ...folders],
    vitestLimitMs,
  )
  const report = readReport(reportFile)
  return stages.map((stage) => ({
    stage,
    tally: tallyVitest(report, exitCode, (file) => file.includes(`${sep}test${sep}${stage}${sep}`)),
    durationMs: Date.now() - started,
    output,
  }))
}

/**
 * The app's end-to-end tests in the real Electron, in a session of their own.
 * @param {(line: string) => void} say
 * @returns {Promise<StageResult[]>}
 */
export async function runEndToEnd(say) {
  const started = Date.now()
  const session = await openSession(findRuntime(), say)
  try {
    const cli = join(session.project, 'node_modules', 'playwright', 'cli.js')
    const { exitCode, output } = await session.runNode([cli, 'test'], { limitMs: endToEndLimitMs })
    const report = readReport(join(session.artifacts, 'playwright.json'))
    return [
      { stage: 'e2e', tally: tallyPlaywright(report, exitCode), durationMs: Date.now() - started, output },
    ]
  } finally {
    session.close()
  }
}

async function check(stage, script, args) {
  const started = Date.now()
  const { exitCode, output } = await runNode([script, ...args], checkLimitMs)
  return [{ stage, tally: tallyCheck(exitCode), durationMs: Date.now() - started, output }]
}

function runNode(args, limitMs) {
  // What is printed is kept and shown later, so nothing in it is for a terminal.
  return runToEnd(process.execPath, args, { cwd: root, limitMs, env: { ...process.env, NO_COLOR: '1' } })
}

function bin(...path) {
  return join(root, 'node_modules', ...path)
}

function readReport(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
