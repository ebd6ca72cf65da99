/**
 * A Playwright reporter for a run that people watch: each `test.step` of the first level in a line with
 * the seconds since the start and its own, what the run prints as it is, and errors in full.
 */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter from the default export
export default class StepReporter {
  #startedMs = Date.now()

  printsToStdio() {
    return true
  }

  onStdOut(chunk) {
    process.stdout.write(chunk)
  }

  onStdErr(chunk) {
    process.stderr.write(chunk)
  }

  onStepEnd(_test, _result, step) {
    if (step.category !== 'test.step' || step.parent?.category === 'test.step') return
    const sinceStart = ((Date.now() - this.#startedMs) / 1000).toFixed(1).padStart(6)
    const took = `${(step.duration / 1000).toFixed(2)} s`.padStart(8)
    process.stdout.write(`${sinceStart} s  ${step.error ? 'FAILED' : 'done  '} ${took}  ${step.title}\n`)
  }

  onTestEnd(_test, result) {
    for (const error of result.errors)
      process.stderr.write(`\n${error.stack ?? error.message ?? error.value}\n`)
  }

  onError(error) {
    process.stderr.write(`${error.stack ?? error.message}\n`)
  }
}
