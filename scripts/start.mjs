import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say } from './say.mjs'
import { hasDisplay } from './session/display.mjs'

/*
 * `npm start` opens the app; arguments after `--` go to it. Where no window can be opened it runs the
 * demo, which brings a display of its own.
 */
if (hasDisplay()) {
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  if (isRoot) say('running as root: Electron starts only without its sandbox (--no-sandbox)')
  follow(findRuntime().executable, [...(isRoot ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)])
} else {
  say('there is no display here: running the demo instead (npm run demo)')
  follow(process.execPath, [fileURLToPath(new URL('./demo.mjs', import.meta.url))])
}

function follow(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 1 : code
  })
}
