import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { describe, expect, it } from 'vitest'
import { arm64, built, findBuilt, unpack } from '../support/built.ts'

const project = join(import.meta.dirname, '../../..')
/** electron-builder's parts, as electron-builder itself finds them. */
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))

function readConfiguration() {
  const { getConfig } = builder('app-builder-lib/out/util/config/config')
  return getConfig(project, 'electron-builder.yml', null)
}

describe('the configuration for Windows and macOS', () => {
  it('is what electron-builder’s own schema allows', async () => {
    const { validateConfiguration } = builder('app-builder-lib/out/util/config/config')
    const { DebugLogger } = builder('builder-util')
    const configuration = await readConfiguration()
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.toBeUndefined()
    await expect(
      validateConfiguration({ ...configuration, win: { isSigned: true } }, new DebugLogger(false)),
      'the schema would find a mistake',
    ).rejects.toThrow('configuration.win')
  })

  it('asks for the hardened runtime with one entitlement, and for notarization', async () => {
    const { mac } = await readConfiguration()
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true })
    const entitlements = readFileSync(join(project, mac.entitlements), 'utf8')
    expect(entitlements.match(/<key>[^<]+<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>'])
  })
})

describe('Linux for arm64, over a stand-in', () => {
  const run = (command: string, ...args: string[]) => execFileSync(command, args).toString()

  it('names and architectures stand in the packages', () => {
    const deb = findBuilt('.deb', arm64)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-deb's own placeholders
    expect(run('dpkg-deb', '--show', '--showformat=${Package} ${Version} ${Architecture}', deb)).toBe(
      'keyfold 0.1.0 arm64',
    )
    const rpm = findBuilt('.rpm', arm64)
    expect(run('rpm', '-qp', '--qf', '%{NAME} %{VERSION} %{ARCH}', rpm)).toBe('keyfold 0.1.0 aarch64')
    expect(readdirSync(arm64).filter((name) => /arm64|aarch64/.test(name) && !name.endsWith('.yml'))).toEqual(
      expect.arrayContaining([
        'keyfold-test-build-0.1.0-aarch64.rpm',
        'keyfold-test-build-0.1.0-arm64.AppImage',
        'keyfold-test-build-0.1.0-arm64.deb',
        'keyfold-test-build-0.1.0-arm64.tar.gz',
      ]),
    )
  })

  it('the update’s description is for arm64 alone and names each package with its hash', () => {
    const description = readFileSync(join(arm64, 'latest-linux-arm64.yml'), 'utf8')
    for (const ending of ['.AppImage', '.deb', '.rpm']) {
      const file = findBuilt(ending, arm64)
      const hash = createHash('sha512').update(readFileSync(file)).digest('base64')
      expect(description).toContain(`url: ${basename(file)}\n    sha512: ${hash}\n`)
    }
  })

  it('the archive holds the program and one locale', () => {
    const { folder, remove } = unpack(findBuilt('.tar.gz', arm64))
    try {
      expect(listPackage(join(folder, 'resources/app.asar'), { isPack: false })).toContain(
        '/out/main/index.js',
      )
      expect(readdirSync(join(folder, 'locales'))).toEqual(['en-US.pak'])
    } finally {
      remove()
    }
  })
})

describe('Windows, over a stand-in', () => {
  const folder = join(built, 'win-unpacked')

  it('names, versions and the archive’s integrity stand in the program', () => {
    const { NtExecutable, NtExecutableResource, Resource } = createRequire(
      builder.resolve('app-builder-lib'),
    )('resedit')
    const program = NtExecutable.from(readFileSync(join(folder, 'Keyfold.exe')), { ignoreCert: true })
    const resources = NtExecutableResource.from(program)
    const [version] = Resource.VersionInfo.fromEntries(resources.entries)
    expect(version.getStringValues({ lang: 1033, codepage: 1200 })).toMatchObject({
      ProductName: 'Keyfold',
      FileVersion: '0.1.0',
      LegalCopyright: 'Copyright © The Keyfold developers',
    })
    const integrity = resources.entries.find(({ type }: { type: unknown }) => type === 'INTEGRITY')
    expect(JSON.parse(Buffer.from(integrity.bin).toString())).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    expect(
      resources.entries.some(({ type }: { type: unknown }) => type === 14),
      'an icon group',
    ).toBe(true)
  })

  it('holds the same archive and one locale', () => {
    expect(listPackage(join(folder, 'resources/app.asar'), { isPack: false })).toContain('/out/main/index.js')
    expect(readdirSync(join(folder, 'locales'))).toEqual(['en-US.pak'])
  })
})

describe('macOS, over a stand-in', () => {
  const contents = join(built, 'mac/Keyfold.app/Contents')

  it('names, identifiers and the archive’s integrity stand in the bundle', () => {
    const plist = readFileSync(join(contents, 'Info.plist'), 'utf8')
    const value = (key: string) =>
      new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1]
    expect(value('CFBundleIdentifier')).toBe('app.keyfold.desktop')
    expect(value('CFBundleShortVersionString')).toBe('0.1.0')
    expect(value('CFBundleExecutable')).toBe('Keyfold')
    expect(value('LSMinimumSystemVersion')).toBe('12.0')
    expect(plist).toMatch(/<key>ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar<\/key>/)
    for (const helper of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
      expect(existsSync(join(contents, 'Frameworks', `Keyfold Helper${helper}.app`))).toBe(true)
    }
  })

  it('has the licences of Electron and Chromium in the bundle, which alone is handed out', () => {
    expect(readdirSync(join(contents, 'Resources'))).toEqual(
      expect.arrayContaining([
        'LICENSE.txt',
        'LICENSE.electron.txt',
        'LICENSES.chromium.html',
        'THIRD-PARTY-NOTICES.txt',
      ]),
    )
  })

  it('has its own icon and one locale', () => {
    const resources = readdirSync(join(contents, 'Resources'))
    expect(resources).toContain('icon.icns')
    expect(resources.filter((name) => name.endsWith('.lproj'))).toEqual(['en.lproj'])
  })
})
