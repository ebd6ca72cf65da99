import { beforeEach, describe, expect, it } from 'vitest'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { answerCallback, type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import type { TestApp } from '../../support/test-app.ts'

let provider: HostileProvider
let app: TestApp
let setupId: string

beforeEach(async () => {
  provider = await startHostileProvider()
  app = await startTestApp(makeTestDisk())
  ;({ setupId } = await app.must('setup.save', { setup: hostileDraft(provider) }))
})

/** Starts a sign-in and waits until its browser is awaited. */
async function start(accountId?: string): Promise<string> {
  const { attemptId } = await app.must('account.connect', { setupId, ...(accountId && { accountId }) })
  await app.until(() => (app.signIn(attemptId)?.phase === 'awaitingBrowser' ? true : undefined))
  return attemptId
}

const endOf = (attemptId: string) =>
  app.until(() => {
    const view = app.signIn(attemptId)
    return view && ['done', 'failed', 'cancelled'].includes(view.phase) ? view : undefined
  })

describe('a second sign-in', () => {
  it('A23 for the same account replaces the first, which says so and closes its port', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    const first = await start(accountId)
    const firstRedirectUri = app.signIn(first)?.redirectUri ?? ''
    const second = await start(accountId)
    expect(await endOf(first)).toMatchObject({ phase: 'cancelled', accountId })
    await expect
      .poll(() => fetch(firstRedirectUri).then(String, ({ cause }) => cause.code))
      .toBe('ECONNREFUSED')
    await answerCallback(app, provider)
    expect(await endOf(second)).toMatchObject({
      phase: 'done',
      connectedAccountId: accountId,
      hasReplaced: true,
    })
  })

  it('A23 for another account, or for a new one, leaves the first waiting', async () => {
    const { accountId } = await connectHostile(app, provider, { setupId })
    const first = await start(accountId)
    const second = await start()
    expect([first, second].map((attemptId) => app.signIn(attemptId)?.phase)).toEqual([
      'awaitingBrowser',
      'awaitingBrowser',
    ])
  })
})
