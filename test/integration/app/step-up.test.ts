import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { answerInBrowser, connectAccount, demoDraft, type TestApp } from '../../support/test-app.ts'

let app: TestApp

beforeEach(async () => {
  app = await startTestApp(makeTestDisk())
})

const accountsOf = async () => (await app.must('app.snapshot', {})).slices.accounts

describe('a step-up at the demo provider', () => {
  let provider: DemoProvider
  let setupId: string
  let accountId: string

  beforeEach(async () => {
    provider = await startDemoProvider()
    ;({ setupId } = await app.must('setup.save', { setup: demoDraft(provider) }))
    ;({ accountId } = await connectAccount(app, setupId))
  })

  afterEach(() => provider.close())

  const askInvoices = async () => {
    const { head } = await app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/invoices` })
    return head.ok ? head.value : undefined
  }

  async function stepUp(scopes: string[], button: string) {
    const before = app.opened.length
    const { attemptId } = await app.must('account.connect', { setupId, accountId, scopes })
    await app.until(() => (app.opened.length > before ? true : undefined))
    await answerInBrowser(app.opened.at(-1) ?? '', { button })
    return app.until(() => {
      const view = app.signIn(attemptId)
      return view && ['done', 'failed'].includes(view.phase) ? view : undefined
    })
  }

  it('F85 a call without its scope offers exactly the missing one; allowed, the call succeeds', async () => {
    const refused = await askInvoices()
    expect(refused).toMatchObject({
      status: 403,
      missingScopes: ['invoices:read'],
      problem: { code: 'insufficient_scope' },
    })
    expect(await accountsOf()).toMatchObject([{ scopesNeeded: ['invoices:read'] }])
    const view = await stepUp(refused?.missingScopes ?? [], 'Allow')
    expect(view).toMatchObject({ phase: 'done', connectedAccountId: accountId, hasReplaced: true })
    expect(await accountsOf()).toMatchObject([
      {
        id: accountId,
        scopesNeeded: [],
        scopesGranted: expect.arrayContaining(['invoices:read', 'orders:read']),
      },
    ])
    await expect(askInvoices()).resolves.toMatchObject({ status: 200 })

    // Signing in again for any other reason keeps what was added.
    await app.must('account.connect', { setupId, accountId })
    await app.until(() => (app.opened.length > 2 ? true : undefined))
    expect(new URL(app.opened.at(-1) ?? '').searchParams.get('scope')?.split(' ')).toContain('invoices:read')
  })

  it('F85 declined, the old tokens stay as they were', async () => {
    await askInvoices()
    const view = await stepUp(['invoices:read'], 'Cancel')
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'authorization_denied' } })
    expect(await accountsOf()).toMatchObject([{ state: 'connected', scopesNeeded: ['invoices:read'] }])
    const { head } = await app.send({ accountId, method: 'GET', url: `${provider.apiBaseUrl}/orders` })
    expect(head).toMatchObject({ ok: true, value: { status: 200, hasRefreshed: false } })
  })
})

describe('at a provider that does as it likes', () => {
  it('F85 a scope that was asked for and not granted is not offered again', async () => {
    const provider = await startHostileProvider()
    provider.answers.set('/data', () => ({
      status: 403,
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="admin"' },
    }))
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    provider.token = { scope: 'openid email' }
    const { accountId } = await connectHostile(app, provider, { setupId })
    const ask = () => app.send({ accountId, method: 'GET', url: `${provider.issuer}/data` })
    expect((await ask()).head).toMatchObject({ ok: true, value: { missingScopes: ['admin'] } })
    await connectHostile(app, provider, { setupId, accountId, scopes: ['admin'] })
    const again = (await ask()).head
    expect(again).toMatchObject({
      ok: true,
      value: { problem: { detail: expect.stringContaining('did not grant them') } },
    })
    expect(again.ok && again.value).not.toHaveProperty('missingScopes')
  })

  it('the ledger tells asked, granted and in the token apart', async () => {
    const provider = await startHostileProvider()
    const { key } = provider
    const accessToken = await new SignJWT({ scp: 'email read' })
      .setProtectedHeader({ alg: key.alg })
      .sign(key.privateKey)
    provider.token = { access_token: accessToken, scope: 'openid email' }
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    await connectHostile(app, provider, { setupId })
    expect(await accountsOf()).toMatchObject([
      {
        scopesAsked: ['openid', 'email'],
        scopesGranted: ['openid', 'email'],
        scopesInToken: ['email', 'read'],
        scopesNeeded: [],
      },
    ])
    expect(JSON.stringify(app.events)).not.toContain(accessToken)
  })

  it('without a subject, each sign-in is an account of its own, and signing in again replaces the one it was started for', async () => {
    const provider = await startHostileProvider()
    provider.metadata = { ...provider.metadata, userinfo_endpoint: undefined }
    provider.token = { id_token: undefined }
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider, { scopes: ['read'] }) })
    const first = await connectHostile(app, provider, { setupId })
    const second = await connectHostile(app, provider, { setupId })
    expect(second.accountId).not.toBe(first.accountId)
    expect(second.view.hasReplaced).toBe(false)
    const again = await connectHostile(app, provider, { setupId, accountId: first.accountId })
    expect(again).toMatchObject({ accountId: first.accountId, view: { hasReplaced: true } })
    expect(await accountsOf()).toHaveLength(2)
  })
})
