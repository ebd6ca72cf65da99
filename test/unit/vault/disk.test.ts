import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { problemOf } from '../../support/problem-of.ts'
import { bundleVaultProcess, runOnSmallDisk, whyNoSmallDisk } from '../../support/vault/run-vault-process.ts'
import { accountHeader, makeVaultFolder, type VaultFolder } from '../../support/vault/vault-folder.ts'

let bundle: Awaited<ReturnType<typeof bundleVaultProcess>>
beforeAll(async () => {
  bundle = await bundleVaultProcess()
})
afterAll(() => rmSync(bundle.folder, { recursive: true, force: true }))

const noSmallDisk = whyNoSmallDisk()

describe('a small disk', () => {
  it('E71 full, and with a few kB left: the old file stays byte-identical, the new text is kept and saved later', async (ctx) => {
    if (noSmallDisk !== undefined) ctx.skip(noSmallDisk)
    const seen = (await runOnSmallDisk(bundle.script, 'full-disk')) as Record<string, unknown>
    expect(seen).toMatchObject({
      noneLeft: 'disk_full',
      noneLeftState: {
        hash: seen.before,
        names: ['a-1.record'],
        held: 'with no byte left',
        health: { state: 'open', hasUnsaved: true, problem: { code: 'disk_full' } },
      },
      task: 'ran',
      locksLeft: [],
      fewLeft: 'disk_full',
      fewLeftState: { hash: seen.before, names: ['a-1.record'], hasUnsaved: true },
      reopened: 'the old text',
      afterwards: { health: { state: 'open', hasUnsaved: false }, text: 'with 8 kB left' },
    })
    expect(seen).not.toHaveProperty('afterwards.health.problem')
  })

  it('E72 read-only: the old file stays, the new text is kept, the vault still opens and saves later', async (ctx) => {
    if (noSmallDisk !== undefined) ctx.skip(noSmallDisk)
    const seen = (await runOnSmallDisk(bundle.script, 'read-only-disk')) as Record<string, unknown>
    expect(seen).toMatchObject({
      put: 'disk_refused',
      remove: 'disk_refused',
      state: {
        hash: seen.before,
        held: 'the new text',
        health: { state: 'open', records: 2, hasUnsaved: true, problem: { code: 'disk_refused' } },
      },
      reopened: { state: 'open', text: 'the old text', other: 'another' },
      afterwards: { state: 'open', hasUnsaved: false },
      text: 'the new text',
    })
  })
})

