import { beforeEach, describe, expect, it } from 'vitest'
import { checkEvent } from '../../../main/ipc/router.ts'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { type HostileProvider, startHostileProvider } from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import type { TestApp } from '../../support/test-app.ts'

/*
 * What providers and APIs send stands in the state that the window mirrors. A value that the contract refuses would
 * hold back its whole slice, and every snapshot: the window would see nothing any more until Keyfold ends.
 */

let app: TestApp
let provider: HostileProvider

beforeEach(async () => {
  app = await startTestApp(makeTestDisk())
  provider = await startHostileProvider()
})

function expectAllToCross(): void {
  const refused: string[] = []
  const log = {
    info: () => {},
    warn: (_event: string, facts: object = {}) => void refused.push(JSON.stringify(facts)),
  }
  for (const { name, payload } of app.events) checkEvent(name, payload as never, log)
  expect(refused).toEqual([])
}

describe('G108 a value that the contract does not take', () => {
  it.each<[string, unknown]>([
    ['a scope that is too long', ['x'.repeat(201)]],
    ['no scopes at all', ['two words', '"', '', 7, null, { scope: 'read' }]],
    ['more scopes than anybody asks for', Array.from({ length: 500 }, (_, index) => `scope-${index}`)],
  ])('in an API’s refusal, %s: the answer is shown and the window goes on', async (_what, needed) => {
    provider.answers.set('/data', () => ({
      status: 403,
      json: { ok: false, error: 'missing_scope', needed },
    }))
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    const { head } = await app.send({ accountId, method: 'GET', url: `${provider.issuer}/data` })
    expect(head).toMatchObject({ ok: true, value: { status: 403, problem: { code: 'insufficient_scope' } } })
    await app.must('app.snapshot', {})
    expectAllToCross()
  })

  it('in the address of a device code, one that grows when it is encoded: refused, and the window goes on', async () => {
    provider.metadata = { ...provider.metadata, device_authorization_endpoint: `${provider.issuer}/device` }
    const address = `${provider.issuer}/${'ä'.repeat(1_000)}`
    provider.answers.set('/device', () => ({
      json: {
        device_code: 'device-code-1',
        user_code: 'ABCD-EFGH',
        verification_uri: address,
        expires_in: 600,
      },
    }))
    const { setupId } = await app.must('setup.save', {
      setup: { ...hostileDraft(provider), grant: 'device_code' },
    })
    const { attemptId } = await app.must('account.connect', { setupId })
    const view = await app.until(() => {
      const current = app.signIn(attemptId)
      return current && ['awaitingDevice', 'failed'].includes(current.phase) ? current : undefined
    })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'metadata_refused' } })
    await app.must('app.snapshot', {})
    expectAllToCross()
  })
})
