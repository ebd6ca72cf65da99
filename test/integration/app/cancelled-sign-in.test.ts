import { readdirSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SignInView } from '../../../contract/models.ts'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { answerCallback, type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { createSteeredClock } from '../../support/steered-clock.ts'
import type { TestApp, TestDisk } from '../../support/test-app.ts'

let provider: HostileProvider
let disk: TestDisk
let app: TestApp
let setupId: string

beforeEach(async () => {
  provider = await startHostileProvider()
  disk = makeTestDisk()
  app = await startTestApp(disk)
  ;({ setupId } = await app.must('setup.save', { setup: hostileDraft(provider) }))
})

const slicesOf = async (one: TestApp) => (await one.must('app.snapshot', {})).slices
const revoked = () =>
  provider.received.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'))
const records = () =>
  readdirSync(disk.dataDir, { recursive: true }).filter((name) => String(name).endsWith('.record'))
const reaches = (one: TestApp, attemptId: string, phase: SignInView['phase']) =>
  one.until(() => (one.signIn(attemptId)?.phase === phase ? true : undefined))

async function start(accountId?: string): Promise<string> {
  const { attemptId } = await app.must('account.connect', { setupId, ...(accountId && { accountId }) })
  await reaches(app, attemptId, 'awaitingBrowser')
  return attemptId
}

/** Once the tokens have come, Keyfold asks who signed in, and gets no answer. */
function neverSayWho(): void {
  provider.claims = { email: undefined }
  provider.answers.set('/userinfo', () => new Promise<never>(() => {}))
}
async function isAskedWho(): Promise<void> {
  await expect.poll(() => provider.count('/userinfo')).toBe(1)
}

async function expectNothingLeft(one: TestApp): Promise<void> {
  await expect.poll(revoked).toEqual(['refresh-token-1', 'access-token-1'])
  await expect.poll(() => slicesOf(one)).toMatchObject({ accounts: [], pendingRevocations: [] })
  await expect.poll(records).toEqual([])
}

describe('a sign-in that is cancelled after its tokens have come', () => {
  it('while they are checked: they are revoked, and there is no account', async () => {
    neverSayWho()
    const attemptId = await start()
    await answerCallback(app, provider)
    await isAskedWho()
    await app.must('signIn.cancel', { attemptId })
    await reaches(app, attemptId, 'cancelled')
    await expectNothingLeft(app)
  })

  it('while they are stored: they are revoked, and the account goes again', async () => {
    const attemptId = await start()
    const storing = reaches(app, attemptId, 'storing').then(() => app.must('signIn.cancel', { attemptId }))
    await answerCallback(app, provider)
    await storing
    await reaches(app, attemptId, 'cancelled')
    await expectNothingLeft(app)
  })

  it('on another device: they are revoked, and there is no account', async () => {
    neverSayWho()
    const clock = createSteeredClock(1_000)
    disk = makeTestDisk()
    const timed = await startTestApp(disk, { clock })
    provider.metadata = { ...provider.metadata, device_authorization_endpoint: `${provider.issuer}/device` }
    const verification_uri = `${provider.issuer}/activate`
    const device = { device_code: 'd', user_code: 'WDJB-MJHT', verification_uri, expires_in: 600 }
    provider.answers.set('/device', () => ({ json: device }))
    const setup = hostileDraft(provider, { grant: 'device_code' })
    const saved = await timed.must('setup.save', { setup })
    const { attemptId } = await timed.must('account.connect', { setupId: saved.setupId })
    await reaches(timed, attemptId, 'awaitingDevice')
    clock.advance(5_000)
    await isAskedWho()
    await timed.must('signIn.cancel', { attemptId })
    await expectNothingLeft(timed)
  })

  it('for an account that is there: it stays as it was, and nothing that could end its grant is revoked', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    neverSayWho()
    provider.token = { refresh_token: 'refresh-token-2', access_token: 'access-token-2' }
    const attemptId = await start(accountId)
    await answerCallback(app, provider)
    await isAskedWho()
    await app.must('signIn.cancel', { attemptId })
    await app.close()
    const restarted = await startTestApp(disk)
    expect(await slicesOf(restarted)).toMatchObject({
      accounts: [{ id: accountId, state: 'connected' }],
      pendingRevocations: [],
    })
    await restarted.must('account.disconnect', { accountId })
    expect(revoked()).toEqual(['refresh-token-1', 'access-token-1'])
  })
})
