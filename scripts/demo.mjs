import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'
import { artifactsFolder, openSession } from './session/session.mjs'

/*
 * `npm run demo`: the main job, unattended, in a session of its own. What is done in it is
 * test/demo/unattended.spec.ts; its steps are printed as they end by demo/step-reporter.mjs.
 */
const limitMs = 3 * 60_000
const screenshot = join(artifactsFolder, 'demo.png')
rmSync(screenshot, { force: true })

say(`starting the app on ${findRuntime().why}`)
const session = await openSession(findRuntime(), say).catch((error) => stop(error.message))
try {
  const cli = join(session.project, 'node_modules', 'playwright', 'cli.js')
  const args = [cli, 'test', '--config', 'playwright.demo.config.ts']
  const { exitCode } = await session.runNode(args, { limitMs, stdio: 'inherit' })
  process.exitCode = exitCode
} finally {
  session.close()
}
if (existsSync(screenshot)) say(`screenshot: ${relative(root, screenshot)}`)
