/*
 * A vault in a process of its own, to be killed, and to run on a disk that is too small or read-only.
 * Bundled and started by run-vault-process.ts: `node vault-process.mjs <scenario> <folder>`.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '../../../contract/problem.ts'
import { createVault } from '../../../main/vault/vault.ts'
import { createFakeClock } from '../fake-clock.ts'
import { createFakeSecretBox } from './fake-secret-box.ts'

const [scenario, folder = ''] = process.argv.slice(2)
const dir = join(folder, 'vault')
const path = join(dir, 'records', 'a-1.record')
const header = { id: 'a-1', kind: 'account', note: {} } as const
const clock = createFakeClock()
const create = () =>
  createVault({ dir, secretBox: createFakeSecretBox(), clock, log: { info: () => {}, warn: () => {} } })

switch (scenario) {
  case 'write-forever':
    await writeForever()
    break
  case 'full-disk':
    report(await fillDisk())
    break
  case 'read-only-disk':
    report(await makeReadOnly())
    break
}

/** Tells of each write when it begins (`s 7`) and when it is acknowledged (`d 7`). */
async function writeForever(): Promise<void> {
  const vault = create()
  await vault.open()
  const first = Number((await vault.get('a-1'))?.split(' ')[0] ?? 0) + 1
  for (let number = first; ; number += 1) {
    writeSync(1, `s ${number}\n`)
    await vault.put(header, `${number} ${'x'.repeat((number * 7_919) % 20_000)}`)
    writeSync(1, `d ${number}\n`)
  }
}

async function fillDisk(): Promise<object> {
  const vault = create()
  await vault.open()
  await vault.put(header, 'the old text')
  const before = hash()

  const filler = openSync(join(folder, 'filler'), 'wx')
  const filledBytes = fill(filler)
  const noneLeft = await put('with no byte left')
  const noneLeftState = { hash: hash(), names: names(), held: await vault.get('a-1'), health: vault.health() }

  const task = await vault.exclusively('a-1', async () => 'ran')
  const locksLeft = readdirSync(join(dir, 'locks'))

  ftruncateSync(filler, filledBytes - 8_192)
  const fewLeft = await put(`with 8 kB left ${'x'.repeat(30_000)}`)
  const fewLeftState = { hash: hash(), names: names(), hasUnsaved: vault.health().hasUnsaved }
  const reopened = await (await opened()).get('a-1')

  closeSync(filler)
  rmSync(join(folder, 'filler'))
  const saved = new Promise<void>((resolve) => vault.onChange((health) => !health.hasUnsaved && resolve()))
  clock.advance(60_000)
  await saved
  return {
    before,
    noneLeft,
    noneLeftState,
    task,
    locksLeft,
    fewLeft,
    fewLeftState,
    reopened,
    afterwards: { health: vault.health(), text: (await (await opened()).get('a-1'))?.slice(0, 14) },
  }

  async function put(text: string): Promise<string> {
    return codeOf(vault.put(header, text))
  }
}

async function makeReadOnly(): Promise<object> {
  const vault = create()
  await vault.open()
  await vault.put(header, 'the old text')
  await vault.put({ ...header, id: 'a-2' }, 'another')
  const before = hash()
  remount('ro')
  const put = await codeOf(vault.put(header, 'the new text'))
  const remove = await codeOf(vault.remove('a-2'))
  const state = { hash: hash(), held: await vault.get('a-1'), health: vault.health() }
  const second = await opened()
  const reopened = {
    state: second.health().state,
    text: await second.get('a-1'),
    other: await second.get('a-2'),
  }
  await vault.close()
  remount('rw')
  await vault.open()
  return {
    before,
    put,
    remove,
    state,
    reopened,
    afterwards: vault.health(),
    text: await (await opened()).get('a-1'),
  }

  function remount(how: string): void {
    execFileSync('mount', ['-o', `remount,${how}`, folder])
  }
}

function fill(descriptor: number): number {
  for (const size of [4_096, 512, 1]) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  return statSync(join(folder, 'filler')).size
}

async function opened() {
  const vault = create()
  await vault.open()
  return vault
}

async function codeOf(promise: Promise<void>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
  )
}

function hash(): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function names(): string[] {
  return readdirSync(join(dir, 'records')).sort()
}

function report(value: object): void {
  writeSync(1, JSON.stringify(value))
}
