import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

// Vitest and the scripts run here; this file itself may run from a bundle elsewhere.
const root = process.cwd()

/** Bundles app-process.ts for plain Node, beside node_modules so that the libraries are found. */
export async function bundleAppProcess(): Promise<{ readonly script: string; remove(): void }> {
  const outDir = join(root, '.cache', `crash-${process.pid}`)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'test/support/crash/app-process.ts',
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'app-process.mjs' } },
    },
  })
  return {
    script: join(outDir, 'app-process.mjs'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
