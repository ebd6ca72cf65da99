import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeCheckedLine } from '../../../main/vault/checked-line.ts'
import { checkDataKey, dataKeyText, decodeKeyFile, makeDataKey } from '../../../main/vault/key-file.ts'
import { decodeRecord, openRecord, sealRecord } from '../../../main/vault/record-format.ts'
import { problemOf } from '../../support/problem-of.ts'
import { accountHeader, makeVaultFolder, type VaultFolder } from '../../support/vault/vault-folder.ts'

/** What stands in a file's place. `undefined` bytes: no file at all but something else, made by `make`. */
const hostileFiles: readonly { name: string; make: (path: string, sound: Buffer) => void }[] = [
  bytes('0 bytes', () => ''),
  bytes('half of it', (sound) => sound.subarray(0, sound.length / 2)),
  bytes('all but its last byte', (sound) => sound.subarray(0, -1)),
  bytes('a byte more', (sound) => Buffer.concat([sound, Buffer.from([0])])),
  bytes('zeros', (sound) => Buffer.alloc(sound.length)),
  bytes('binary', () => Buffer.from(Array.from({ length: 3_000 }, (_, index) => (index * 167 + 13) % 256))),
  bytes('null', () => 'null\n'),
  bytes('[1]', () => '[1]\n'),
  bytes('a string', () => '"keyfold"\n'),
  bytes('format 0', () => writeCheckedLine({ format: 0, id: 'a-1' })),
  bytes('format as text', () => writeCheckedLine({ format: '1', id: 'a-1' })),
  bytes('no format', () => writeCheckedLine({ id: 'a-1' })),
  bytes('a byte order mark before it', (sound) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), sound])),
  bytes('a line without an end', () => Buffer.alloc(100_000, 0x7b)),
  { name: 'a folder', make: (path) => mkdirSync(path) },
  { name: 'a link to another file', make: (path) => symlinkSync(`${path}.kept`, path) },
  { name: 'a link to nothing', make: (path) => symlinkSync('nowhere', path) },
  { name: 'a FIFO that nobody writes to', make: (path) => execFileSync('mkfifo', [path]) },
]

function bytes(name: string, of: (sound: Buffer) => string | Uint8Array) {
  return {
    name,
    make: (path: string, sound: Buffer) =>
      execFileSync('tee', [path], { input: of(sound), stdio: ['pipe', 'ignore', 'ignore'] }),
  }
}

async function twoWrites(folder: VaultFolder): Promise<void> {
  const vault = await folder.open()
  await vault.put(accountHeader('a-1'), 'the previous text')
  await vault.put(accountHeader('a-1'), 'the present text')
  await vault.put(accountHeader('a-2'), 'a neighbour')
  await vault.close()
}

