/**
 * Makes docs/guide/providers from the presets' data, so that pages and data cannot differ. `--check` compares instead
 * of writing and names what differs.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPlainModule } from './plain-module.mjs'
import { renderIndex, renderPage } from './preset-pages/page.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'docs/guide/providers')

const { presets } = await loadPlainModule(join(root, 'main/providers/presets/list.ts'))
const pages = new Map([
  ['README.md', renderIndex(presets)],
  ...presets.map((preset) => [`${preset.id}.md`, renderPage(preset)]),
])

mkdirSync(target, { recursive: true })
const present = new Set(readdirSync(target))
const astray = [...present].filter((name) => !pages.has(name))
if (process.argv.includes('--check')) {
  const differing = [...pages].filter(
    ([name, text]) => !present.has(name) || readFileSync(join(target, name), 'utf8') !== text,
  )
  for (const name of [...differing.map(([name]) => name), ...astray]) {
    console.error(
      `docs/guide/providers/${name} is not what the presets say: run \`node scripts/preset-pages.mjs\`.`,
    )
    process.exitCode = 1
  }
} else {
  for (const name of astray) rmSync(join(target, name))
  for (const [name, text] of pages) writeFileSync(join(target, name), text)
}
