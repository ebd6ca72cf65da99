import { Buffer } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '../../..')

interface Component {
  readonly group?: string
  readonly name: string
  readonly version: string
  readonly type: string
  readonly scope?: string
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
}

function readJson(...path: string[]) {
  return JSON.parse(readFileSync(join(project, ...path), 'utf8'))
}

const fullName = ({ group, name }: Component) => (group ? `${group}/${name}` : name)

describe('the bill of materials', () => {
  const script = join(project, 'scripts/package/sbom.mjs')
  const bill = JSON.parse(
    execFileSync(process.execPath, [script], { maxBuffer: 64 * 1024 * 1024 }).toString(),
  )
  const components = bill.components as Component[]

  it('is of Keyfold, whatever the folder is called', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' })
    expect(bill.metadata.component).toMatchObject({ name: 'keyfold', version: '0.1.0', type: 'application' })
  })

  it('I130 names what is shipped, as the lock file has it, with its hash', () => {
    const shipped = ['main', 'preload', 'renderer', 'demo'].flatMap((part) =>
      (readJson('out', part, 'licenses.json') as { name: string; version: string }[]).map(
        ({ name, version }) => `${name}@${version}`,
      ),
    )
    const electron = readJson('package.json').devDependencies.electron
    expect(components.map((one) => `${fullName(one)}@${one.version}`).sort()).toEqual(
      [...new Set([...shipped, `electron@${electron}`])].sort(),
    )
    const locked = Object.entries(
      readJson('package-lock.json').packages as Record<string, { version?: string; integrity?: string }>,
    )
    for (const component of components) {
      const found = locked.filter(
        ([path, { version }]) =>
          path.endsWith(`node_modules/${fullName(component)}`) && version === component.version,
      )
      const hashes = component.hashes?.map(
        ({ alg, content }) =>
          `${alg.replace('-', '').toLowerCase()}-${Buffer.from(content, 'hex').toString('base64')}`,
      )
      expect(
        found.map(([, { integrity }]) => integrity),
        fullName(component),
      ).toContain(hashes?.[0])
      expect(component).not.toHaveProperty('scope')
    }
  })
})
