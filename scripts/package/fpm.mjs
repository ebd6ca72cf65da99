#!/usr/bin/env node
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/*
 * Stands where fpm stands (CUSTOM_FPM_PATH) on machines that cannot fetch electron-builder's own: takes the
 * arguments that electron-builder gives and hands the work to dpkg-deb or rpmbuild. Knows `-s dir` with
 * `-t deb` and `-t rpm` only.
 */
const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { type: 'string', short: 's' },
    t: { type: 'string', short: 't' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    force: { type: 'boolean' },
    ...Object.fromEntries(
      [
        ...['name', 'version', 'architecture', 'description', 'maintainer', 'vendor', 'url', 'license'],
        ...['category', 'package', 'after-install', 'after-remove'],
        ...['deb-compression', 'deb-priority', 'rpm-os', 'rpm-compression', 'rpm-summary'],
      ].map((name) => [name, { type: 'string' }]),
    ),
    'deb-recommends': { type: 'string', multiple: true, default: [] },
  },
})
const file = resolve(given.package)
// Beside the package: on the same file system the tree is made of links.
const workFolder = mkdtempSync(join(dirname(file), '.fpm-'))
try {
  const tree = join(workFolder, 'tree')
  layOut(tree)
  if (given.t === 'deb') buildDeb(tree)
  else if (given.t === 'rpm') buildRpm(tree)
  else throw new Error(`fpm.mjs does not make ${given.t}`)
} finally {
  rmSync(workFolder, { recursive: true, force: true })
}

/** `from=to`: a file, or a folder whose content is meant where `from` ends with a slash. */
function layOut(tree) {
  mkdirSync(tree, { mode: 0o755 })
  for (const [from, to] of positionals.map((mapping) => mapping.split('='))) {
    const target = join(tree, to)
    mkdirSync(from.endsWith('/') ? target : dirname(target), { recursive: true, mode: 0o755 })
    if (from.endsWith('/')) execFileSync('cp', ['-a', '--link', `${from}.`, target])
    else {
      cpSync(from, target)
      chmodSync(target, 0o644)
    }
  }
}

function filesIn(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1))
    .sort()
}

function buildDeb(tree) {
  const files = filesIn(tree)
  const sizeKiB = files.reduce((sum, name) => sum + Math.ceil(statSync(join(tree, name)).size / 1024), 0)
  const control = {
    Package: given.name,
    Version: given.version,
    License: given.license,
    Vendor: given.vendor,
    Architecture: given.architecture,
    Maintainer: given.maintainer,
    'Installed-Size': sizeKiB,
    Depends: given.depends.join(', '),
    Recommends: given['deb-recommends'].join(', '),
    Section: given.category ?? 'utils',
    Priority: given['deb-priority'] ?? 'optional',
    Homepage: given.url,
    Description: given.description,
  }
  const lines = Object.entries(control).filter(([, value]) => value !== undefined && value !== '')
  const sums = files.map((name) => {
    const sum = createHash('md5')
      .update(readFileSync(join(tree, name)))
      .digest('hex')
    return `${sum}  ${name}\n`
  })
  const folder = join(tree, 'DEBIAN')
  mkdirSync(folder, { mode: 0o755 })
  writeFileSync(join(folder, 'control'), lines.map(([name, value]) => `${name}: ${value}\n`).join(''))
  writeFileSync(join(folder, 'md5sums'), sums.join(''))
  for (const [option, script] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    if (given[option]) writeFileSync(join(folder, script), readFileSync(given[option]), { mode: 0o755 })
  }
  const compressions = { gz: ['-Zgzip'], bzip2: ['-Zbzip2'], xz: ['-Zxz'], zst: ['-Zzstd', '-z5'] }
  const compression = compressions[given['deb-compression']] ?? ['-Zxz']
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function buildRpm(tree) {
  const payloads = { gzip: 'w1.gzdio', bzip2: 'w9.bzdio', xzmt: 'w6T0.xzdio' }
  const owned = positionals.map((mapping) => mapping.split('=')[1].replace(/\/$/, ''))
  const script = (section, option) =>
    given[option] ? `\n%${section}\n${escapeMacros(readFileSync(given[option], 'utf8'))}` : ''
  const spec = `Name: ${given.name}
Version: ${given.version}
Release: 1
Summary: ${escapeMacros(given['rpm-summary'] ?? given.description)}
License: ${given.license}
Vendor: ${given.vendor}
Packager: ${given.maintainer}
URL: ${given.url}
${given.depends.map((name) => `Requires: ${name}`).join('\n')}
AutoReqProv: no

%description
${escapeMacros(given.description)}

%files
%defattr(-,root,root,-)
${owned.map((path) => `"${path}"`).join('\n')}
${script('post', 'after-install')}${script('postun', 'after-remove')}
`
  const specFile = join(workFolder, 'keyfold.spec')
  writeFileSync(specFile, spec)
  const definitions = {
    _topdir: join(workFolder, 'rpm'),
    _rpmdir: join(workFolder, 'built'),
    _rpmfilename: 'built.rpm',
    _binary_payload: payloads[given['rpm-compression']] ?? payloads.xzmt,
    _build_id_links: 'none',
    __os_install_post: '%{nil}',
    debug_package: '%{nil}',
  }
  const defines = Object.entries(definitions).flatMap(([name, value]) => ['--define', `${name} ${value}`])
  const architecture = { amd64: 'x86_64', arm64: 'aarch64' }[given.architecture] ?? given.architecture
  const where = ['--buildroot', tree, '--target', `${architecture}-linux`]
  execFileSync('rpmbuild', ['-bb', '--quiet', '--noclean', ...where, ...defines, specFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  cpSync(join(workFolder, 'built', 'built.rpm'), file)
}

function escapeMacros(text) {
  return text.replaceAll('%', '%%')
}
