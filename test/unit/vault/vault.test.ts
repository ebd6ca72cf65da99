import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import type { VaultHealth } from '../../../contract/models.ts'
import { vaultHealthSchema } from '../../../contract/models.ts'
import { problemOf } from '../../support/problem-of.ts'
import { accountHeader, makeVaultFolder } from '../../support/vault/vault-folder.ts'

const secret = 'rt-0b5c6f7e-canary'

describe('records', () => {
  it('are found again after a restart, with their notes', async () => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1', { label: 'Ada Lovelace ✓' }), 'tokens “of” Ada')
    await vault.put({ id: 's-1', kind: 'client-secret', note: {} }, '')
    const again = await folder.open()
    expect(again.headers()).toEqual(expect.arrayContaining([...vault.headers()]))
    expect(again.headers()).toHaveLength(2)
    expect(await again.get('a-1')).toBe('tokens “of” Ada')
    expect(await again.get('s-1')).toBe('')
    expect(await again.get('a-2')).toBeUndefined()
  })

  it('are nowhere on the disk in clear, raw, base64, URL-encoded or hex, nor in the log', async () => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), `${secret}/+`)
    await vault.put(accountHeader('a-1'), `${secret}/+ again`)
    const files = Object.values(folder.snapshot()).map((base64) =>
      Buffer.from(base64, 'base64').toString('latin1'),
    )
    expect(files.length).toBeGreaterThanOrEqual(3)
    const forms = [
      secret,
      Buffer.from(secret).toString('base64').slice(0, -4),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
    ]
    for (const text of [...files, ...folder.logged]) {
      for (const form of forms) expect(text).not.toContain(form)
    }
  })

  it('differ on the disk at each write of the same text', async () => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'same')
    const first = folder.read('records/a-1.record')
    await vault.put(accountHeader('a-1'), 'same')
    const second = folder.read('records/a-1.record')
    expect(second.subarray(-20)).not.toEqual(first.subarray(-20))
    expect(folder.read('records/a-1.record.bak')).toEqual(first)
  })

  it('written at once are written in order, those of one account as well', async () => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    const ids = ['a-1', 'a-2', 'a-3']
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => vault.put(accountHeader(ids[index % 3] ?? ''), `${index}`)),
    )
    const again = await folder.open()
    expect(await Promise.all(ids.map((id) => again.get(id)))).toEqual(['27', '28', '29'])
  })

  it('E77 are gone when removed: the record, its previous copy, cut-short and set-aside files', async () => {
    const folder = makeVaultFolder()
    let vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'one')
    await vault.put(accountHeader('a-1'), 'two')
    await vault.put(accountHeader('a-10'), 'neighbour')
    folder.write('records/a-1.record', 'damaged')
    vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'three')
    folder.write('records/a-1.record.0123456789ab.tmp', 'cut short')
    expect(readdirSync(folder.records)).toHaveLength(5)
    await vault.remove('a-1')
    expect(readdirSync(folder.records)).toEqual(['a-10.record'])
    expect(await vault.get('a-1')).toBeUndefined()
    expect(vault.health()).toMatchObject({ records: 1, setAside: [] })
    await vault.remove('a-1')
    expect((await folder.open()).headers().map(({ id }) => id)).toEqual(['a-10'])
  })

  it.each([
    { what: 'an id that is a path', header: accountHeader('../a-1') },
    { what: 'an empty id', header: accountHeader('') },
    { what: 'a kind of its own', header: { ...accountHeader('a-1'), kind: 'other' as 'account' } },
  ])('are refused with $what', async ({ header }) => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    expect((await problemOf(vault.put(header, 'text'))).code).toBe('invalid_argument')
    expect(readdirSync(folder.records)).toEqual([])
  })

  it('behave as a Map does, over restarts', async () => {
    const id = fc.constantFrom('a-1', 'a-2', 'a-3')
    const step = fc.oneof(
      fc.record({ do: fc.constant('put' as const), id, text: fc.string({ unit: 'binary', maxLength: 300 }) }),
      fc.record({ do: fc.constant('remove' as const), id }),
      fc.record({ do: fc.constant('reopen' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const folder = makeVaultFolder()
        const model = new Map<string, string>()
        let vault = await folder.open()
        for (const next of steps) {
          if (next.do === 'put') {
            model.set(next.id, next.text)
            await vault.put(accountHeader(next.id), next.text)
          } else if (next.do === 'remove') {
            model.delete(next.id)
            await vault.remove(next.id)
          } else {
            await vault.close()
            vault = await folder.open()
          }
          const ids = vault.headers().map((header) => header.id)
          expect(ids.sort()).toEqual([...model.keys()].sort())
          for (const known of ['a-1', 'a-2', 'a-3']) expect(await vault.get(known)).toBe(model.get(known))
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('files', () => {
  const umask = process.umask()
  afterEach(() => process.umask(umask))

  it.each([0o000, 0o777])('E77 are 0600 in folders of 0700 with the umask %o', async (hostile) => {
    const folder = makeVaultFolder()
    process.umask(hostile)
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'one')
    await vault.put(accountHeader('a-1'), 'two')
    expect(modes(folder.parent)).toEqual({
      vault: '700',
      'vault/key.json': '600',
      'vault/records': '700',
      'vault/records/a-1.record': '600',
      'vault/records/a-1.record.bak': '600',
    })
  })

  it('E77 that others may read, from a backup, are made private when the vault opens', async () => {
    const folder = makeVaultFolder()
    await (await folder.open()).put(accountHeader('a-1'), 'one')
    for (const name of ['.', 'records']) chmodSync(join(folder.dir, name), 0o755)
    for (const name of ['key.json', 'records/a-1.record']) chmodSync(join(folder.dir, name), 0o644)
    await folder.open()
    expect(modes(folder.parent)).toEqual({
      vault: '700',
      'vault/key.json': '600',
      'vault/records': '700',
      'vault/records/a-1.record': '600',
    })
  })

  it('cut short by a crash are cleaned at start, and only those', async () => {
    const folder = makeVaultFolder()
    await (await folder.open()).put(accountHeader('a-1'), 'one')
    folder.write('key.json.0123456789ab.tmp', 'cut')
    folder.write('records/a-1.record.0123456789ab.tmp', 'cut')
    folder.write('records/notes of mine.tmp', 'mine')
    await folder.open()
    expect(readdirSync(folder.dir).sort()).toEqual(['key.json', 'records'])
    expect(readdirSync(folder.records).sort()).toEqual(['a-1.record', 'notes of mine.tmp'])
  })

  it('a crash between the two renames of a write leaves the previous copy, which is used', async () => {
    const folder = makeVaultFolder()
    await (await folder.open()).put(accountHeader('a-1'), 'one')
    folder.write('records/a-1.record.bak', folder.read('records/a-1.record'))
    rmSync(join(folder.records, 'a-1.record'))
    const vault = await folder.open()
    expect(await vault.get('a-1')).toBe('one')
    expect(vault.health()).not.toHaveProperty('problem')
    expect(readdirSync(folder.records)).toEqual(['a-1.record'])
  })

  it('a vault whose place is taken by a file fails with a problem, keeps texts in memory and recovers', async () => {
    const folder = makeVaultFolder()
    writeFileSync(folder.dir, 'in the way')
    const vault = await folder.open()
    expect(vault.health()).toMatchObject({ state: 'failed', problem: { code: 'disk_refused' } })
    expect((await problemOf(vault.put(accountHeader('a-1'), 'one'))).code).toBe('disk_refused')
    expect(await vault.get('a-1')).toBe('one')
    rmSync(folder.dir)
    mkdirSync(folder.dir)
    await vault.open()
    expect(vault.health()).toMatchObject({ state: 'open', hasUnsaved: false })
    expect(await (await folder.open()).get('a-1')).toBe('one')
  })
})

describe('health', () => {
  it('is told on each change, and always fits the contract', async () => {
    const folder = makeVaultFolder()
    const vault = folder.create()
    const told: VaultHealth[] = []
    const stop = vault.onChange((health) => told.push(health))
    await vault.open()
    await vault.put(accountHeader('a-1'), 'one')
    await vault.put(accountHeader('a-1'), 'two')
    stop()
    await vault.put(accountHeader('a-2'), 'three')
    expect(told.map(({ state, records }) => [state, records])).toEqual([
      ['opening', 0],
      ['open', 0],
      ['open', 1],
    ])
    for (const health of told) expect(v.parse(vaultHealthSchema, health)).toEqual(health)
  })

  it('asks the keyring once, however many open at once', async () => {
    const folder = makeVaultFolder()
    const vault = folder.create()
    await Promise.all([vault.open(), vault.get('a-1'), vault.open(), vault.put(accountHeader('a-1'), 'one')])
    expect(folder.box.calls.filter((call) => call === 'status')).toHaveLength(1)
    expect(await vault.get('a-1')).toBe('one')
  })
})

function modes(parent: string): Record<string, string> {
  const names = readdirSync(parent, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    names.map((name) => [name, (statSync(join(parent, name)).mode & 0o777).toString(8)]),
  )
}
