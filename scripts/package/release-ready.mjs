import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../paths.mjs'
import { loadPlainModule } from '../plain-module.mjs'

/*
 * `node scripts/package/release-ready.mjs v1.2.3 [2027-01-31]`: fails where a release would carry what is only a place
 * to fill in, or a runtime without security fixes on that day, which is today where it is left out.
 */
const [tag, day] = process.argv.slice(2)
const nowMs = day === undefined ? Date.now() : Date.parse(day)
/** Electron mends its lines every week or two. */
const longestReviewMs = 14 * 86_400_000
const read = (file) => readFileSync(join(root, file), 'utf8')
const complaints = []

const { version, homepage, devDependencies } = JSON.parse(read('package.json'))
if (tag !== `v${version}`) complaints.push(`the tag ${tag} is not v${version}, the version of package.json`)
const metadata = 'build/linux/app.keyfold.desktop.metainfo.xml'
for (const file of ['electron-builder.yml', metadata]) {
  if (read(file).includes('keyfold.example')) complaints.push(`${file} names keyfold.example`)
}
if (homepage.includes('keyfold.example')) complaints.push('package.json names keyfold.example')
if (!read(metadata).includes(`<release version="${version}"`))
  complaints.push(`${metadata} does not list ${version}`)
const git = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' })
if (git.status !== 0) complaints.push('git does not say whether files are changed')
else if (git.stdout !== '') complaints.push(`files are changed:\n${git.stdout.trimEnd()}`)

const support = 'main/platform/electron-support.ts'
const { electronLinesReviewedOn, findElectronFault } = await loadPlainModule(join(root, support))
const fault = findElectronFault(devDependencies.electron, nowMs)
if (fault === 'ended') complaints.push(`Electron ${devDependencies.electron} gets no security fixes any more`)
if (fault === 'unpatched') complaints.push(`Electron ${devDependencies.electron} lacks known security fixes`)
if (!(nowMs - Date.parse(electronLinesReviewedOn) <= longestReviewMs))
  complaints.push(`${support} was last gone through on ${electronLinesReviewedOn}: see docs/release.md`)

for (const complaint of complaints) process.stderr.write(`keyfold: ${complaint}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
