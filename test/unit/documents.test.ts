import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sliceSchemas } from '../../contract/models.ts'
import { presets } from '../../main/providers/presets/list.ts'

/*
 * What the documents name is there as they name it: files, headings, commands, buttons, dependencies, and what they
 * count.
 */
const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')
const isDocument = (name: string) => name.endsWith('.md')
const documents = [...readdirSync(root), ...filesIn('docs')].filter(isDocument)

const { scripts, devDependencies } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>
  devDependencies: Record<string, string>
}

/** The anchor that a heading has at GitHub. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

describe.each(documents)('%s', (document) => {
  const text = read(document)

  it('leads to files and headings that are there', () => {
    const links = all(text, /\]\(([^)\s]+)\)/g).filter((link) => !link.startsWith('https:'))
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? document : join(dirname(document), path)
      if (!existsSync(join(root, target))) return true
      return (
        anchor !== undefined &&
        !all(read(target), /^#+ (.+)$/gm)
          .map(anchorOf)
          .includes(anchor)
      )
    })
    expect(broken).toEqual([])
  })

  it('names paths and commands that are there', () => {
    const words = all(text, /`([^`\n]+)`/g).flatMap((code) => code.split(/\s+/))
    const ours = /^(?:\.github|build|contract|demo|docs|main|preload|renderer|scripts|test)\/[\w./-]*$/
    expect(words.filter((word) => ours.test(word) && !existsSync(join(root, word)))).toEqual([])
    expect(all(text, /npm run ([\w:]+)/g).filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })
})

describe('the guide', () => {
  const sources = filesIn('renderer').filter((name) => /\.tsx?$/.test(name))
  const shown = new Set(
    sources
      .map(read)
      .flatMap((source) => [
        ...all(source, /'((?:[^'\\\n]|\\.)+)'/g),
        ...all(source, /="([^"\n]+)"/g),
        ...all(source, /^\s+([A-Z][\w ,]*)$/gm),
      ]),
  )
  const pages = readdirSync(join(root, 'docs/guide')).filter(isDocument)

  it.each(pages)('%s quotes the words of the window', (page) => {
    const quoted = all(read(`docs/guide/${page}`), /“([^”]+)”/g)
    expect(quoted.filter((label) => !shown.has(label))).toEqual([])
  })
})

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md')

  it('names the folders of the house, and every part of main', () => {
    const [, house = ''] = text.split('```')
    let folder = ''
    const named = house
      .split('\n')
      .map((line) => /^( *)([\w.-]+)\/?\s/.exec(line))
      .filter((match) => match !== null)
      .map(([, indent, name = '']) => {
        if (indent === '') folder = name
        return indent === '' ? name : `${folder}/${name}`
      })
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const parts = readdirSync(join(root, 'main')).filter((name) => name !== 'tsconfig.json')
    expect(named).toEqual(expect.arrayContaining(parts.map((name) => `main/${name}`)))
  })

  it('names the slices of the state', () => {
    const [, list = ''] = /of one slice \(([^)]+)\)/.exec(text) ?? []
    expect(all(list, /`(\w+)`/g)).toEqual(Object.keys(sliceSchemas))
  })
})

it('docs/dependencies.md has each dependency of package.json, with its licence', () => {
  const rows = read('docs/dependencies.md').matchAll(/^\| (?!package|---)([^|]+) \| ([^|]+) \|/gm)
  const stated = [...rows].flatMap(([, packages = '', license]) =>
    packages
      .split(', ')
      .flatMap((name) =>
        name === '@types/…'
          ? Object.keys(devDependencies).filter((other) => other.startsWith('@types/'))
          : [name],
      )
      .map((name) => [name, license] as const),
  )
  const licensed = Object.keys(devDependencies).map((name) => [
    name,
    (JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string }).license,
  ])
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(licensed))
})

it('docs/release.md names what the release workflow takes from its environment', () => {
  const taken = all(read('.github/workflows/release.yml'), /\b(?:vars|secrets)\.(\w+)/g)
  const [, table = ''] = read('docs/release.md').split('| name | kind | what it is |')
  const named = all(table.split('\n\n')[0] ?? '', /`([A-Z_]+)`/g)
  expect(named.sort()).toEqual([...new Set(taken)].sort())
})

it('the number of presets, and which take no loopback address, is said as it is', () => {
  const counted = ['README.md', 'CHANGELOG.md', 'docs/guide/make-a-setup.md'].flatMap((document) =>
    all(read(document), /(\d+) (?:presets|providers)\b/g),
  )
  expect(counted).toEqual(counted.map(() => String(presets.length)))
  expect(counted).toHaveLength(3)
  const pasted = presets.filter(({ redirect }) => redirect.takesLoopbackAddress === 'no')
  const names = pasted.map(({ name }) => name).sort()
  expect(read('README.md')).toContain(`(of the presets: ${names.join(', ')})`)
})
