import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeCheckedLine } from '../../../main/vault/checked-line.ts'
import { makeDataKey } from '../../../main/vault/key-file.ts'
import { decodeRecord, sealRecord } from '../../../main/vault/record-format.ts'
import { accountHeader, makeVaultFolder, type VaultFolder } from '../../support/vault/vault-folder.ts'

const temporary = 'records/a-1.record.0123456789ab.tmp'

let folder: VaultFolder
const namesOfRecord = () => readdirSync(folder.records).filter((name) => name.startsWith('a-1.'))
const generationOf = (name: string) => {
  const decoded = decodeRecord('a-1', folder.read(name))
  return decoded.kind === 'sealed' ? decoded.record.generation : undefined
}

/** The folder as a crash between the two renames of the third write leaves it. */
beforeEach(async () => {
  folder = makeVaultFolder()
  const vault = await folder.open()
  for (const text of ['first', 'second', 'third']) await vault.put(accountHeader('a-1'), text)
  for (const text of ['of a neighbour', 'of a neighbour, written again']) {
    await vault.put(accountHeader('a-2'), text)
  }
  await vault.close()
  renameSync(join(folder.records, 'a-1.record'), join(folder.dir, temporary))
})

describe('a write that a crash ended between its two renames', () => {
  it('E74 is finished at the next start, and the next one goes on from it', async () => {
    const vault = await folder.open()
    expect(await vault.get('a-1')).toBe('third')
    expect(vault.health()).toMatchObject({ state: 'open', records: 2, setAside: [] })
    expect(vault.health().problem).toBeUndefined()
    expect(namesOfRecord()).toEqual(['a-1.record', 'a-1.record.bak'])
    await vault.put(accountHeader('a-1'), 'fourth')
    expect([generationOf('records/a-1.record'), generationOf('records/a-1.record.bak')]).toEqual([4, 3])
    expect(await (await folder.open()).get('a-1')).toBe('fourth')
  })

  it('E74 changes nothing on the disk while the keyring is locked', async () => {
    folder.box.state = 'locked'
    const before = folder.snapshot()
    const vault = await folder.open()
    expect(vault.headers().map(({ id }) => id)).toContain('a-1')
    expect(folder.snapshot()).toEqual(before)
    folder.box.state = 'available'
    await vault.open()
    expect(await vault.get('a-1')).toBe('third')
  })

  const header = accountHeader('a-1')
  it.each<[string, (sound: Buffer) => Uint8Array]>([
    ['is cut', (sound) => sound.subarray(0, -1)],
    ['has a flipped bit', (sound) => sound.map((byte, at) => (at === sound.length - 1 ? byte ^ 1 : byte))],
    ['is another record', () => folder.read('records/a-2.record')],
    ['is as old as the previous copy', () => folder.read('records/a-1.record.bak')],
    ['is sealed with another key', () => sealRecord(makeDataKey(), header, 'forged', 99).bytes],
    ['names the key and was sealed with another', (sound) => sealedAs(sound)],
    ['is of a newer format', () => Buffer.from(writeCheckedLine({ format: 2, id: 'a-1', generation: 99 }))],
  ])('E74 whose file %s: the previous copy is used, the file deleted', async (_what, change) => {
    const sound = folder.read(temporary)
    folder.write(temporary, change(sound))
    const vault = await folder.open()
    expect(await vault.get('a-1')).toBe('second')
    expect(namesOfRecord()).toEqual(['a-1.record'])
  })

  it('E74 does not bring back an older text over a newer previous copy', async () => {
    renameSync(join(folder.dir, temporary), join(folder.records, 'third'))
    renameSync(join(folder.records, 'a-1.record.bak'), join(folder.dir, temporary))
    renameSync(join(folder.records, 'third'), join(folder.records, 'a-1.record.bak'))
    expect(await (await folder.open()).get('a-1')).toBe('third')
    expect(namesOfRecord()).toEqual(['a-1.record'])
  })

  it('E74 one that was cut before them leaves the record as it is', async () => {
    writeFileSync(join(folder.records, 'a-1.record'), folder.read('records/a-1.record.bak'))
    expect(await (await folder.open()).get('a-1')).toBe('second')
    expect(namesOfRecord()).toEqual(['a-1.record', 'a-1.record.bak'])
  })

  it('E74 a first write that nobody was told of is deleted', async () => {
    rmSync(join(folder.records, 'a-1.record.bak'))
    expect(await (await folder.open()).get('a-1')).toBeUndefined()
    expect(namesOfRecord()).toEqual([])
  })
})

/** A record of a high generation under the header's key id, sealed with a key that is not it. */
function sealedAs(sound: Buffer): Buffer {
  const decoded = decodeRecord('a-1', sound)
  if (decoded.kind !== 'sealed') throw new Error('not sealed')
  const other = { keyId: decoded.record.keyId, key: makeDataKey().key }
  return sealRecord(other, accountHeader('a-1'), 'forged', 99).bytes
}
