import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../contract/problem.ts'
import { decodeKeyFile } from '../../../main/vault/key-file.ts'
import { keyringMissing } from '../../../main/vault/problems.ts'
import { eventually } from '../../support/eventually.ts'
import { problemOf } from '../../support/problem-of.ts'
import { accountHeader, makeVaultFolder } from '../../support/vault/vault-folder.ts'

async function folderWithAccount() {
  const folder = makeVaultFolder()
  const vault = await folder.open()
  await vault.put(accountHeader('a-1', { label: 'Ada' }), 'token of Ada')
  await vault.close()
  return folder
}

describe('a locked keyring', () => {
  it('E64 names the accounts, leaves every file untouched, and opens without a restart', async () => {
    const folder = await folderWithAccount()
    folder.write('records/a-9.record.0123456789ab.tmp', 'cut short')
    const before = folder.snapshot()
    folder.box.state = 'locked'
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({ state: 'locked', records: 1, problem: { code: 'keyring_locked' } })
    expect(vault.headers()).toEqual([accountHeader('a-1', { label: 'Ada' })])
    expect((await problemOf(vault.get('a-1'))).code).toBe('keyring_locked')
    expect(await vault.get('a-2')).toBeUndefined()
    await vault.open()
    expect(folder.snapshot()).toEqual(before)

    folder.box.state = 'available'
    await vault.open()
    expect(vault.health().state).toBe('open')
    expect(vault.health().problem).toBeUndefined()
    expect(await vault.get('a-1')).toBe('token of Ada')
  })

  it('E64 what is put meanwhile stays in memory, is said to be unsaved, and is saved after unlocking', async () => {
    const folder = await folderWithAccount()
    const before = folder.snapshot()
    folder.box.state = 'locked'
    const vault = await folder.open()
    expect((await problemOf(vault.put(accountHeader('a-2'), 'rotated'))).code).toBe('keyring_locked')
    expect(vault.health()).toMatchObject({ hasUnsaved: true, records: 2 })
    expect(await vault.get('a-2')).toBe('rotated')
    expect(folder.snapshot()).toEqual(before)

    folder.box.state = 'available'
    await vault.open()
    expect(vault.health()).toMatchObject({ state: 'open', hasUnsaved: false })
    expect(await (await folder.open()).get('a-2')).toBe('rotated')
  })

  it('E64 a keyring that goes away between its status and the key is locked, not changed', async () => {
    const folder = await folderWithAccount()
    folder.box.status = async () => {
      folder.box.behaviour = 'away'
      return { state: 'available', backend: folder.box.backend }
    }
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({ state: 'locked', problem: { code: 'keyring_locked' } })
  })

  it.each(['status', 'open'] as const)(
    'E65 a %s that is never answered ends at 30 s, and can be retried',
    async (call) => {
      const folder = await folderWithAccount()
      const before = folder.snapshot()
      if (call === 'status') folder.box.behaviour = 'mute'
      else
        folder.box.status = async () => {
          folder.box.behaviour = 'mute'
          return { state: 'available', backend: folder.box.backend }
        }
      const vault = folder.create()
      const opening = vault.open()
      const reading = problemOf(vault.get('a-1'))
      expect(vault.health().state).toBe('opening')
      await eventually(() => expect(folder.box.calls.at(-1)).toBe(call))
      await eventually(() => expect(vault.headers()).toHaveLength(1))
      // A limit that had passed would be gone from the clock at once.
      const waiting = folder.clock.waiting()
      folder.clock.advance(29_999)
      expect(folder.clock.waiting()).toBe(waiting)
      expect(vault.health().state).toBe('opening')
      folder.clock.advance(1)
      await opening
      expect(vault.health()).toMatchObject({ state: 'locked', problem: { code: 'keyring_timeout' } })
      expect((await reading).code).toBe('keyring_timeout')
      expect(folder.snapshot()).toEqual(before)
      expect(folder.clock.waiting()).toBe(0)

      folder.box.behaviour = 'well'
      folder.box.status = async () => ({ state: 'available', backend: folder.box.backend })
      await vault.open()
      expect(await vault.get('a-1')).toBe('token of Ada')
    },
  )

  it('E65 an unlock prompt that is answered after the limit opens the vault by itself', async () => {
    const folder = await folderWithAccount()
    folder.box.behaviour = 'mute'
    const vault = folder.create()
    const opening = vault.open()
    await eventually(() => expect(folder.box.calls.at(-1)).toBe('status'))
    folder.clock.advance(30_000)
    await opening
    expect(vault.health().state).toBe('locked')
    folder.box.answerAll()
    await eventually(() => expect(vault.health().state).toBe('open'))
  })

  it('E66 a keyring that goes away after opening: reading and saving go on', async () => {
    const folder = await folderWithAccount()
    const vault = await folder.open()
    folder.box.behaviour = 'away'
    await vault.put(accountHeader('a-1'), 'rotated')
    expect(await vault.get('a-1')).toBe('rotated')
    expect(vault.health()).toMatchObject({ state: 'open', hasUnsaved: false })
    folder.box.behaviour = 'well'
    expect(await (await folder.open()).get('a-1')).toBe('rotated')
  })
})

