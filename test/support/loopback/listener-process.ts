/*
 * A listener in a process of its own, to run where loopback addresses are missing. Bundled and started by
 * run-in-namespace.ts: `node listener-process.mjs`. Prints what came of it as JSON.
 */
import { writeSync } from 'node:fs'
import { ProblemError } from '../../../contract/problem.ts'
import { openLoopbackListener } from '../../../main/oauth/loopback-listener.ts'
import { systemClock } from '../../../main/system-clock.ts'

const state = 'a-state-of-the-test'
try {
  const listener = await openLoopbackListener({
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    state,
    isIssRequired: false,
    clock: systemClock,
  })
  const { redirectUri } = listener
  const { status } = await fetch(`${redirectUri}?code=any&state=${state}`)
  const { kind } = await listener.answer
  await listener.close()
  report({ redirectUri, status, kind })
} catch (error) {
  if (!(error instanceof ProblemError)) throw error
  report({ problem: error.problem })
}

function report(value: object): void {
  writeSync(1, JSON.stringify(value))
}
