import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

/**
 * The end-to-end tests. Two at a time: each has a real window, a real browser and a real keyring of its
 * own, and each worker its own display. No retries: a test that passes the second time hides a fault. No traces by
 * default: they record what is typed and sent. The limits only end what hangs: a busy machine takes its time.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: join(artifacts, 'e2e'),
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['dot'], ['json', { outputFile: join(artifacts, 'playwright.json') }]],
})
