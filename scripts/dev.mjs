import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'

/* `npm run dev` opens the app from a development server: the window reloads when a source changes. */
const isRoot = process.platform === 'linux' && process.getuid() === 0
const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
const child = spawn(process.execPath, [bundler, 'dev', ...(isRoot ? ['--noSandbox'] : [])], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_EXEC_PATH: findRuntime().executable },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('exit', (code, signal) => {
  process.exitCode = signal ? 1 : code
})
