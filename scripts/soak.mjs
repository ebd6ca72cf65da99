import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.mjs'
import { say } from './say.mjs'

/*
 * `npm run soak [-- <kills>]`: the program killed at every step of a refresh, 1,000 times or as often as is said. Prints
 * kills, restarts, tokens lost (0) and refreshes per expiry (1), and ends with 1 where they are others.
 */
const kills = process.argv[2] ?? '1000'
const folder = join(root, '.cache', `soak-${process.pid}`)
const { build } = await import('vite')
await build({
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: 'test/support/crash/soak.ts',
    outDir: folder,
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'soak.mjs' } },
  },
})
say(`killing the program ${kills} times`)
process.argv[2] = kills
try {
  await import(pathToFileURL(join(folder, 'soak.mjs')).href)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
