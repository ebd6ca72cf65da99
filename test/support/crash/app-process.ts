/*
 * The whole program without Electron, in a process of its own, to be killed at a step of a refresh.
 * `node app-process.mjs <folder> <step> <url>`: starts, says `ready`, waits for a line, then calls the API five times at
 * once, says what came of it as JSON, and ends. `step` is where it kills itself; see ./steps.ts.
 */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import type { Http } from '../../../main/ports.ts'
import { createTestHttp } from '../sign-in-run.ts'
import { createTestApp, createTestDisk } from '../test-app.ts'
import type { CrashReport } from './report.ts'

const [folder = '', step = 'none', url = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')

/** Kills the process at the n-th change of the disk after it was armed. */
let changesLeft = Number.POSITIVE_INFINITY
for (const name of ['open', 'rename', 'unlink'] as const) {
  const original = fs[name] as (...args: unknown[]) => Promise<unknown>
  const counted = (...args: unknown[]) => {
    changesLeft -= 1
    if (changesLeft < 0) die()
    return original(...args)
  }
  Object.assign(fs, { [name]: counted })
}
syncBuiltinESMExports()
const arm = (phase: string) => {
  const [kind, count] = step.split(':')
  if (kind === phase) changesLeft = Number(count)
}

const real = createTestHttp()
const http: Http = {
  ...real,
  async fetch(address, init = {}) {
    const isRefresh = String(init.body ?? '').includes('grant_type=refresh_token')
    if (isRefresh && step === 'before-send') die()
    const response = await real.fetch(address, init)
    if (isRefresh && step === 'after-answer') die()
    if (isRefresh) arm('write-after')
    return response
  },
}

const disk = createTestDisk(folder)
disk.setups = JSON.parse(readFileSync(join(folder, 'setups.json'), 'utf8'))
const app = createTestApp(disk, { http })
await app.start()
const [account] = (await app.must('app.snapshot', {})).slices.accounts
process.stdout.write('ready\n')
await once(process.stdin, 'data')
// The program's own timers do not keep a process alive; in Electron, windows do.
setInterval(() => {}, 1_000)

arm('write-before')
const answers = await Promise.all(
  Array.from({ length: 5 }, () => app.send({ accountId: account?.id ?? '', method: 'GET', url })),
)
if (step === 'after-write') die()
const [after] = (await app.must('app.snapshot', {})).slices.accounts
const report: CrashReport = {
  state: after?.state ?? 'gone',
  successes: answers.filter(({ head }) => head.ok && head.value.status === 200).length,
  ...(after?.problem && { title: after.problem.title }),
}
await app.close()
process.stdout.write(`${JSON.stringify(report)}\n`)
process.exit(0)
