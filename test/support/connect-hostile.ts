import type { CallArgs } from '../../contract/ipc.ts'
import type { SignInView } from '../../contract/models.ts'
import { answerCallback, clientId, type HostileProvider } from './hostile-provider.ts'
import type { TestApp } from './test-app.ts'

type Draft = CallArgs<'setup.save'>['setup']

/** A draft of a setup at a hostile provider; everything may be replaced. */
export function hostileDraft(provider: HostileProvider, changes: Partial<Draft> = {}): Draft {
  return {
    name: 'Hostile provider',
    issuer: provider.issuer,
    clientId,
    clientAuthentication: 'none',
    scopes: ['openid', 'email'],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: [{ name: 'API', baseUrl: provider.issuer, requests: [] }],
    ...changes,
  }
}

/** Signs in at a hostile provider; `callback` replaces parameters of its answer. */
export async function connectHostile(
  app: TestApp,
  provider: HostileProvider,
  args: CallArgs<'account.connect'>,
  callback: Readonly<Record<string, string | undefined>> = {},
): Promise<{ accountId: string; view: SignInView }> {
  const before = app.opened.length
  const { attemptId } = await app.must('account.connect', args)
  await app.until(() => (app.opened.length > before ? true : undefined))
  await answerCallback(app, provider, callback)
  const view = await app.until(() => {
    const current = app.signIn(attemptId)
    return current && ['done', 'failed', 'cancelled'].includes(current.phase) ? current : undefined
  })
  return { accountId: view.connectedAccountId ?? '', view }
}
