import { defineConfig } from 'vitest/config'

/** What packages hold, read from their files; run by scripts/test-package.mjs, which makes them. */
export default defineConfig({
  test: {
    include: ['test/package/artifacts/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
