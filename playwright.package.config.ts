import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'
const stage = process.env.KEYFOLD_PACKAGE_STAGE ?? 'release'

/** The installed app; run by scripts/test-package.mjs, which installs it. One stage a run: release, start, driven. */
export default defineConfig({
  testDir: 'test/package/installed',
  testMatch: `${stage}.spec.ts`,
  outputDir: join(artifacts, `package-${stage}`),
  forbidOnly: true,
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['dot'], ['json', { outputFile: join(artifacts, `package-${stage}.json`) }]],
})
