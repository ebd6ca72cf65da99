import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

/** `npm run bench`: measures, one after another; what they give is printed and judged by scripts/bench.mjs. */
export default defineConfig({
  testDir: 'test/bench',
  testMatch: '*.bench.ts',
  outputDir: join(artifacts, 'bench-run'),
  workers: 1,
  retries: 0,
  timeout: 10 * 60_000,
  reporter: 'line',
})