describe('a rename that is refused', () => {
  // As a virus scanner does on Windows: EPERM for a while, or for good.
  function setImmutable(folder: VaultFolder, isImmutable: boolean, name = 'a-1.record'): boolean {
    const change = (flag: string) => spawnSync('chattr', [flag, join(folder.records, name)]).status === 0
    // Else a failed test could not be cleaned up.
    if (isImmutable) onTestFinished(() => void change('-i'))
    return change(isImmutable ? '+i' : '-i')
  }
  const why = 'needs root and a file system with immutable files'

  it('E72 for a moment: tried again, the text is saved', async (ctx) => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'old')
    if (!setImmutable(folder, true)) ctx.skip(why)
    const putting = vault.put(accountHeader('a-1'), 'new')
    for (const delayMs of [20, 40]) {
      await eventually(() => expect(folder.clock.waiting()).toBe(1))
      if (delayMs === 40) setImmutable(folder, false)
      folder.clock.advance(delayMs)
    }
    await putting
    expect(vault.health()).toMatchObject({ hasUnsaved: false })
    expect(await (await folder.open()).get('a-1')).toBe('new')
  })

  it('E72 for good: five more attempts, then text; the old file stays and saving goes on later', async (ctx) => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'old')
    if (!setImmutable(folder, true)) ctx.skip(why)
    const before = folder.snapshot()
    const refusal = problemOf(vault.put(accountHeader('a-1'), 'new'))
    for (const delayMs of [20, 40, 80, 160, 320]) {
      await eventually(() => expect(folder.clock.waiting()).toBe(1))
      folder.clock.advance(delayMs)
    }
    const { code, evidence } = await refusal
    setImmutable(folder, false)
    expect([code, evidence]).toEqual(['disk_refused', [{ label: 'Error', value: 'EPERM' }]])
    expect(folder.snapshot()).toEqual(before)
    expect(await vault.get('a-1')).toBe('new')
    expect(vault.health().hasUnsaved).toBe(true)

    folder.clock.advance(1_000)
    await eventually(() => expect(vault.health()).toMatchObject({ hasUnsaved: false }))
    expect(await (await folder.open()).get('a-1')).toBe('new')
  })

  it('E72 of the new file after the old one was moved: the old one is put back', async (ctx) => {
    const folder = makeVaultFolder()
    const vault = await folder.open()
    await vault.put(accountHeader('a-1'), 'old')
    const before = folder.read('records/a-1.record')
    if (!setImmutable(folder, true)) ctx.skip(why)
    const refusal = problemOf(vault.put(accountHeader('a-1'), 'new'))
    await eventually(() => expect(folder.clock.waiting()).toBe(1))
    const temporary = readdirSync(folder.records).find((name) => name.endsWith('.tmp')) ?? ''
    setImmutable(folder, true, temporary)
    setImmutable(folder, false)
    for (const delayMs of [20, 20, 40, 80, 160, 320]) {
      await eventually(() => expect(folder.clock.waiting()).toBe(1))
      folder.clock.advance(delayMs)
    }
    expect((await refusal).code).toBe('disk_refused')
    setImmutable(folder, false, temporary)
    expect(folder.read('records/a-1.record')).toEqual(before)
    expect(readdirSync(folder.records)).toEqual(['a-1.record', temporary])
    expect(await vault.get('a-1')).toBe('new')
  })
})

describe('a killed process', () => {
  it('E73 kill -9, 200 times while writing: always the old or the new state, no temporary file stays', {
    timeout: 300_000,
  }, async () => {
    const folders = [makeVaultFolder(), makeVaultFolder()]
    const found = await Promise.all(folders.map((folder) => killRepeatedly(folder, 100)))
    const kills = found.flat()
    expect(kills).toHaveLength(200)
    // Proof that the kills met writes under way, and not the pauses between them.
    expect(kills.filter((kill) => kill.leftTemporary).length).toBeGreaterThan(0)
    expect(kills.filter((kill) => kill.problem !== undefined)).toEqual([])
  })

  async function killRepeatedly(folder: VaultFolder, times: number) {
    const kills: { leftTemporary: boolean; problem: unknown }[] = []
    mkdirSync(folder.dir, { recursive: true })
    for (let time = 0; time < times; time += 1) {
      const { started, done } = await killWhileWriting(folder.parent, 1 + (time % 5))
      const leftTemporary = readdirSync(folder.records).some((name) => name.endsWith('.tmp'))
      const vault = await folder.open()
      const found = Number((await vault.get('a-1'))?.split(' ')[0] ?? 0)
      const { state, setAside, problem } = vault.health()
      const names = readdirSync(folder.records).filter((name) => !/^a-1\.record(\.bak)?$/.test(name))
      const isSound =
        (found === done || found === started) &&
        state === 'open' &&
        setAside.length === 0 &&
        names.length === 0
      kills.push({
        leftTemporary,
        problem: isSound ? undefined : { found, started, done, state, setAside, problem, names },
      })
      await vault.close()
    }
    return kills
  }

  /** Kills the writer as soon as it has begun its n-th write. */
  async function killWhileWriting(parent: string, beginnings: number) {
    const writer = spawn(process.execPath, [bundle.script, 'write-forever', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = once(writer, 'exit')
    let [started, done, seen] = [0, 0, 0]
    for await (const line of createInterface(writer.stdout)) {
      const number = Number(line.slice(2))
      if (line.startsWith('d')) done = number
      else {
        started = number
        seen += 1
        done = Math.max(done, number - 1)
      }
      if (seen === beginnings) writer.kill('SIGKILL')
    }
    expect(await exit).toEqual([null, 'SIGKILL'])
    return { started, done }
  }
})
