import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The real renderer with a fake bridge, as a page: `npx vite --config test/support/renderer-harness/vite.harness.config.ts`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: { outDir: '../../../.cache/renderer-harness', emptyOutDir: true, target: 'chrome130' },
  cacheDir: fileURLToPath(new URL('../../../.cache/vite-harness', import.meta.url)),
})
