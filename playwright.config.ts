import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

/**
 * The end-to-end tests. One at a time: each has a real window, a real browser and a real keyring, and
 * they share one display. No retries: a test that passes the second time hides a fault. No traces by
 * default: they record what is typed and sent.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: join(artifacts, 'e2e'),
  forbidOnly: true,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['dot'], ['json', { outputFile: join(artifacts, 'playwright.json') }]],
})
