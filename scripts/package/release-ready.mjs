import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../paths.mjs'

/* `node scripts/package/release-ready.mjs v1.2.3`: fails where a release would carry what is only a place to fill in. */
const [tag] = process.argv.slice(2)
const complaints = []

const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
if (tag !== `v${version}`) complaints.push(`the tag ${tag} is not v${version}, the version of package.json`)
const files = ['electron-builder.yml', 'build/linux/app.keyfold.desktop.metainfo.xml']
for (const file of files) {
  if (/keyfold\.example/.test(readFileSync(join(root, file), 'utf8')))
    complaints.push(`${file} names keyfold.example`)
}
if (homepage.includes('keyfold.example')) complaints.push('package.json names keyfold.example')
const metadata = readFileSync(join(root, files[1]), 'utf8')
if (!metadata.includes(`<release version="${version}"`))
  complaints.push(`${files[1]} does not list ${version}`)
const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).trim()
if (changed !== '') complaints.push(`files are changed: ${changed}`)

for (const complaint of complaints) process.stderr.write(`keyfold: ${complaint}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
