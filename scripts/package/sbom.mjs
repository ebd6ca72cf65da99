import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../paths.mjs'
import { bundledPackages } from './notices.mjs'

/**
 * The bill of materials of what is shipped, as CycloneDX: the packages whose code is in the bundles, and Electron. npm
 * makes it of the whole lock file, hashes included; what is only for building is left out.
 */
function billOfMaterials() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const text = execFileSync(npm[0], [...npm.slice(1), ...options], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  const bill = JSON.parse(text)
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const electron = lock.packages['node_modules/electron']
  const shipped = new Set([
    ...bundledPackages().map(({ name, version }) => `${name}@${version}`),
    `electron@${electron.version}`,
  ])
  const components = bill.components.filter(({ group, name, version }) =>
    shipped.has(`${group ? `${group}/` : ''}${name}@${version}`),
  )
  const references = new Set([bill.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])])
  return {
    ...bill,
    // npm calls it by the name of the folder.
    metadata: { ...bill.metadata, component: { ...bill.metadata.component, name: lock.name } },
    components: components.map(withoutScope),
    dependencies: bill.dependencies
      .filter(({ ref }) => references.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => references.has(one)) })),
  }
}

/** npm marks them as for development: all are bundled, none is installed. */
function withoutScope({ scope: _scope, properties = [], ...component }) {
  return { ...component, properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development') }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(billOfMaterials(), undefined, 2)}\n`)
}
