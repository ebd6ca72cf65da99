import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { built } from './built.ts'

const fpm = join(import.meta.dirname, '../../../scripts/package/fpm.mjs')

/** A root of its own with rpm's records and the few programs that the scripts of a package call. Needs root. */
export interface RpmRoot {
  readonly folder: string
  rpm(...args: string[]): string
  /** True also for a link that leads nowhere. */
  has(path: string): boolean
  remove(): void
}

/** Makes an empty root whose system has user namespaces and AppArmor. */
export function makeRpmRoot(): RpmRoot {
  const folder = mkdtempSync(join(built, 'rpm-root-'))
  const at = (path: string) => join(folder, path)
  for (const path of ['bin', 'dev', 'etc/apparmor.d', 'proc/self/ns', 'tmp', 'usr/bin', 'var/lib/rpm']) {
    mkdirSync(at(path), { recursive: true })
  }
  copyFileSync('/bin/busybox', at('bin/busybox'))
  chmodSync(at('bin/busybox'), 0o755)
  for (const applet of ['sh', 'chmod', 'cp', 'ln', 'readlink', 'rm'])
    symlinkSync('busybox', at(`bin/${applet}`))
  // What the scripts ask of the system, answered with yes.
  symlinkSync('user:[1]', at('proc/self/ns/user'))
  for (const name of ['unshare', 'apparmor_status', 'apparmor_parser']) {
    writeFileSync(at(`bin/${name}`), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  }
  return {
    folder,
    rpm: (...args) => execFileSync('rpm', ['--root', folder, ...args], { encoding: 'utf8', stdio: 'pipe' }),
    has: (path) => lstatSync(at(path), { throwIfNoEntry: false }) !== undefined,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A later version of a package with one file, and with the scripts that the package has. */
export function makeNextRpm(rpm: string, folder: string): string {
  const script = (tag: string) => {
    const file = join(folder, `${tag}.sh`)
    writeFileSync(file, execFileSync('rpm', ['-qp', '--qf', `%{${tag}}`, rpm]))
    return file
  }
  const content = join(folder, 'next')
  mkdirSync(content)
  writeFileSync(join(content, 'keyfold'), '')
  const target = join(folder, 'next.rpm')
  execFileSync(process.execPath, [
    ...[fpm, '-s', 'dir', '-t', 'rpm', '--name', 'keyfold', '--version', '9.0.0', '--architecture', 'amd64'],
    ...['--description', 'next', '--maintainer', 'x', '--vendor', 'x', '--url', 'https://x.example'],
    ...['--license', 'MIT', '--rpm-compression', 'gzip', '--package', target],
    ...['--after-install', script('POSTIN'), '--after-remove', script('POSTUN')],
    `${content}/=/opt/Keyfold`,
  ])
  if (!existsSync(target)) throw new Error('there is no next rpm')
  return target
}
