import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { findElectron } from '../e2e/support/keyfold.ts'
import { openKeyring } from '../e2e/support/keyring.ts'
import { makePlace } from '../e2e/support/place.ts'
import { startProcess } from '../e2e/support/processes.ts'
import { expect, test } from '../e2e/support/test.ts'
import { median, report } from './support/measures.ts'

const isSandboxed = process.env.KEYFOLD_SANDBOX === '1'

type Sides = Readonly<Record<'ours' | 'reference', readonly number[]>>

test('get and set in the vault beside electron-store', async ({ display }) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-bench-'))
  const place = makePlace(display)
  const keyring = await openKeyring(place, 'unlocked')
  const runs = 100
  try {
    await buildApp(folder)
    const app = await startProcess(
      findElectron(),
      [...(isSandboxed ? [] : ['--no-sandbox']), '--password-store=gnome-libsecret', folder],
      { env: { ...keyring.env, KEYFOLD_BENCH_RUNS: String(runs) } },
    )
    try {
      await expect
        .poll(app.output, { message: 'the app has measured', timeout: 240_000 })
        .toMatch(/^(?:MEASURED .*|.*Error: .*)\n/m)
    } finally {
      await app.kill()
    }
    const text = /^MEASURED (.*)$/m.exec(app.output())?.[1]
    if (text === undefined) throw new Error(app.output())
    const measured: Readonly<Record<'get' | 'set', Sides>> = JSON.parse(text)
    for (const call of ['get', 'set'] as const) {
      report({
        what: `vault ${call} at 1,000 accounts`,
        against: 'electron-store',
        ours: median(measured[call].ours),
        reference: median(measured[call].reference),
        unit: 'ms',
        goal: 1 / 20,
        runs,
      })
    }
  } finally {
    await keyring.close()
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Bundles the app in the way that the program is bundled: one ES module for the oldest runtime. */
async function buildApp(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, '../..'),
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.18',
      rolldownOptions: {
        input: join(import.meta.dirname, 'vault-app/main.ts'),
        external: ['electron'],
        platform: 'node',
        output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
      },
    },
  })
  const description = { name: 'vault-bench', version: '0.0.0', type: 'module', main: 'main.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description))
}