describe('a changed key', () => {
  it.each([
    { how: 'rejects', opensToGarbage: false },
    { how: 'opens to garbage', opensToGarbage: true },
  ])(
    'E67 the keyring $how: told apart from damage, accounts named, files kept',
    async ({ opensToGarbage }) => {
      const folder = await folderWithAccount()
      const before = folder.snapshot()
      Object.assign(folder.box, { keyName: 'second', opensToGarbage })
      const vault = await folder.open()
      expect(vault.health()).toMatchObject({
        state: 'keyChanged',
        records: 1,
        setAside: [],
        problem: { code: 'vault_key_changed', title: 'The key for this computer changed' },
      })
      expect(vault.headers()).toEqual([accountHeader('a-1', { label: 'Ada' })])
      expect((await problemOf(vault.get('a-1'))).code).toBe('vault_key_changed')
      expect((await problemOf(vault.put(accountHeader('a-1'), 'new'))).code).toBe('vault_key_changed')
      expect(folder.snapshot()).toEqual(before)
    },
  )

  it('E67 starting anew keeps the old folder aside and saves what was put meanwhile', async () => {
    const folder = await folderWithAccount()
    const before = folder.snapshot()
    folder.box.keyName = 'second'
    const vault = await folder.open()
    await problemOf(vault.put(accountHeader('a-1'), 'signed in again'))
    await vault.startAnew()
    expect(vault.health()).toMatchObject({ state: 'open', records: 1, hasUnsaved: false })
    expect(await vault.get('a-1')).toBe('signed in again')
    const after = folder.snapshot()
    for (const [name, bytes] of Object.entries(before)) {
      expect(after[name.replace('vault/', 'vault.old-20260101T000000.000Z/')]).toBe(bytes)
    }
    const again = await folder.open()
    expect(again.health().state).toBe('open')
    expect(await again.get('a-1')).toBe('signed in again')
  })

  it('E67 starting anew twice at the same moment overwrites no older folder', async () => {
    const folder = await folderWithAccount()
    for (const keyName of ['second', 'third']) {
      folder.box.keyName = keyName
      await (await folder.open()).startAnew()
    }
    expect(readdirSync(folder.parent).sort()).toEqual([
      'vault',
      'vault.old-20260101T000000.000Z',
      'vault.old-20260101T000000.000Z-2',
    ])
  })

  it('E67 the old key comes back: everything opens again', async () => {
    const folder = await folderWithAccount()
    folder.box.keyName = 'second'
    const vault = await folder.open()
    folder.box.keyName = 'first'
    await vault.open()
    expect(await vault.get('a-1')).toBe('token of Ada')
  })

  it('E67 a record of another vault is kept, named, and set aside before it is replaced', async () => {
    const [folder, other] = [await folderWithAccount(), await folderWithAccount()]
    const foreign = other.read('records/a-1.record')
    folder.write('records/a-1.record', foreign)
    const vault = await folder.open()
    expect(vault.headers()).toHaveLength(1)
    expect((await problemOf(vault.get('a-1'))).code).toBe('vault_key_changed')
    await vault.put(accountHeader('a-1'), 'signed in again')
    const [aside] = vault.health().setAside
    expect(folder.read(`records/${aside}`)).toEqual(foreign)
    expect(await (await folder.open()).get('a-1')).toBe('signed in again')
  })

  it('refuses to start anew while the keyring is locked', async () => {
    const folder = await folderWithAccount()
    const before = folder.snapshot()
    folder.box.state = 'locked'
    const vault = await folder.open()
    expect((await problemOf(vault.startAnew())).code).toBe('keyring_locked')
    expect(folder.snapshot()).toEqual(before)
  })
})

