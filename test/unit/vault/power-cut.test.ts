import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleVaultProcess } from '../../support/vault/run-vault-process.ts'
import { type TracedCall, traceReason, traceWrites } from '../../support/vault/trace-calls.ts'
import { makeVaultFolder } from '../../support/vault/vault-folder.ts'

let bundle: Awaited<ReturnType<typeof bundleVaultProcess>>
beforeAll(async () => {
  bundle = await bundleVaultProcess()
})
afterAll(() => rmSync(bundle.folder, { recursive: true, force: true }))

const reason = traceReason()

/** What a call does to the record, in a word and with names without their folder; undefined for every other call. */
function nameStep({ name, args }: TracedCall, records: string): string | undefined {
  const [, line] = /^1<[^>]*>, "([sd] \d+)\\n"/.exec(args) ?? []
  if (line !== undefined) return line
  if (!args.includes(records)) return undefined
  const paths = [...args.matchAll(/[<"](\/[^>"]*)[>"]/g)].map(([, path = '']) => path)
  const names = paths.map((path) =>
    path === records ? 'the folder' : path.slice(records.length + 1).replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp'),
  )
  return [name, ...names].join(' ')
}

describe.skipIf(reason !== '')('a power cut', () => {
  it(`E74 one put: the bytes, their sync, the renames, the sync of the folder, and only then it resolves${reason}`, async () => {
    const { parent, records } = makeVaultFolder()
    const calls = (await traceWrites(bundle.script, parent, 'd 2'))
      .map((call) => ({ ...call, step: nameStep(call, records) }))
      .filter(({ step }) => step !== undefined)
    const steps = calls.map(({ step }) => step)
    const [first, last] = [steps.indexOf('s 2'), steps.indexOf('d 2')]
    expect(steps.slice(first, last + 1)).toEqual([
      's 2',
      'pwrite64 a-1.record.tmp',
      'fsync a-1.record.tmp',
      'rename a-1.record a-1.record.bak',
      'rename a-1.record.tmp a-1.record',
      'fsync the folder',
      'd 2',
    ])
    const put = calls.slice(first, last + 1)
    for (const [at, { begin }] of put.entries()) expect(begin).toBeGreaterThan(put[at - 1]?.end ?? -1)
  })
})
