import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { describe, expect, it } from 'vitest'
import { built } from '../support/built.ts'

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

  it('has its own icon and one locale', () => {
    const resources = readdirSync(join(contents, 'Resources'))
    expect(resources).toContain('icon.icns')
    expect(resources.filter((name) => name.endsWith('.lproj'))).toEqual(['en.lproj'])
  })
})
