import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'
import { artifactsFolder, openSession } from './session/session.mjs'

/*
 * `npm run bench [-- <word>]`: speed as ratios side by side in one run (medians of at least ten), never as times, which
 * do not carry over from one machine to another. Ends with 1 when a goal is missed. A word limits it to the measures
 * whose file has it in its name.
 */
const limitMs = 20 * 60_000
const reportFile = join(artifactsFolder, 'bench.json')
rmSync(reportFile, { force: true })

const runtime = findRuntime()
say(`measuring on ${runtime.why}`)
const session = await openSession(runtime, say).catch((error) => stop(error.message))
let exitCode = 1
try {
  const cli = join(session.project, 'node_modules', 'playwright', 'cli.js')
  const args = [cli, 'test', '--config', 'playwright.bench.config.ts', ...process.argv.slice(2)]
  ;({ exitCode } = await session.runNode(args, { limitMs, stdio: 'inherit' }))
} finally {
  session.close()
}

const measures = readMeasures()
const missed = measures.filter(({ ours, reference, goal }) => goal !== undefined && ours / reference > goal)
for (const measure of measures) process.stdout.write(`${line(measure)}\n`)
if (exitCode !== 0) process.stdout.write('a measure failed\n')
process.stdout.write(missed.length > 0 ? `${missed.length} goals missed\n` : 'no goal missed\n')
process.exitCode = exitCode !== 0 || missed.length > 0 || measures.length === 0 ? 1 : 0

function line(measure) {
  const { what, against, ours, reference, unit, goal, runs } = measure
  const ratio = ours / reference
  const verdict =
    goal === undefined ? '' : ratio > goal ? ` MISSED ${formatGoal(goal)}` : ` goal ${formatGoal(goal)}`
  const amounts = `${ours.toPrecision(3)} to ${reference.toPrecision(3)} ${unit}, n = ${runs}`
  return `${ratio.toFixed(ratio < 0.1 ? 3 : 2).padStart(6)}  ${what} / ${against} (${amounts})${verdict}`
}

function formatGoal(goal) {
  return goal < 0.1 ? `1/${Math.round(1 / goal)}` : String(goal)
}

function readMeasures() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return []
  }
}
