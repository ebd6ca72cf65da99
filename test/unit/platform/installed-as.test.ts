import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedAs } from '../../../main/platform/installed-as.ts'
import { mayUpdate } from '../../../main/platform/update-policy.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyfold-installed-'))
  writeFileSync(join(folder, 'package-type'), 'deb')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('installedAs', () => {
  const linux = (executable: string, env = {}) =>
    installedAs({ platform: 'linux', executable, resourcesFolder: folder, env })

  it('is the package manager’s only where it installs', () => {
    expect(linux('/opt/Keyfold/keyfold')).toBe('deb')
    expect(linux('/home/ada/keyfold-0.1.0/keyfold'), 'a tar.gz with the deb’s file in it').toBeUndefined()
  })

  it('is an AppImage whatever file stands in it', () => {
    expect(linux('/tmp/.mount_x/keyfold', { APPIMAGE: '/home/ada/Keyfold.AppImage' })).toBe('appImage')
  })

  it('is an installation on Windows only with its uninstaller', () => {
    const windows = (executable: string) =>
      installedAs({ platform: 'win32', executable, resourcesFolder: folder, env: {} })
    expect(windows(join(folder, 'Keyfold.exe'))).toBeUndefined()
    writeFileSync(join(folder, 'Uninstall Keyfold.exe'), '')
    expect(windows(join(folder, 'Keyfold.exe'))).toBe('nsis')
  })
})

describe('mayUpdate', () => {
  it.each([
    ['{ "updates": "off" }', false],
    ['{ "updates": "on" }', true],
    ['{ "updates": "maybe" }', false],
    ['{}', true],
    ['null', false],
    ['{ "updates": ', false],
  ])('%s: %s', (text, may) => {
    const file = join(folder, 'policy.json')
    writeFileSync(file, text)
    expect(mayUpdate(file)).toBe(may)
  })

  it('is allowed without a policy, and not where there is one that cannot be read', () => {
    expect(mayUpdate(join(folder, 'none.json'))).toBe(true)
    expect(mayUpdate(folder)).toBe(false)
  })
})
