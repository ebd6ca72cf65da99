import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePlace } from '../../e2e/support/place.ts'
import { test as base, expect } from '../../e2e/support/test.ts'
import {
  type InstalledKeyfold,
  listeningSockets,
  program,
  runInstalled,
  type StartOptions,
  startInstalled,
} from '../support/installed.ts'

/* The release build, which nobody can attach to: seen from outside, as its user and the system see it. */

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

const test = base.extend<{ start: (options?: StartOptions) => Promise<InstalledKeyfold> }>({
  start: async ({ display }, use) => {
    const started: InstalledKeyfold[] = []
    await use(async (options) => {
      const one = await startInstalled(display, options)
      started.push(one)
      return one
    })
    for (const one of started) await one.close()
  },
})

test('I130 it runs without root, sandboxed, and listens nowhere', async ({ start }) => {
  const keyfold = await start()
  await keyfold.window()
  const processes = keyfold.processes()
  const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'))
  expect(renderers.length).toBeGreaterThan(0)
  for (const { status } of renderers) {
    expect(status).toMatch(/^Seccomp:\t2$/m)
    expect(status).toMatch(/^NoNewPrivs:\t1$/m)
  }
  for (const { status, commandLine } of processes) {
    expect(status).not.toMatch(/^Uid:.*\b0\b/m)
    expect(commandLine).not.toContain('--no-sandbox')
  }
  expect(listeningSockets(processes.map(({ pid }) => pid))).toEqual([])
})

test('its window belongs to its desktop file, and shows itself', async ({ start }) => {
  const keyfold = await start({ command: '/usr/bin/keyfold' })
  const { title, wmClass } = await keyfold.window()
  expect(title).toBe('Keyfold')
  const entry = readFileSync('/usr/share/applications/keyfold.desktop', 'utf8')
  expect(wmClass).toBe(/^StartupWMClass=(.*)$/m.exec(entry)?.[1])
  // An empty screen and an empty window are a few kilobytes; the picture grows once the page has painted.
  const picture = join(artifacts, 'installed-window.png')
  mkdirSync(artifacts, { recursive: true })
  await expect
    .poll(() => {
      spawnSync('scrot', ['--overwrite', picture], { env: keyfold.place.env })
      return existsSync(picture) ? statSync(picture).size : 0
    })
    .toBeGreaterThan(30_000)
  await keyfold.quit()
})

test('G112 and I129 switches that open its window or weaken it are refused', async ({ display }) => {
  const place = makePlace(display)
  try {
    for (const refused of [
      '--remote-debugging-port=0',
      '--remote-debugging-pipe',
      '--ignore-certificate-errors',
      '--disable-web-security',
      '--host-resolver-rules=MAP * 127.0.0.1',
      '--load-extension=/nowhere',
      '--renderer-cmd-prefix=/bin/true',
      '--js-flags=--allow-natives-syntax',
    ]) {
      const { exitCode, output } = runInstalled(place, [refused])
      expect(exitCode, `${refused}: ${output}`).toBe(1)
      expect(output).toContain(`Start it again without ${refused.split('=')[0]}`)
    }
    expect(existsSync(place.dataFolder) ? readdirSync(place.dataFolder) : []).not.toContain('vault')
  } finally {
    await place.remove()
  }
})

test('I122 and I129 what Node reads from the command line and the environment is ignored', async ({
  start,
}) => {
  const traces = (root: string) => readdirSync(root).filter((name) => name.startsWith('trace-'))
  const keyfold = await start({
    args: ['--inspect=0', '--inspect-brk=0'],
    env: ({ root }) => {
      writeFileSync(
        join(root, 'hook.cjs'),
        `require('fs').writeFileSync(${JSON.stringify(`${root}/trace-node`)}, '')`,
      )
      return {
        NODE_OPTIONS: `--require=${root}/hook.cjs`,
        NODE_EXTRA_CA_CERTS: join(root, 'hook.cjs'),
        NODE_V8_COVERAGE: join(root, 'trace-coverage'),
        SSLKEYLOGFILE: join(root, 'trace-keys'),
      }
    },
  })
  await keyfold.window()
  expect(listeningSockets(keyfold.processes().map(({ pid }) => pid))).toEqual([])
  expect(keyfold.output()).not.toContain('Debugger listening')
  await keyfold.quit()
  expect(traces(keyfold.place.root)).toEqual([])
})

test('I122 it does not become a Node that runs anything', async ({ start }) => {
  const keyfold = await start({
    args: ['-e', 'process.stdout.write("it is Node")'],
    env: () => ({ ELECTRON_RUN_AS_NODE: '1' }),
  })
  await keyfold.window()
  expect(keyfold.output()).not.toContain('it is Node')
})

test('I121 a second start with hostile arguments brings the first forward and ends', async ({ start }) => {
  const first = await start()
  await first.window()
  const hostile = [
    '--user-agent=evil',
    'keyfold://callback?code=1',
    '--',
    '-rf',
    '/',
    '$(touch /tmp/x)',
    '\n',
  ]
  for (let times = 0; times < 5; times += 1) {
    expect(runInstalled(first.place, hostile).exitCode).toBe(0)
  }
  expect(first.processes().filter(({ commandLine }) => commandLine.includes('--type=renderer'))).toHaveLength(
    1,
  )
})

test('it leaves data that its removal is to keep', async ({ start }) => {
  const config = process.env.KEYFOLD_PACKAGE_DATA ?? ''
  const keyfold = await start({ env: () => ({ XDG_CONFIG_HOME: config }) })
  await keyfold.window()
  await expect.poll(() => existsSync(join(config, 'Keyfold', 'vault'))).toBe(true)
  await keyfold.quit()
})

test('it writes in its data folder and nowhere else in the home', async ({ start }) => {
  const keyfold = await start()
  await keyfold.window()
  await keyfold.quit()
  const { place } = keyfold
  expect(readdirSync(place.config).filter((name) => name !== 'mimeapps.list')).toEqual(['Keyfold'])
  expect(statSync(place.dataFolder).mode & 0o077, 'for its user alone').toBe(0)
  expect(existsSync(program)).toBe(true)
})
