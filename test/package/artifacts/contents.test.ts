import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBuilt, unpack } from '../support/built.ts'

const ourCodeLimitBytes = 3_000_000
let tree: ReturnType<typeof unpack>
let archive: string

beforeAll(() => {
  tree = unpack(findBuilt('.deb'))
  archive = join(tree.folder, 'opt/Keyfold/resources/app.asar')
})
afterAll(() => tree.remove())

describe('what the archive holds', () => {
  it('I130 the built files and package.json, nothing else', () => {
    const files = listPackage(archive, { isPack: false }).filter((path) => /\.[a-z]+$/.test(path))
    const bundles = /^\/out\/(?:main|demo)\/[\w-]+\.js$|^\/out\/preload\/index\.cjs$/
    const page = /^\/out\/renderer\/(?:index\.html|assets\/[\w.-]+\.(?:js|css|svg|woff2))$/
    const others = files.filter((path) => !bundles.test(path) && !page.test(path))
    expect(others).toEqual(['/package.json'])
    for (const needed of [
      'main/index.js',
      'main/services.js',
      'preload/index.cjs',
      'demo/utility-process.js',
      'renderer/index.html',
    ]) {
      expect(files).toContain(`/out/${needed}`)
    }
  })

  it('I130 no source map, test, environment file or key', () => {
    const paths = listPackage(archive, { isPack: false })
    expect(
      paths.filter((path) => /\.map$|\.tsx?$|test|spec|\.env|\.pem$|\.key$|node_modules/.test(path)),
    ).toEqual([])
    const code = paths.filter((path) => path.endsWith('.js') || path.endsWith('.cjs'))
    const withMaps = code.filter((path) =>
      extractFile(archive, path.slice(1)).includes('//# sourceMappingURL=data:'),
    )
    expect(withMaps).toEqual([])
  })

  it('our own code is under 3 MB', () => {
    expect(statSync(archive).size).toBeLessThan(ourCodeLimitBytes)
  })

  it('a package.json without scripts and dependencies, marked as a test build', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString())
    expect(manifest).not.toHaveProperty('scripts')
    expect(manifest).not.toHaveProperty('devDependencies')
    expect(manifest).toMatchObject({ main: 'out/main/index.js', desktopName: 'keyfold.desktop' })
    expect(manifest.keyfold.testBuild).toMatch(/^made on Electron \d+\.\d+\.\d+$/)
    expect(manifest.keyfold).not.toHaveProperty('isDriven')
  })
})

describe('what the package holds beside the archive', () => {
  it('I130 one locale, no default app, no snapshot that is not used', () => {
    const folder = join(tree.folder, 'opt/Keyfold')
    expect(readdirSync(join(folder, 'locales'))).toEqual(['en-US.pak'])
    expect(readdirSync(folder)).not.toContain('browser_v8_context_snapshot.bin')
    expect(readdirSync(join(folder, 'resources')).sort()).toEqual([
      'LICENSE.txt',
      'THIRD-PARTY-NOTICES.txt',
      'app-update.yml',
      'app.asar',
      'apparmor-profile',
      'package-type',
    ])
  })

  it('readable for everybody, writable for root alone, no program with the rights of its owner', () => {
    const find = (...test: string[]) =>
      execFileSync('find', [tree.folder, '-mindepth', '1', ...test]).toString()
    expect(find('!', '-type', 'l', '-perm', '/o+w')).toBe('')
    expect(find('!', '-perm', '-o+r')).toBe('')
    expect(find('-perm', '/6000')).toBe('')
    const owners = execFileSync('dpkg-deb', ['-c', findBuilt('.deb')]).toString()
    expect(owners.split('\n').filter((line) => line !== '' && !line.includes(' root/root '))).toEqual([])
  })

  it('the licence of every package that is bundled', () => {
    const notices = readFileSync(join(tree.folder, 'opt/Keyfold/resources/THIRD-PARTY-NOTICES.txt'), 'utf8')
    const bundled = ['main', 'preload', 'renderer', 'demo'].flatMap((part) => {
      const list = readFileSync(join(import.meta.dirname, '../../../out', part, 'licenses.json'), 'utf8')
      return JSON.parse(list) as { name: string; version: string }[]
    })
    expect(bundled.length).toBeGreaterThan(50)
    for (const { name, version } of bundled) expect(notices).toContain(`\n${name} ${version} (`)
    expect(readdirSync(join(tree.folder, 'opt/Keyfold'))).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']),
    )
  })
})

describe('the desktop', () => {
  it('a desktop file that validates, starts the installed program and belongs to its window', () => {
    const file = join(tree.folder, 'usr/share/applications/keyfold.desktop')
    expect(execFileSync('desktop-file-validate', [file]).toString()).toBe('')
    const entry = readFileSync(file, 'utf8')
    expect(entry).toMatch(/^Exec=\/opt\/Keyfold\/keyfold %U$/m)
    expect(entry).toMatch(/^StartupWMClass=keyfold$/m)
    expect(entry).not.toContain('no-sandbox')
  })

  it('AppStream metadata that validates with the desktop file and the icon that it names', () => {
    const said = execFileSync('appstreamcli', ['validate-tree', '--no-net', tree.folder]).toString()
    expect(said).toContain('Validation was successful')
  })

  it('icons in the sizes that desktops ask for', () => {
    const sizes = readdirSync(join(tree.folder, 'usr/share/icons/hicolor')).sort()
    expect(sizes).toEqual(
      expect.arrayContaining(['16x16', '24x24', '32x32', '48x48', '64x64', '128x128', '256x256', '512x512']),
    )
  })

  it('an rpm for its architecture with the same files as the deb', () => {
    const rpm = findBuilt('.rpm')
    expect(execFileSync('rpm', ['-qp', '--qf', '%{NAME} %{ARCH} %{LICENSE}', rpm]).toString()).toBe(
      'keyfold x86_64 MIT',
    )
    const inRpm = execFileSync('rpm', ['-qpl', rpm]).toString()
    const inDeb = execFileSync('find', [tree.folder, '-type', 'f', '-printf', '/%P\n']).toString()
    for (const path of inDeb.split('\n').filter(Boolean)) expect(inRpm).toContain(`${path}\n`)
  })
})
