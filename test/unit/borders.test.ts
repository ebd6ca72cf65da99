import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/*
 * The borders between the folders (docs/architecture.md) are held by Biome and by TypeScript. Here each is
 * violated in a copy, and the gate must name the line and the rule; the lines allowed must pass.
 */
interface Border {
  readonly file: string
  readonly rule: string
  /** Each a line. */
  readonly violations: readonly string[]
  /** Each a line. */
  readonly allowed: readonly string[]
}

const repository = resolve(import.meta.dirname, '../..')
const load = (...specifiers: string[]) => specifiers.map((specifier) => `import '${specifier}'`)
const imports = (file: string, violations: string[], allowed: string[]): Border => ({
  file,
  rule: 'lint/style/noRestrictedImports',
  violations,
  allowed,
})

const ports = load('../ports.ts', '../../contract/models.ts', './planted-other.ts')
const disguisedElectron = [
  "import type { App } from 'electron'",
  "export const later = () => import('electron')",
  "export * from 'electron'",
  "export { app } from 'electron'",
]
const wholeElectron = [
  "import all from 'electron'",
  "import * as every from 'electron'",
  "export * from 'electron'",
]
const ipcMain = ["import { ipcMain } from 'electron'", "import { ipcMain as alias } from 'electron/main'"]
const shell = ["import { shell } from 'electron'", "import { shell as outside } from 'electron/common'"]
const screenParts = load(
  '../../ui/button.tsx',
  '../../state/mirror.ts',
  '../../../contract/models.ts',
  './row.tsx',
)

const lintBorders: Border[] = [
  imports(
    'contract/planted.ts',
    load('../main/app.ts', '../renderer/bridge.ts', 'node:fs', 'electron', 'react'),
    load('valibot', './problem.ts'),
  ),
  imports(
    'main/oauth/planted.ts',
    [
      ...load('electron', 'electron/main', '../vault/vault.ts', '../ipc/router.ts', '../windows/window.ts'),
      ...load('node:fs', 'got', '../accounts/connect.ts', '../app.ts'),
      ...disguisedElectron,
    ],
    [...ports, ...load('../local-hosts.ts', 'oauth4webapi', 'node:http', 'node:crypto')],
  ),
  ...['main/vault/planted.ts', 'main/providers/planted.ts'].map((file) =>
    imports(
      file,
      load('electron', 'electron-store', 'node:http', '../oauth/refresh.ts', '../ipc/router.ts'),
      [...ports, ...load('node:fs/promises', 'node:path')],
    ),
  ),
  ...['main/api/planted.ts', 'main/checks/planted.ts', 'main/accounts/planted.ts'].map((file) =>
    imports(
      file,
      load('electron', '../windows/window.ts', '../ipc/router.ts', '../platform/open-browser.ts'),
      [...ports, ...load('../oauth/refresh.ts', '../http/client.ts')],
    ),
  ),
  imports(
    'main/ipc/router.ts',
    load('electron', './electron-transport.ts', '../vault/vault.ts', 'node:fs'),
    load('../../contract/ipc.ts', '../log/log.ts', 'valibot'),
  ),
  ...['main/app.ts', 'main/http/planted.ts', 'main/log/planted.ts', 'main/ipc/trusted-sender.ts'].map(
    (file) => imports(file, load('electron', 'electron-store', '../renderer/bridge.ts'), load('node:path')),
  ),
  ...['main/platform/planted.ts', 'main/windows/planted.ts', 'main/index.ts'].map((file) =>
    imports(file, [...wholeElectron, ...ipcMain, ...shell], ["import { app } from 'electron'"]),
  ),
  imports(
    'main/platform/open-browser.ts',
    [...wholeElectron, ...ipcMain],
    ["import { shell } from 'electron'"],
  ),
  imports(
    'main/ipc/electron-transport.ts',
    [...wholeElectron, ...shell],
    ["import { ipcMain } from 'electron'"],
  ),
  imports(
    'preload/planted.ts',
    [...load('node:fs', '../main/app.ts', 'valibot'), ...wholeElectron, ...shell],
    ["import { contextBridge, ipcRenderer } from 'electron'", ...load('../contract/ipc.ts')],
  ),
  imports(
    'renderer/planted.tsx',
    load('electron', 'node:fs', '../main/app.ts', '../preload/index.ts', '../demo/users.ts'),
    load('react', './bridge.ts', '../contract/ipc.ts'),
  ),
  imports(
    'renderer/ui/planted.tsx',
    load(
      '../../contract/models.ts',
      '../bridge.ts',
      '../state/mirror.ts',
      '../screens/accounts/accounts.tsx',
    ),
    load('react', 'react-aria-components', './button.tsx'),
  ),
  imports(
    'renderer/screens/accounts/planted.tsx',
    load('../explorer/explorer.tsx', '../explorer.tsx', '../../bridge.ts', '../../app.tsx', 'node:fs'),
    screenParts,
  ),
  imports(
    'renderer/screens/accounts/list/planted.tsx',
    load('../../explorer/explorer.tsx', '../../../bridge.ts', '../../../app.tsx'),
    load(
      '../row.tsx',
      '../../../ui/button.tsx',
      '../../../state/mirror.ts',
      '../../../../contract/models.ts',
    ),
  ),
  imports(
    'renderer/state/planted.ts',
    load('../ui/button.tsx', '../screens/accounts/accounts.tsx', 'electron'),
    load('../bridge.ts', '../../contract/ipc.ts', 'zustand'),
  ),
  {
    file: 'main/accounts/planted-console.ts',
    rule: 'lint/suspicious/noConsole',
    violations: ["console.log('planted')"],
    allowed: ['export const quiet = true'],
  },
  {
    file: 'main/http/circle.ts',
    rule: 'lint/suspicious/noImportCycles',
    violations: ["export { back } from './circle-back.ts'"],
    allowed: ['export const circle = true'],
  },
]
const circleBack = ["export { circle } from './circle.ts'", 'export const back = true']