describe('a record file', () => {
  it.each(hostileFiles)(
    'E62 replaced by $name: the previous copy is used, the file is set aside',
    async ({ make }) => {
      const folder = makeVaultFolder()
      await twoWrites(folder)
      const path = join(folder.records, 'a-1.record')
      const sound = folder.read('records/a-1.record')
      copyFileSync(path, `${path}.kept`)
      rmSync(path)
      make(path, sound)
      const before = lstatSync(path)

      const vault = await folder.open()
      expect(await vault.get('a-1')).toBe('the previous text')
      expect(await vault.get('a-2')).toBe('a neighbour')
      const health = vault.health()
      expect(health).toMatchObject({
        state: 'open',
        records: 2,
        setAside: ['a-1.record.unreadable-20260101T000000.000Z'],
      })
      expect(health.problem?.code).toBe('vault_record_unreadable')
      const aside = lstatSync(join(folder.records, health.setAside[0] ?? ''))
      expect([aside.ino, aside.size]).toEqual([before.ino, before.size])

      await vault.put(accountHeader('a-1'), 'the next text')
      expect(await (await folder.open()).get('a-1')).toBe('the next text')
      expect(readdirSync(folder.records)).toContain(health.setAside[0])
    },
  )

  it.each(hostileFiles)(
    'E62 replaced by $name, with no previous copy: set aside, the others stay',
    async ({ make }) => {
      const folder = makeVaultFolder()
      await twoWrites(folder)
      const path = join(folder.records, 'a-1.record')
      const sound = folder.read('records/a-1.record')
      rmSync(path)
      rmSync(`${path}.bak`)
      make(path, sound)

      const vault = await folder.open()
      expect(await vault.get('a-1')).toBeUndefined()
      expect(vault.headers().map(({ id }) => id)).toEqual(['a-2'])
      expect(vault.health().setAside).toHaveLength(1)
      expect(vault.health().problem?.code).toBe('vault_record_unreadable')
      expect(existsSync(path)).toBe(false)
    },
  )

  it('E62 damaged twice at the same moment: neither is overwritten', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    folder.write('records/a-1.record', 'first damage')
    folder.write('records/a-1.record.bak', 'previous copy')
    await folder.open()
    folder.write('records/a-1.record', 'second damage')
    const vault = await folder.open()
    const contents = vault.health().setAside.map((name) => folder.read(`records/${name}`).toString())
    expect(contents.sort()).toEqual(['first damage', 'previous copy', 'second damage'])
  })

  it('E62 the folder of the records is a file: it is set aside, the vault goes on', async () => {
    const folder = makeVaultFolder()
    await (await folder.open()).close()
    rmSync(folder.records, { recursive: true })
    folder.write('records', 'not a folder')
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'text')
    expect(vault.health()).toMatchObject({
      state: 'open',
      setAside: ['records.unreadable-20260101T000000.000Z'],
    })
  })

  it('E76 a record of a newer format: refused, read-only, never written over or deleted', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    const newer = Buffer.concat([
      Buffer.from(
        writeCheckedLine({ format: 2, id: 'a-1', kind: 'account', note: { label: 'Ada' }, extra: true }),
      ),
      Buffer.from([1, 2, 3]),
    ])
    folder.write('records/a-1.record', newer)
    const vault = await folder.open()
    const before = folder.snapshot()
    expect(vault.headers().find(({ id }) => id === 'a-1')?.note).toEqual({ label: 'Ada' })
    expect((await problemOf(vault.get('a-1'))).code).toBe('vault_newer_format')
    expect((await problemOf(vault.put(accountHeader('a-1'), 'new'))).code).toBe('vault_newer_format')
    expect((await problemOf(vault.remove('a-1'))).code).toBe('vault_newer_format')
    await vault.close()
    expect(folder.snapshot()).toEqual(before)
    expect(await vault.get('a-2')).toBe('a neighbour')
  })

  it('E63 every one-bit flip of a record is detected', () => {
    const dataKey = makeDataKey()
    const { bytes: sound } = sealRecord(dataKey, accountHeader('a-1', { label: 'Ada' }), 'refresh token', 7)
    expect(readText(sound)).toBe('refresh token')
    const accepted: number[] = []
    for (let bit = 0; bit < sound.length * 8; bit += 1) {
      if (readText(flip(sound, bit)) !== undefined) accepted.push(bit)
    }
    expect(sound.length).toBeGreaterThan(150)
    expect(accepted).toEqual([])

    function readText(file: Buffer): string | undefined {
      const decoded = decodeRecord('a-1', file)
      return decoded.kind === 'sealed' ? openRecord(dataKey, decoded.record) : undefined
    }
  })

  it('E63 bit flips all over a record on the disk: the previous copy is used each time', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    const name = 'records/a-1.record'
    const [sound, previous] = [folder.read(name), folder.read(`${name}.bak`)]
    for (let bit = 0; bit < sound.length * 8; bit += 61) {
      folder.write(name, flip(sound, bit))
      folder.write(`${name}.bak`, previous)
      const vault = await folder.open()
      expect([bit, await vault.get('a-1')]).toEqual([bit, 'the previous text'])
      expect(vault.health().problem?.code).toBe('vault_record_unreadable')
    }
  })

  it('E63 records swapped between accounts are detected, whole and bodies alone', async () => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1', { label: 'same' }), 'text of 1')
    await vault.put(accountHeader('a-2', { label: 'same' }), 'text of 2')
    const [first, second] = [folder.read('records/a-1.record'), folder.read('records/a-2.record')]
    folder.write('records/a-1.record', second)
    folder.write('records/a-2.record', Buffer.concat([headerLine(second), body(first)]))
    const again = await folder.open()
    expect(await again.get('a-1')).toBeUndefined()
    expect(await again.get('a-2')).toBeUndefined()
    expect(again.health().setAside).toHaveLength(2)
  })
})

