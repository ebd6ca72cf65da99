/**
 * Makes docs/hostile-cases.md from the list of cases and the names of the tests: a case is held where a test's name
 * begins with its number. `--check` compares instead of writing and names what differs.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sections } from './hostile-cases/cases.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'docs/hostile-cases.md')
// The name follows `it(`, `test.skip(` and the like, the second parenthesis of `it.each(…)(`, or opens a row of its table.
const testName = /(?:(?:\b(?:it|test)(?:\.\w+)*|[)`])\(|\[)\s*(['"`])([A-I]\d+(?:(?:, | and )[A-I]\d+)*)[ :]/g

/** @returns {Map<string, Set<string>>} case number -> test files, from the root */
function readTests() {
  const holders = new Map()
  for (const entry of readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })) {
    if (!/\.(test|spec)\.tsx?$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    for (const match of readFileSync(path, 'utf8').matchAll(testName)) {
      for (const number of match[2].match(/[A-I]\d+/g)) {
        if (!holders.has(number)) holders.set(number, new Set())
        holders.get(number).add(relative(root, path).replaceAll('\\', '/'))
      }
    }
  }
  return holders
}

function render(holders) {
  const all = sections.flatMap((section) => section.cases)
  const held = all.filter(([number]) => holders.has(number)).length
  const lines = [
    '# Hostile cases',
    '',
    'What Keyfold is to survive, and what shows that it does. Made by `node scripts/hostile-cases.mjs` from the names of',
    'the tests, which begin with the number of the case that they hold; `npm test` compares the two.',
    '',
    `${held} of ${all.length} cases are held by a test.`,
  ]
  for (const { title, cases } of sections) {
    lines.push('', `## ${title}`, '', '| case | what happens | state |', '| --- | --- | --- |')
    for (const [number, line, elsewhere] of cases)
      lines.push(`| ${number} | ${line} | ${state(holders.get(number), elsewhere)} |`)
  }
  return `${lines.join('\n')}\n`
}

function state(files, elsewhere) {
  const away = elsewhere === undefined ? '' : `needs another system: ${elsewhere}`
  if (files === undefined) return away || 'not yet'
  const links = [...files].sort().map((file) => `[${file.split('/').at(-1)}](../${file})`)
  return `held: ${links.join(', ')}${away && `; ${away}`}`
}

const holders = readTests()
const known = new Set(sections.flatMap((section) => section.cases.map(([number]) => number)))
const unknown = [...holders.keys()].filter((number) => !known.has(number))
const text = render(holders)
if (unknown.length > 0) {
  console.error(`Tests name cases that are not in the list: ${unknown.join(', ')}`)
  process.exitCode = 1
} else if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/hostile-cases.md is not what the tests say: run `node scripts/hostile-cases.mjs`.')
  process.exitCode = 1
}
