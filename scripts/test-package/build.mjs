import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runBuilder } from '../package/builder.mjs'
import { layOutAppImageTools } from './appimage-tools.mjs'
import { layOutLinuxStandIn, layOutMacStandIn, layOutWindowsStandIn } from './stand-ins.mjs'

/** The version that the update tests update to. */
const nextVersion = '0.2.0'
/** Named in the packages; the tests ask another server, on loopback. */
const updateUrl = 'https://updates.keyfold.example/'

/** The update server of the tests, as the driven build names it. */
export const updateServerUrl = (port) => `http://127.0.0.1:${port}/`

const linuxTargets = ['tar.gz', 'deb', 'rpm', 'AppImage']

/**
 * Builds everything that the tests look at, into one folder: tar.gz, deb and rpm as `npm run package` makes them, and an
 * AppImage without its runtime; a deb of the next version that can be driven, in `next`; the packages for arm64 in
 * `arm64` and folders for Windows and macOS, over stand-ins.
 * @param {import('../runtime/ensure-runtime.mjs').Runtime} runtime
 * @param {string} folder
 * @param {(line: string) => void} say
 */
export function buildPackages(runtime, folder, say) {
  const appImageTools = join(folder, 'appimage-tools')
  layOutAppImageTools(appImageTools)
  const env = { ...process.env, KEYFOLD_UPDATE_URL: updateUrl, APPIMAGE_TOOLS_PATH: appImageTools }
  const build = (what, options) => {
    const startedMs = Date.now()
    const { exitCode, output } = runBuilder({ env, stdio: 'pipe', ...options })
    if (exitCode !== 0) throw new Error(`electron-builder did not make ${what}:\n${output}`)
    say(`built ${what} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`)
  }
  build('tar.gz, deb, rpm and AppImage', {
    args: ['--linux', ...linuxTargets, '--x64'],
    runtime,
    place: { output: folder },
  })
  build(`the deb of ${nextVersion}`, {
    args: ['--linux', 'deb', '--x64'],
    runtime,
    place: { output: join(folder, 'next'), version: nextVersion, isDriven: true },
  })
  for (const [args, name, layOut, output] of [
    [
      ['--linux', ...linuxTargets, '--arm64'],
      'the packages for arm64',
      layOutLinuxStandIn,
      join(folder, 'arm64'),
    ],
    [['--win', 'dir', '--x64'], 'the Windows folder', layOutWindowsStandIn, folder],
    [['--mac', 'dir', '--x64'], 'the macOS folder', layOutMacStandIn, folder],
  ]) {
    const standIn = join(folder, `stand-in${args[0]}`)
    mkdirSync(standIn)
    layOut(standIn)
    build(name, { args, runtime: { folder: standIn }, place: { output } })
  }
}
