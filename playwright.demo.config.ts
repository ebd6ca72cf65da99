import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

/** `npm run demo`: one unattended run of the main job, reported step by step. */
export default defineConfig({
  testDir: 'test/demo',
  outputDir: join(artifacts, 'demo-run'),
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['./scripts/demo/step-reporter.mjs']],
})
