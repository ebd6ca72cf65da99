import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
// biome-ignore lint/correctness/noUndeclaredDependencies: this file runs inside Electron, which provides it
import { app } from 'electron'

/*
 * Stands where Electron's own default app stands: `electron <folder> [arguments]` starts the app in
 * that folder as if it were packaged. The import is awaited at top level, as Electron's own does: `ready`
 * is emitted only after the main module has been evaluated, and the app's has work to do before that.
 */
async function start() {
  // As Electron's own: `-r <file>` is loaded before the app.
  const option = process.argv.indexOf('-r')
  if (option > 0) createRequire(import.meta.url)(resolve(process.argv.splice(option, 2)[1]))
  const folderArgument = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
  if (folderArgument === undefined) throw new Error('Name the folder of the app to start: electron <folder>')
  const folder = resolve(folderArgument)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

  Object.defineProperty(process, 'defaultApp', { value: true })
  app.setName(manifest.productName ?? manifest.name)
  if (manifest.version) app.setVersion(manifest.version)
  if (process.platform === 'linux') app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`)
  app.setAppPath(folder)

  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href)
}

function fail(error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  app.exit(1)
}

try {
  await start()
} catch (error) {
  fail(error)
}
