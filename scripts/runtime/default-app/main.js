import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
// biome-ignore lint/correctness/noUndeclaredDependencies: this file runs inside Electron, which provides it
import { app } from 'electron'

/*
 * Stands where Electron's own default app stands: `electron <folder> [arguments]` starts the app in
 * that folder as if it were packaged. Nothing here may await `app.whenReady()` at top level: Electron
 * emits `ready` only after the main module has been evaluated.
 */
function start() {
  const folderArgument = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
  if (folderArgument === undefined) throw new Error('Name the folder of the app to start: electron <folder>')
  const folder = resolve(folderArgument)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

  Object.defineProperty(process, 'defaultApp', { value: true })
  app.setName(manifest.productName ?? manifest.name)
  if (manifest.version) app.setVersion(manifest.version)
  if (process.platform === 'linux') app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`)
  app.setAppPath(folder)

  import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href).catch(fail)
}

function fail(error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  app.exit(1)
}

try {
  start()
} catch (error) {
  fail(error)
}