const typeBorders: Border[] = [
  ...['renderer', 'contract', 'preload'].map((folder) => ({
    file: `${folder}/planted-node.ts`,
    rule: 'TS2591',
    violations: ["export { readFileSync } from 'node:fs'", 'export const variables = process.env'],
    allowed: ['export const nothing = true'],
  })),
  ...['main', 'contract'].map((folder) => ({
    file: `${folder}/planted-dom.ts`,
    rule: 'TS2584',
    violations: ['export const title = () => document.title'],
    allowed: ['export const nothing = true'],
  })),
  ...[
    ['renderer', 'main'],
    ['main', 'renderer'],
    ['contract', 'main'],
    ['preload', 'main'],
  ].map(([folder, other]) => ({
    file: `${folder}/planted-${other}.ts`,
    rule: 'TS6307',
    violations: [`export { target } from '../${other}/target.ts'`],
    allowed: [
      folder === 'contract'
        ? "export { target } from './target.ts'"
        : "export { target } from '../contract/target.ts'",
    ],
  })),
]

/** The rules broken, as `file:line rule`. */
type Broken = Set<string>

let workFolder: string
beforeAll(async () => {
  workFolder = await mkdtemp(join(tmpdir(), 'keyfold-borders-'))
})
afterAll(() => rm(workFolder, { recursive: true, force: true }))

describe.each([
  { gate: 'Biome', borders: lintBorders, check: lint },
  { gate: 'TypeScript', borders: typeBorders, check: compile },
])('$gate', ({ gate, borders, check }) => {
  let planted: Broken
  let clean: Broken
  beforeAll(async () => {
    planted = await check(join(workFolder, `${gate}-planted`), (border) => border.violations)
    clean = await check(join(workFolder, `${gate}-clean`), (border) => border.allowed)
  }, 60_000)

  const cases = borders.flatMap(({ file, rule, violations }) =>
    violations.map((violation, index) => ({ file, rule, violation, at: `${file}:${index + 1}` })),
  )
  it.each(cases)('$file refuses $violation', ({ at, rule }) => {
    expect(planted).toContain(`${at} ${rule}`)
  })

  it('refuses nothing that is allowed', () => {
    expect([...clean]).toEqual([])
  })
})

async function lint(root: string, lines: (border: Border) => readonly string[]): Promise<Broken> {
  await cp(join(repository, 'biome.json'), join(root, 'biome.json'))
  await plant(root, 'main/http/circle-back.ts', circleBack)
  for (const border of lintBorders) await plant(root, border.file, lines(border))
  const rules = [...new Set(lintBorders.map(({ rule }) => rule))].map((rule) =>
    rule.replace('lint/', '--only='),
  )
  const cli = join(repository, 'node_modules/@biomejs/biome/bin/biome')
  const report = await runNode(root, [cli, 'lint', ...rules, '--reporter=json', '--max-diagnostics=none'])
  const { diagnostics } = JSON.parse(report) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[]
  }
  const planted = diagnostics.filter(({ location }) => location.path !== 'main/http/circle-back.ts')
  return new Set(
    planted.map(({ category, location }) => `${location.path}:${location.start.line} ${category}`),
  )
}

async function compile(root: string, lines: (border: Border) => readonly string[]): Promise<Broken> {
  const folders = ['contract', 'main', 'preload', 'renderer']
  await cp(join(repository, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'))
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction')
  for (const folder of folders) {
    await plant(root, `${folder}/target.ts`, ['export const target = 1'])
    await cp(join(repository, folder, 'tsconfig.json'), join(root, folder, 'tsconfig.json'))
  }
  for (const border of typeBorders) await plant(root, border.file, lines(border))
  const cli = join(repository, 'node_modules/typescript/bin/tsc')
  const report = await runNode(root, [cli, '-b', ...folders, '--pretty', 'false'])
  const errors = report.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+)/gm)
  return new Set([...errors].map(([, file, line, code]) => `${file}:${line} ${code}`))
}

async function plant(root: string, file: string, lines: readonly string[]) {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), `${lines.join('\n')}\n`)
}

/** The standard output, whatever the exit code: both gates end with one that is not 0 where they find something. */
function runNode(cwd: string, args: string[]) {
  return new Promise<string>((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 32 * 1024 * 1024 }, (_error, stdout) => done(stdout))
  })
}
