import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderPage } from '../../../scripts/preset-pages/page.mjs'

const root = resolve(import.meta.dirname, '../../..')

const preset = {
  id: 'specimen',
  name: 'Specimen',
  blanks: [{ id: 'host', label: 'Host', example: 'a.example', pattern: '.+', fallback: 'b.example' }],
  client: { idLabel: 'App ID', idExample: '1', secretLabel: 'App secret' },
  clientAuthentication: 'client_secret_basic',
  issuer: 'https://{host}',
  quirks: { scopeSeparator: ',' },
  redirect: { host: '127.0.0.1', port: 17_653, path: '/callback', field: 'Callback', notes: ['A note.'] },
  scopes: [
    { name: 'a|b', meaning: 'Read' },
    { name: 'c', meaning: 'Write' },
  ],
  defaultScopes: ['c'],
  apis: [
    { name: 'API', baseUrl: 'https://a.example', requests: [{ name: 'Me', method: 'GET', path: '/me' }] },
  ],
  console: { url: 'https://a.example/apps', steps: ['Do this.'] },
  troubles: [{ symptom: 'It fails', change: 'Change it.' }],
  evidence: [
    { about: 'redirect', claim: 'Read.', source: 'owner/name#7' },
    { about: 'issuer', claim: 'Recalled.', remembered: true },
  ],
}

describe('the page of a preset', () => {
  const lines = renderPage(preset).split('\n')

  it('says what to register, where each claim comes from, and what is only remembered', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        '- Under “Callback”, enter exactly `http://127.0.0.1:17653/callback`. The setup’s form has a button that copies it.',
        '- Read. ([owner/name#7](https://github.com/owner/name/issues/7))',
        '- Recalled. (remembered, not evidenced)',
        '| App secret |  | From the console; kept encrypted |',
        '| Issuer URL | `https://{host}` |',
        '| Quirk: scopeSeparator | `","` |',
        '| Host | `a.example` | Left empty: `b.example`. |',
      ]),
    )
  })

  it('keeps a table whole', () => {
    expect(lines).toContain('| `a\\|b` | Read |  |')
    expect(lines).toContain('| `c` | Write | yes |')
  })

  it('says where nothing or something else is registered', () => {
    const pageWith = (register) => renderPage({ ...preset, redirect: { ...preset.redirect, register } })
    expect(pageWith(null)).toContain('- Nothing is entered under “Callback”.')
    expect(pageWith('127.0.0.1')).toContain('enter exactly `127.0.0.1`.')
  })
})

it('docs/guide/providers is what the presets say', async () => {
  const run = promisify(execFile)(process.execPath, ['scripts/preset-pages.mjs', '--check'], { cwd: root })
  await expect(run).resolves.toMatchObject({ stderr: '' })
})
