import { ensureRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'
import { hasDisplay } from './session/display.mjs'
import { ensureBuild } from './setup/app-build.mjs'
import {
  ensureDebianPackages,
  packagesForPackageTests,
  packagesForPackaging,
  packagesForUnattended,
  packagesForWindow,
} from './setup/debian-packages.mjs'
import { nodeComplaint } from './setup/node-version.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'

/*
 * Runs before each npm script (`node scripts/setup.mjs <script>`): brings what that script needs, in a
 * line for each thing done, and is silent when nothing is missing. Until `ensureNpmPackages` has run
 * only Node's built-ins may be imported.
 */
const needs = {
  check: [],
  build: ['build'],
  start: hasDisplay() ? ['window', 'runtime', 'build'] : ['unattended', 'runtime', 'build'],
  dev: ['window', 'runtime'],
  demo: ['unattended', 'runtime', 'build'],
  test: ['unattended', 'runtime', 'build'],
  bench: ['unattended', 'runtime', 'build'],
  package: ['packaging', 'runtime', 'build'],
  'test:package': ['packageTests', 'runtime', 'build'],
}

const steps = {
  window: () => ensureDebianPackages(packagesForWindow, say),
  unattended: () => ensureDebianPackages(packagesForUnattended, say),
  packaging: () => ensureDebianPackages(packagesForPackaging, say),
  packageTests: () => ensureDebianPackages(packagesForPackageTests, say),
  runtime: () => ensureRuntime(say),
  build: () => ensureBuild(say),
}

const script = process.argv[2]
if (!Object.hasOwn(needs, script)) stop(`setup: name one of ${Object.keys(needs).join(', ')}`)

const complaint = nodeComplaint()
if (complaint) stop(complaint)

try {
  ensureNpmPackages(say)
  for (const step of needs[script]) await steps[step]()
} catch (error) {
  stop(error.message)
}
