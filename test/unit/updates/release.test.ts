import { describe, expect, it } from 'vitest'
import { checkRelease } from '../../../main/updates/release.ts'
import { problemOf } from '../../support/problem-of.ts'

const sha512 = `${'A'.repeat(86)}==`
const release = { version: '0.2.0', files: [{ url: 'keyfold_0.2.0_amd64.deb', sha512, size: 1_000 }] }

const refusal = (answer: unknown) => problemOf(Promise.resolve().then(() => checkRelease(answer, 'stable')))

describe('checkRelease', () => {
  it('takes what it knows and leaves the rest out', () => {
    const answer = {
      ...release,
      releaseNotes: 'Faster',
      stagingPercentage: 1,
      packages: { x64: { path: '/etc/passwd' } },
    }
    expect(checkRelease(answer, 'stable')).toEqual({
      ...release,
      releaseNotes: 'Faster',
      releaseDate: undefined,
    })
  })

  it.each([
    ['I124 a path', { files: [{ ...release.files[0], url: '../../keyfold.deb' }] }],
    ['I124 another server', { files: [{ ...release.files[0], url: 'https://evil.example/keyfold.deb' }] }],
    ['I124 a quote and a command', { files: [{ ...release.files[0], url: "x'$(id)'.deb" }] }],
    ['I124 a variable of Windows', { files: [{ ...release.files[0], url: 'keyfold-%TEMP%.exe' }] }],
    ['I124 a quote', { files: [{ ...release.files[0], url: "keyfold'.deb" }] }],
    ['I124 a double quote', { files: [{ ...release.files[0], url: 'keyfold".deb' }] }],
    ['I124 a space', { files: [{ ...release.files[0], url: 'keyfold 2.deb' }] }],
    ['I124 a folder of Windows', { files: [{ ...release.files[0], url: 'x\\keyfold.exe' }] }],
    ['I124 an option', { files: [{ ...release.files[0], url: '--force-all.deb' }] }],
    ['I123 no hash', { files: [{ url: 'keyfold.deb', size: 1_000 }] }],
    ['I123 half a hash', { files: [{ ...release.files[0], sha512: 'AAAA' }] }],
    ['I124 no size', { files: [{ url: 'keyfold.deb', sha512 }] }],
    ['I124 a size beyond reason', { files: [{ ...release.files[0], size: 1e12 }] }],
    ['no files', { files: [] }],
    ['no version', { version: 'latest' }],
    ['a preview on the stable channel', { version: '0.3.0-beta.1' }],
  ])('%s: refused', async (_name, changes) => {
    const problem = await refusal({ ...release, ...changes })
    expect(problem.code).toBe('update_refused')
  })

  it.each([undefined, null, 'text', [], 42])('refuses %o', async (answer) => {
    expect((await refusal(answer)).code).toBe('update_refused')
  })

  it('takes a preview on the beta channel', () => {
    expect(checkRelease({ ...release, version: '0.3.0-beta.1' }, 'beta').version).toBe('0.3.0-beta.1')
  })
})
