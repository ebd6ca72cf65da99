import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { describeMissingSandbox, type SandboxFacts } from '../../../main/platform/sandbox.ts'

const appImage = '/home/ada/Programs/Keyfold.AppImage'

function describeOn(settings: Readonly<Record<string, string>>, facts: Partial<SandboxFacts> = {}) {
  return describeMissingSandbox({
    platform: 'linux',
    userId: 1000,
    appImage,
    executable: '/tmp/.mount_Keyfoldx/keyfold',
    isInstalledByPackage: false,
    readKernelSetting: (path) => settings[path],
    ...facts,
  })
}

const ubuntu = { 'kernel/apparmor_restrict_unprivileged_userns': '1', 'user/max_user_namespaces': '62000' }

describe('why the sandbox is off', () => {
  it('an AppImage on a newer Ubuntu: AppArmor, and the profile that mends it for this file', () => {
    const { cause, isAppImage, command } = describeOn(ubuntu)
    expect({ cause, isAppImage }).toEqual({ cause: 'appArmor', isAppImage: true })
    expect(command).toContain(`profile keyfold-here "${appImage}" flags=(unconfined) {\n  userns,\n}`)
    // The shell reads it: it is whole.
    expect(execFileSync('sh', ['-n', '-c', command ?? '']).toString()).toBe('')
  })

  it('an unpacked archive there: the profile names its program', () => {
    const facts = { appImage: undefined, executable: '/home/ada/keyfold/keyfold' }
    expect(describeOn(ubuntu, facts)).toMatchObject({
      cause: 'appArmor',
      isAppImage: false,
      command: expect.stringContaining('"/home/ada/keyfold/keyfold"'),
    })
  })

  it('a path that means something to AppArmor or the shell is named as it is', () => {
    const odd = `/home/ada/My "apps" {1}*[$(id)]/'K'.AppImage`
    const { command = '' } = describeOn(ubuntu, { appImage: odd })
    // What the shell would hand to tee.
    const [heredoc = ''] = /<<'END'\n[\s\S]*\nEND\n/.exec(command) ?? []
    const written = execFileSync('sh', ['-c', `cat ${heredoc}`]).toString()
    expect(written.split('\n').slice(2)).toEqual([
      `profile keyfold-here "/home/ada/My \\"apps\\" \\{1\\}\\*\\[$(id)\\]/'K'.AppImage" flags=(unconfined) {`,
      '  userns,',
      '}',
      '',
    ])
  })

  it('no command where the path would end its line, or has no end', () => {
    expect(describeOn(ubuntu, { appImage: '/home/ada/a\nEND\nid' })).not.toHaveProperty('command')
    expect(describeOn(ubuntu, { appImage: `/${'x'.repeat(4_000)}` })).not.toHaveProperty('command')
  })

  it.each([
    ['kernel/unprivileged_userns_clone', 'kernel.unprivileged_userns_clone=1'],
    ['user/max_user_namespaces', 'user.max_user_namespaces=15000'],
  ])('%s is 0: nobody may, and the setting that allows it', (path, setting) => {
    expect(describeOn({ ...ubuntu, [path]: '0' })).toMatchObject({
      cause: 'namespacesOff',
      command: expect.stringContaining(setting),
    })
  })

  it.each([
    ['as root', ubuntu, { userId: 0 }, 'root'],
    ['the deb with the switch', ubuntu, { appImage: undefined, isInstalledByPackage: true }, 'switch'],
    ['an archive with the switch', {}, { appImage: undefined }, 'switch'],
    ['an AppImage where nothing forbids it', {}, {}, 'unknown'],
    ['Windows', ubuntu, { platform: 'win32', userId: undefined, appImage: undefined }, 'switch'],
  ] as const)('%s', (_name, settings, facts, cause) => {
    const warning = describeOn(settings, facts)
    expect(warning.cause).toBe(cause)
    expect(warning).not.toHaveProperty('command')
  })
})
