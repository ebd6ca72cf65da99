import { mkdirSync } from 'node:fs'
import { say, stop } from './say.mjs'
import { artifactsFolder } from './session/session.mjs'
import { checkCases, checkLint, checkTypes, runEndToEnd, runVitest, stageNames } from './test/stages.mjs'
import { addUp, totalLine } from './test/tally.mjs'

/*
 * `npm test` runs everything, `npm test -- unit e2e` only the stages named. The checks run beside the
 * unit and integration tests; the end-to-end tests run alone, since they wait for real windows.
 */
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !stageNames.includes(name))
if (unknown.length > 0)
  stop(`There is no stage ${unknown.join(', ')}. The stages are ${stageNames.join(', ')}.`)
const isChosen = (name) => chosen.length === 0 || chosen.includes(name)

mkdirSync(artifactsFolder, { recursive: true })
const results = []
const vitestStages = ['unit', 'integration'].filter(isChosen)
await Promise.all([runChecks(), ...(vitestStages.length > 0 ? [runVitest(vitestStages).then(show)] : [])])
if (isChosen('e2e')) {
  say('running the end-to-end tests in the real app')
  await runEndToEnd(say).then(show, (error) => show([sessionFailed(error)]))
}

const total = addUp(results.map(({ tally }) => tally))
for (const { name, reason } of total.skipped) process.stdout.write(`skipped: ${name}: ${reason}\n`)
process.stdout.write(`\n${totalLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0

async function runChecks() {
  if (isChosen('types')) show(await checkTypes())
  if (isChosen('lint')) show(await checkLint())
  if (isChosen('cases')) show(await checkCases())
}

/** One line for a stage; where something failed, also the complaints and all that its runner printed. */
function show(stageResults) {
  results.push(...stageResults)
  for (const { stage, tally, durationMs } of stageResults) {
    const seconds = (durationMs / 1000).toFixed(1)
    process.stdout.write(`${stage.padEnd(12)} ${totalLine(tally)} (${seconds} s)\n`)
  }
  const failed = stageResults.filter(({ tally }) => tally.failed > 0)
  if (failed.length === 0) return
  const complaints = [...new Set(failed.flatMap(({ tally }) => tally.complaints))]
  process.stdout.write(`\n${failed[0].output.trimEnd()}\n${complaints.map((line) => `${line}\n`).join('')}\n`)
}

function sessionFailed(error) {
  const tally = { passed: 0, failed: 1, skipped: [], complaints: [error.message] }
  return { stage: 'e2e', tally, durationMs: 0, output: '' }
}
