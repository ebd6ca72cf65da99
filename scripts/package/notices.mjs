import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../paths.mjs'

/** What the bundler wrote beside each bundle: the packages whose code it holds, with their licences' texts. */
const lists = ['main', 'preload', 'renderer', 'demo'].map((part) => join(root, 'out', part, 'licenses.json'))

/**
 * The packages of npm whose code is in the bundles, each once, by name.
 * @returns {{ name: string, version: string, identifier?: string, text?: string }[]}
 */
export function bundledPackages() {
  const byKey = new Map()
  for (const list of lists) {
    for (const one of JSON.parse(readFileSync(list, 'utf8'))) byKey.set(`${one.name}@${one.version}`, one)
  }
  return [...byKey.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Writes out/notices/THIRD-PARTY-NOTICES.txt: name, version, licence and its text for everything shipped. */
export function writeNotices() {
  const packages = bundledPackages()
  const unnamed = packages.filter(({ identifier, text }) => !identifier && !text)
  if (unnamed.length > 0) {
    throw new Error(`No licence is known of ${unnamed.map(({ name }) => name).join(', ')}`)
  }
  const head =
    'Keyfold holds the following packages. Electron and Chromium, on which it runs, state theirs in\n' +
    'LICENSE.electron.txt and LICENSES.chromium.html.\n'
  const notices = packages.map(
    ({ name, version, identifier, text }) =>
      `${'-'.repeat(78)}\n${name} ${version}${identifier ? ` (${identifier})` : ''}\n\n${text?.trim() ?? ''}\n`,
  )
  const file = join(root, 'out', 'notices', 'THIRD-PARTY-NOTICES.txt')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, [head, ...notices].join('\n'))
}
