import { runBuilder } from './package/builder.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'

/*
 * `npm run package`: installers for this system, in dist/. Names of targets choose some of them
 * (`npm run package -- deb`, `-- dir`), options go to electron-builder (`-- --arm64`).
 *
 * On the declared Electron it is what a release does, signing left to the environment. On any other it is a test
 * build: made with the system's own tools instead of electron-builder's, named `test-build`, and saying so in
 * its window.
 */
const args = process.argv.slice(2)
const systemOption = { linux: '--linux', darwin: '--mac', win32: '--win' }[process.platform]
/** What can be made without fetching anything. */
const reachableTargets = process.platform === 'linux' ? ['tar.gz', 'deb', 'rpm'] : ['dir']

const runtime = findRuntime()
const isRelease = runtime.source === 'declared'
say(`packaging on ${runtime.why}`)
if (!isRelease) say('this is a test build: not for use with real accounts, and its window says so')
try {
  const { exitCode } = runBuilder({ args: builderArgs(), ...(!isRelease && { runtime }) })
  process.exitCode = exitCode
} catch (error) {
  stop(error.message)
}

function builderArgs() {
  if (args.some((argument) => ['--linux', '--mac', '--win'].includes(argument))) return args
  const namesTargets = args.some((argument) => !argument.startsWith('-'))
  if (namesTargets || isRelease) return [systemOption, ...args]
  say(`making ${reachableTargets.join(', ')}; the other targets need tools that only releases fetch`)
  return [systemOption, ...reachableTargets, ...args]
}
