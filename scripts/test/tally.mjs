/**
 * @typedef {object} Tally what one stage of `npm test` came to
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {string[]} complaints failures that no test stands for: a runner that crashed, reported
 *   nothing or contradicts itself; each is counted in `failed`
 */

/**
 * A check that passes or fails as a whole, such as types and lint.
 * @returns {Tally}
 */
export function tallyCheck(exitCode) {
  return exitCode === 0 ? tally({ passed: 1 }) : tally({ failed: 1 })
}

/**
 * Adds up Vitest's JSON report.
 * @param {string | undefined} reportText the file's content, `undefined` where none was written
 * @param {number} exitCode Vitest's own
 * @param {(file: string) => boolean} [belongs] which test files to count
 * @returns {Tally}
 */
export function tallyVitest(reportText, exitCode, belongs = () => true) {
  const report = parse(reportText)
  if (!Array.isArray(report?.testResults)) return nothingReported('Vitest', exitCode)
  const result = tally({})
  for (const file of report.testResults.filter(({ name }) => belongs(name))) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') result.passed += 1
      else if (test.status === 'failed') result.failed += 1
      else result.skipped.push({ name: test.fullName.trim(), reason: reasonIn(test.title) })
    }
    const namesFailure = file.assertionResults.some(({ status }) => status === 'failed')
    if (file.status === 'failed' && !namesFailure)
      complain(result, `${file.name} failed outside its tests: ${file.message}`)
  }
  const failsSomewhere = report.testResults.some(({ status }) => status === 'failed')
  return concluded(result, 'Vitest', exitCode, failsSomewhere)
}

/**
 * Adds up Playwright's JSON report.
 * @param {string | undefined} reportText the file's content, `undefined` where none was written
 * @param {number} exitCode Playwright's own
 * @returns {Tally}
 */
export function tallyPlaywright(reportText, exitCode) {
  const report = parse(reportText)
  if (!Array.isArray(report?.suites)) return nothingReported('Playwright', exitCode)
  const result = tally({})
  for (const { name, test } of report.suites.flatMap((suite) => testsOf(suite, []))) {
    const mark = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    if (test.status === 'expected') result.passed += 1
    else if (test.status !== 'skipped') result.failed += 1
    else if (mark) result.skipped.push({ name, reason: mark.description ?? reasonIn(name) })
    else complain(result, `${name} was not run`)
  }
  for (const error of report.errors ?? []) complain(result, error.message ?? 'an error outside the tests')
  return concluded(result, 'Playwright', exitCode, result.failed > 0)
}

/** The sum of several tallies. */
export function addUp(tallies) {
  return tally({
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    skipped: tallies.flatMap(({ skipped }) => skipped),
    complaints: tallies.flatMap(({ complaints }) => complaints),
  })
}

/** The line that `npm test` ends with, for example `812 passed, 0 failed, 2 skipped`. */
export function totalLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`
}

function tally({ passed = 0, failed = 0, skipped = [], complaints = [] }) {
  return { passed, failed, skipped, complaints }
}

function complain(result, complaint) {
  result.failed += 1
  result.complaints.push(complaint)
}

function nothingReported(runner, exitCode) {
  const result = tally({})
  complain(result, `${runner} ended with exit code ${exitCode} and left no report that can be read`)
  return result
}

function concluded(result, runner, exitCode, explainsExitCode) {
  if (exitCode !== 0 && !explainsExitCode) {
    complain(result, `${runner} ended with exit code ${exitCode}, though its report holds no failure`)
  }
  if (result.passed + result.failed + result.skipped.length === 0) complain(result, `${runner} ran no test`)
  return result
}

function testsOf(suite, parents) {
  const path = suite.title ? [...parents, suite.title] : parents
  return [
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests.map((test) => ({ name: [...path, spec.title].join(' › '), test })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, path)),
  ]
}

/** A skipped test says why at the end of its name: `… (needs Windows)`. */
function reasonIn(name) {
  return /\(([^()]+)\)\s*$/.exec(name)?.[1] ?? 'no reason given'
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
