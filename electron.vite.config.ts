import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { build, type Plugin } from 'vite'
import { calls, events } from './contract/ipc.ts'

const root = import.meta.dirname
/** The oldest runtime that the code must run on: Electron 33 (Node 20.18, Chromium 130). */
const nodeTarget = 'node20.18'
const chromiumTarget = 'chrome130'

/** Beside each bundle, for scripts/package/notices.mjs: the packages whose code it holds and their licences. */
const license = { fileName: 'licenses.json' }

const contractModules = /[\\/](contract|valibot)[\\/]/

/**
 * Builds the demo provider as a bundle of its own beside main's, so that oidc-provider is read from disk
 * only when somebody asks for the demo, and shares no chunk with the program.
 */
function demoProvider(): Plugin {
  return {
    name: 'keyfold:demo-provider',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        publicDir: false,
        ssr: { noExternal: true },
        build: {
          ssr: true,
          outDir: resolve(root, 'out/demo'),
          license,
          emptyOutDir: true,
          target: nodeTarget,
          minify: true,
          rolldownOptions: {
            input: resolve(root, 'demo/utility-process.ts'),
            platform: 'node',
            // depd, of koa, makes deprecated functions with eval; nothing here reaches it.
            checks: { eval: false },
            // oidc-provider looks its settings up by the names of its classes.
            output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false, keepNames: true },
          },
        },
      })
    },
  }
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license,
      target: nodeTarget,
      // Nothing stays in node_modules: one file is read from disk where hundreds were.
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: resolve(root, 'main/index.ts'),
        platform: 'node',
        // The entry uses only the contract's channel names. Inlined, they leave the schemas to the services.
        optimization: { inlineConst: true },
        treeshake: {
          propertyReadSideEffects: false,
          moduleSideEffects: [{ test: contractModules, sideEffects: false }],
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          codeSplitting: { groups: [{ name: 'contract', test: contractModules }] },
        },
      },
    },
    plugins: [demoProvider()],
  },
  preload: {
    // The allow-list of calls and events, taken from the contract when building: the preload needs their names only.
    define: {
      callNames: JSON.stringify(Object.keys(calls)),
      eventNames: JSON.stringify(Object.keys(events)),
    },
    build: {
      outDir: 'out/preload',
      license,
      target: nodeTarget,
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: resolve(root, 'preload/index.ts'),
        treeshake: { propertyReadSideEffects: false },
        optimization: { inlineConst: true },
        // A sandboxed preload can only be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: resolve(root, 'out/renderer'),
      license,
      emptyOutDir: true,
      target: chromiumTarget,
      minify: true,
      sourcemap: false,
      // `data:` addresses are refused by the Content Security Policy.
      assetsInlineLimit: 0,
      // Read from the disk, not from a network.
      chunkSizeWarningLimit: 1_000,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: resolve(root, 'renderer/index.html'),
        optimization: { inlineConst: true },
        treeshake: { moduleSideEffects: [{ test: contractModules, sideEffects: false }] },
        output: {
          // Every file is a request that main answers: one for the first frame, one for what the other screens share.
          codeSplitting: {
            groups: [
              { name: 'first', tags: ['$initial'], priority: 1 },
              { name: 'shared', minShareCount: 2 },
            ],
          },
        },
      },
    },
  },
})
