import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBuilt, unpack } from '../support/built.ts'

/* Without the runtime in front, which is fetched from GitHub: everything else is as in a release. */

let tree: ReturnType<typeof unpack>

beforeAll(() => {
  tree = unpack(findBuilt('.AppImage'))
})
afterAll(() => tree.remove())

describe('the AppImage', () => {
  it('holds the program, its archive and one locale', () => {
    expect(statSync(join(tree.folder, 'keyfold')).mode & 0o7777).toBe(0o755)
    expect(listPackage(join(tree.folder, 'resources/app.asar'), { isPack: false })).toContain(
      '/out/main/index.js',
    )
    expect(readdirSync(join(tree.folder, 'locales'))).toEqual(['en-US.pak'])
  })

  it('a desktop file that validates and leaves the sandbox on', () => {
    const file = join(tree.folder, 'keyfold.desktop')
    expect(execFileSync('desktop-file-validate', [file]).toString()).toBe('')
    const entry = readFileSync(file, 'utf8')
    expect(entry).toMatch(/^Exec=AppRun %U$/m)
    expect(entry).toMatch(/^X-AppImage-Version=0\.1\.0$/m)
  })

  it('starts without the sandbox only where no user namespace can be made', () => {
    const start = readFileSync(join(tree.folder, 'AppRun'), 'utf8')
    expect(start.split('\n').filter((line) => line.includes('NO_SANDBOX=(--'))).toEqual([
      '  NO_SANDBOX=(--no-sandbox)',
    ])
    expect(start).toContain('! unshare -Ur true 2>/dev/null ; then\n  NO_SANDBOX=(--no-sandbox)')
    execFileSync('bash', ['-n', join(tree.folder, 'AppRun')])
  })
})