describe('no keyring', () => {
  it('E68 tokens stay in memory, nothing is written, and it is said with its next step', async () => {
    const folder = makeVaultFolder()
    Object.assign(folder.box, { state: 'missing', backend: 'basic_text' })
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'token of Ada')
    expect(await vault.get('a-1')).toBe('token of Ada')
    const { problem, ...health } = vault.health()
    expect(health).toEqual({
      state: 'memoryOnly',
      backend: 'basic_text',
      records: 1,
      setAside: [],
      hasUnsaved: false,
    })
    expect(problem?.code).toBe('keyring_missing')
    expect(problem?.nextStep).toContain('keyring')
    await vault.close()
    expect(readdirSync(folder.parent)).toEqual([])
    await vault.remove('a-1')
    expect(await vault.get('a-1')).toBeUndefined()
    expect(vault.headers()).toEqual([])
  })

  it('E68 a keyring that seals with the built-in key after all gets no key to seal', async () => {
    const folder = makeVaultFolder()
    folder.box.seal = async () => {
      throw new ProblemError(keyringMissing('basic_text'))
    }
    const vault = await folder.open()
    expect(vault.health().state).toBe('memoryOnly')
    expect(readdirSync(folder.parent)).toEqual([])
  })

  it('E68 a keyring that appears takes what memory held', async () => {
    const folder = makeVaultFolder()
    folder.box.state = 'missing'
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'token of Ada')
    folder.box.state = 'available'
    await vault.open()
    expect(vault.health()).toMatchObject({ state: 'open', hasUnsaved: false })
    expect(await (await folder.open()).get('a-1')).toBe('token of Ada')
  })

  it('E69 a session without the keyring that saved (GNOME to i3): names both, memory only, files untouched', async () => {
    const folder = await folderWithAccount()
    const before = folder.snapshot()
    Object.assign(folder.box, { state: 'missing', backend: 'basic_text' })
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({
      state: 'memoryOnly',
      backend: 'basic_text',
      writtenBy: 'gnome_libsecret',
      records: 1,
    })
    expect(vault.health().problem?.detail).toMatch(/gnome_libsecret.*basic_text/)
    await vault.put(accountHeader('a-2'), 'for this session')
    expect((await problemOf(vault.get('a-1'))).code).toBe('keyring_missing')
    expect(folder.snapshot()).toEqual(before)
  })
})

describe('another backend', () => {
  it('E69 that cannot open the key: names both, overwrites nothing', async () => {
    const folder = await folderWithAccount()
    const before = folder.snapshot()
    Object.assign(folder.box, { backend: 'kwallet6', keyName: 'of kwallet' })
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({
      state: 'backendChanged',
      backend: 'kwallet6',
      writtenBy: 'gnome_libsecret',
      problem: { code: 'vault_backend_changed' },
    })
    expect(vault.health().problem?.detail).toMatch(/gnome_libsecret.*kwallet6/)
    await problemOf(vault.put(accountHeader('a-1'), 'new'))
    expect(folder.snapshot()).toEqual(before)
  })

  it('E69 that still opens the key: the vault is open and records the new one', async () => {
    const folder = await folderWithAccount()
    folder.box.backend = 'kwallet6'
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({ state: 'open', backend: 'kwallet6' })
    expect(decodeKeyFile(folder.read('key.json'))).toMatchObject({ key: { backend: 'kwallet6' } })
    expect(await (await folder.open()).get('a-1')).toBe('token of Ada')
  })

  it('E70 a key that the system wants sealed again is sealed again, and the old file serves where that fails', async () => {
    const folder = await folderWithAccount()
    const [first, firstKey] = [folder.read('key.json'), keyIdOf(folder.read('key.json'))]
    folder.box.shouldSealAgain = true
    const vault = await folder.open()
    const second = folder.read('key.json')
    expect(second).not.toEqual(first)
    expect(keyIdOf(second)).toBe(firstKey)
    expect(readFileSync(join(folder.dir, 'key.json.bak'))).toEqual(first)
    expect(await vault.get('a-1')).toBe('token of Ada')

    folder.box.seal = async () => {
      throw new Error('the service is away')
    }
    const again = await folder.open()
    expect(await again.get('a-1')).toBe('token of Ada')
    expect(folder.read('key.json')).toEqual(second)
    expect(existsSync(join(folder.dir, 'key.json'))).toBe(true)
  })
})

function keyIdOf(file: Buffer): string {
  const decoded = decodeKeyFile(file)
  return decoded.kind === 'key' ? decoded.key.keyId : decoded.kind
}
