import { beforeEach, expect, it } from 'vitest'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import type { TestApp } from '../../support/test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startTestApp(makeTestDisk())
})

it('the window lists the presets, applies one and saves the setup that comes of it', async () => {
  const { presets } = await app.must('preset.list', {})
  expect(presets.map(({ name }) => name)).toContain('Slack')
  const setup = await app.must('preset.apply', { presetId: 'slack', blanks: { clientId: '2141029472.1' } })
  const { setupId } = await app.must('setup.save', { setup })
  const { slices } = await app.must('app.snapshot', {})
  expect(slices.setups).toMatchObject([
    {
      id: setupId,
      preset: 'slack',
      redirectUri: 'http://127.0.0.1:17653/callback',
      quirks: { scopeParameter: 'user_scope' },
    },
  ])
})

it('a blank that does not fit comes back as a problem that names it', async () => {
  const result = await app.call('preset.apply', {
    presetId: 'okta',
    blanks: { clientId: 'id', domain: 'https://acme.okta.com/' },
  })
  expect(result).toMatchObject({
    ok: false,
    problem: { code: 'invalid_argument', title: '“Okta domain” has another form' },
  })
})

it('a preset that is not there is refused', async () => {
  expect(await app.call('preset.apply', { presetId: 'constructor', blanks: {} })).toMatchObject({
    ok: false,
    problem: { code: 'invalid_argument' },
  })
})
