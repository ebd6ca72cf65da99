import { beforeEach, describe, expect, it } from 'vitest'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import type { TestApp } from '../../support/test-app.ts'

let app: TestApp
let provider: HostileProvider
let setupId: string

beforeEach(async () => {
  app = await startTestApp(makeTestDisk())
  provider = await startHostileProvider()
  ;({ setupId } = await app.must('setup.save', { setup: hostileDraft(provider) }))
})

describe('a setup that is changed to another provider', () => {
  it('is refused while an account is connected with it: no token goes to the new one', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    const elsewhere = await startHostileProvider()
    const saved = await app.call('setup.save', { setup: { ...hostileDraft(elsewhere), id: setupId } })
    await app.call('account.refresh', { accountId })
    await app.call('account.disconnect', { accountId })
    expect(elsewhere.received).toEqual([])
    expect(saved).toMatchObject({ ok: false, problem: { code: 'setup_in_use' } })
    expect(provider.count('/revoke')).toBe(2)
  })

  it('is refused while tokens wait to be revoked', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/revoke', () => ({ status: 503, text: '' }))
    await app.must('account.disconnect', { accountId })
    const elsewhere = await startHostileProvider()
    const change = () => app.call('setup.save', { setup: { ...hostileDraft(elsewhere), id: setupId } })
    await expect(change()).resolves.toMatchObject({ ok: false, problem: { code: 'setup_in_use' } })
    const [pending] = (await app.must('app.snapshot', {})).slices.pendingRevocations
    await app.must('revocation.giveUp', { revocationId: pending?.id ?? '' })
    await expect(change()).resolves.toMatchObject({ ok: true })
  })

  it('is taken where it has no account, and one that stays at its provider always', async () => {
    const elsewhere = await startHostileProvider()
    await app.must('setup.save', { setup: { ...hostileDraft(elsewhere), id: setupId } })
    await connectHostile(app, elsewhere, { setupId })
    const endpoints = { authorization: `${elsewhere.issuer}/authorize`, token: `${elsewhere.issuer}/token` }
    const { issuer: _, ...draft } = hostileDraft(elsewhere, { scopes: ['read'], name: 'Renamed' })
    await app.must('setup.save', { setup: { ...draft, id: setupId, endpoints } })
    expect((await app.must('app.snapshot', {})).slices.setups).toMatchObject([{ name: 'Renamed' }])
  })
})