describe('the key file', () => {
  it.each(hostileFiles)(
    'E62 replaced by $name, with a previous copy: it is used and put back',
    async ({ make }) => {
      const folder = makeVaultFolder()
      folder.box.shouldSealAgain = true
      await twoWrites(folder)
      await folder.open()
      folder.box.shouldSealAgain = false
      const path = join(folder.dir, 'key.json')
      const sound = folder.read('key.json')
      expect(existsSync(`${path}.bak`)).toBe(true)
      rmSync(path)
      make(path, sound)
      const vault = await folder.open()
      expect(await vault.get('a-1')).toBe('the present text')
      expect(vault.health()).toMatchObject({
        state: 'open',
        setAside: ['key.json.unreadable-20260101T000000.000Z'],
      })
      expect(decodeKeyFile(folder.read('key.json')).kind).toBe('key')
    },
  )

  it.each(hostileFiles)(
    'E62 replaced by $name, with no previous copy: the vault says so and keeps all',
    async ({ make }) => {
      const folder = makeVaultFolder()
      await twoWrites(folder)
      const path = join(folder.dir, 'key.json')
      const sound = folder.read('key.json')
      rmSync(path)
      make(path, sound)
      const before = readdirSync(folder.parent, { recursive: true }).sort()
      const vault = await folder.open()
      expect(vault.health()).toMatchObject({
        state: 'keyChanged',
        records: 2,
        problem: { code: 'vault_key_changed' },
      })
      expect((await problemOf(vault.get('a-1'))).code).toBe('vault_key_changed')
      expect(readdirSync(folder.parent, { recursive: true }).sort()).toEqual(before)
    },
  )

  it('E76 of a newer format: nothing is read or written', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    folder.write('key.json', writeCheckedLine({ format: 2, wrapped: 'otherwise' }))
    const before = folder.snapshot()
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({
      state: 'failed',
      records: 2,
      problem: { code: 'vault_newer_format' },
    })
    expect((await problemOf(vault.get('a-1'))).code).toBe('vault_newer_format')
    expect((await problemOf(vault.put(accountHeader('a-3'), 'new'))).code).toBe('vault_newer_format')
    expect((await problemOf(vault.remove('a-1'))).code).toBe('vault_newer_format')
    await vault.close()
    expect(folder.snapshot()).toEqual(before)
    expect(await vault.get('a-3')).toBe('new')
  })

  it('E63 every one-bit flip of it is detected, as damage and not as a newer format', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    const sound = folder.read('key.json')
    expect(decodeKeyFile(sound).kind).toBe('key')
    const kinds = new Set<string>()
    for (let bit = 0; bit < sound.length * 8; bit += 1) kinds.add(decodeKeyFile(flip(sound, bit)).kind)
    expect([...kinds]).toEqual(['damaged'])
  })

  it('E63 a wrapped key or check value changed together with the checksum is detected by the check', async () => {
    const folder = makeVaultFolder()
    await twoWrites(folder)
    const decoded = decodeKeyFile(folder.read('key.json'))
    if (decoded.kind !== 'key') throw new Error('no key')
    const { text } = await folder.box.open(decoded.key.wrapped)
    expect(checkDataKey(decoded.key, text)).toBeDefined()
    expect(checkDataKey({ ...decoded.key, keyId: 'other' }, text)).toBeUndefined()
    expect(checkDataKey({ ...decoded.key, backend: 'other' }, text)).toBeUndefined()
    expect(
      checkDataKey({ ...decoded.key, check: flip(Buffer.from(decoded.key.check), 9) }, text),
    ).toBeUndefined()
    expect(checkDataKey(decoded.key, dataKeyText(makeDataKey()))).toBeUndefined()
    expect(checkDataKey(decoded.key, `${text}\n`)).toBeUndefined()
  })
})

function flip(sound: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(sound)
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return flipped
}

function headerLine(file: Buffer): Buffer {
  return file.subarray(0, file.indexOf(0x0a) + 1)
}

function body(file: Buffer): Buffer {
  return file.subarray(file.indexOf(0x0a) + 1)
}
