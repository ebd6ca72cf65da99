import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'

/** Bundles listener-process.ts for plain Node into a folder of its own, which the caller deletes. */
export async function bundleListenerProcess(): Promise<{ readonly folder: string; readonly script: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-listener-process-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./listener-process.ts', import.meta.url)),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'listener-process.mjs' } },
    },
  })
  return { folder, script: join(folder, 'listener-process.mjs') }
}

/** The loopback addresses that are left, in a new network namespace that nothing else sees. */
export type LoopbackAddresses = '::1 only' | 'none'

const unshare = process.getuid?.() === 0 ? ['-n'] : ['-rn']
// Set up as in any system, then taken away: while the interface is down, Linux lets 127.0.0.1 be bound all the same.
const withoutIpv4 = 'ip link set lo up && ip address del 127.0.0.1/8 dev lo'
const takeAway: Readonly<Record<LoopbackAddresses, string>> = {
  '::1 only': withoutIpv4,
  none: `${withoutIpv4} && ip address del ::1/128 dev lo`,
}

/** Why a test cannot have these addresses alone, to stand at the end of its title; empty where it can. */
export function namespaceReason(): string {
  const { status } = spawnSync('unshare', [...unshare, 'sh', '-c', takeAway.none])
  return status === 0 ? '' : ' (needs a network namespace of its own, the command ip and IPv6)'
}

/** Runs the bundled process in a network namespace that has these addresses alone, and reads its report. */
export async function runInNamespace(script: string, addresses: LoopbackAddresses): Promise<unknown> {
  const command = `${takeAway[addresses]} && exec "$1" "$2"`
  const args = [...unshare, 'sh', '-c', command, 'sh', process.execPath, script]
  const { stdout } = await promisify(execFile)('unshare', args, { timeout: 50_000 })
  return JSON.parse(stdout)
}
