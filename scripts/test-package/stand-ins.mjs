import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/*
 * Folders laid out as Electron's for Windows, macOS and Linux on ARM, with files that start nowhere: enough for electron-builder to
 * package over, so that names, metadata, fuses and integrity can be read on any system.
 */

/** Any version: a folder named by a stand-in's electronVersion is never started. */
const standInVersion = '45.0.0'

/** Where `@electron/fuses` finds and flips an Electron's fuses: a marker, the wire's version, its length, the fuses. */
function fuseWire() {
  const fuses = '10110010'
  return Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses),
  ])
}

/** For arm64. @param {string} folder to be made */
export function layOutLinuxStandIn(folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'electron'), Buffer.concat([armHeader(), fuseWire()]), { mode: 0o755 })
  writeFileSync(join(folder, 'chrome-sandbox'), '', { mode: 0o755 })
  for (const locale of ['de', 'en-US']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
  layOutLicences(folder)
}

/** @param {string} folder to be made */
export function layOutWindowsStandIn(folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'electron.exe'), Buffer.concat([emptyProgram(), fuseWire()]))
  for (const locale of ['de', 'en-US']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
  layOutLicences(folder)
}

/**
 * As the archive that electron-builder downloads: of a folder it takes the bundle alone, without the licences beside it.
 * @param {string} target to be made
 */
export function layOutMacStandIn(target) {
  const folder = join(target, 'unpacked')
  layOutBundle(join(folder, 'Electron.app'), 'Electron')
  const frameworks = join(folder, 'Electron.app', 'Contents', 'Frameworks')
  for (const ending of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    layOutBundle(join(frameworks, `Electron Helper${ending}.app`), `Electron Helper${ending}`)
  }
  const framework = join(frameworks, 'Electron Framework.framework')
  const versionFolder = join(framework, 'Versions', 'A')
  layOutLocales(join(versionFolder, 'Resources'))
  writeFileSync(join(versionFolder, 'Electron Framework'), fuseWire())
  symlinkSync(join('Versions', 'A', 'Electron Framework'), join(framework, 'Electron Framework'))
  layOutLicences(folder)
  writeFileSync(join(target, 'version'), standInVersion)
  const archive = join(target, `electron-v${standInVersion}-darwin-x64.zip`)
  execFileSync('7zz', ['a', '-snl', archive, '.'], { cwd: folder, stdio: 'ignore' })
  rmSync(folder, { recursive: true })
}

function layOutBundle(bundle, name) {
  const contents = join(bundle, 'Contents')
  mkdirSync(join(contents, 'MacOS'), { recursive: true })
  layOutLocales(join(contents, 'Resources'))
  writeFileSync(join(contents, 'MacOS', name), '')
  writeFileSync(
    join(contents, 'Info.plist'),
    `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleName</key><string>${name}</string>
</dict></plist>
`,
  )
}

function layOutLocales(folder) {
  for (const locale of ['de', 'en']) {
    mkdirSync(join(folder, `${locale}.lproj`), { recursive: true })
    writeFileSync(join(folder, `${locale}.lproj`, 'locale.pak'), '')
  }
}

function layOutLicences(folder) {
  writeFileSync(join(folder, 'version'), standInVersion)
  writeFileSync(join(folder, 'LICENSE'), '')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '')
}

/** The header of a program for 64-bit ARM, without a program. */
function armHeader() {
  const header = Buffer.alloc(64)
  // ELF, 64 bits, little-endian, version 1; then: executable, AArch64, version 1.
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  header.writeUInt16LE(2, 16)
  header.writeUInt16LE(183, 18)
  header.writeUInt32LE(1, 20)
  header.writeUInt16LE(64, 52)
  return header
}

/** A Windows program without code, with the version resource that electron-builder edits. */
function emptyProgram() {
  const builder = createRequire(import.meta.resolve('electron-builder'))
  const { NtExecutable, NtExecutableResource, Resource } = createRequire(builder.resolve('app-builder-lib'))(
    'resedit',
  )
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(program)
  return Buffer.from(program.generate())
}
