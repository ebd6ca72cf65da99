import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBuilt } from '../support/built.ts'
import { makeNextRpm, makeRpmRoot } from '../support/rpm-root.ts'

const isRoot = process.getuid?.() === 0
/** What the scripts make, beside the files of the package. */
const made = ['usr/bin/keyfold', 'etc/apparmor.d/keyfold']

describe('the rpm', () => {
  it.runIf(isRoot)('installs into an empty root, is upgraded, and leaves nothing when it is removed', () => {
    const root = makeRpmRoot()
    try {
      root.rpm('--install', '--nodeps', findBuilt('.rpm'))
      expect(root.rpm('--verify', '--nodeps', 'keyfold'), 'every file as the package has it').toBe('')
      expect(statSync(join(root.folder, 'opt/Keyfold/keyfold')).mode & 0o7777).toBe(0o755)
      expect(statSync(join(root.folder, 'opt/Keyfold/chrome-sandbox')).mode & 0o7777).toBe(0o755)
      for (const path of made) expect(root.has(path), path).toBe(true)

      root.rpm('--upgrade', '--nodeps', makeNextRpm(findBuilt('.rpm'), root.folder))
      expect(root.rpm('--query', 'keyfold')).toContain('keyfold-9.0.0-1')
      for (const path of made) expect(root.has(path), `${path} after an upgrade`).toBe(true)

      root.rpm('--erase', 'keyfold')
      for (const path of [...made, 'opt/Keyfold', 'usr/share/applications/keyfold.desktop']) {
        expect(root.has(path), `${path} after the removal`).toBe(false)
      }
    } finally {
      root.remove()
    }
  })

  it('needs what Fedora or openSUSE names, and runs no script but its two', () => {
    const query = (...args: string[]) => execFileSync('rpm', ['-qp', ...args, findBuilt('.rpm')]).toString()
    expect(query('--requires').split('\n')).toEqual(
      expect.arrayContaining(['(gtk3 or libgtk-3-0)', '(nss or mozilla-nss)', 'xdg-utils']),
    )
    const scripts = query('--scripts').match(/^\w+ (?:scriptlet|program).*$/gm)
    expect(scripts).toEqual([
      'postinstall scriptlet (using /bin/sh):',
      'postuninstall scriptlet (using /bin/sh):',
    ])
  })
})
