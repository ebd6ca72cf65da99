import { expect, it, vi } from 'vitest'

// Alone in its file: oidc-provider prints its notices once in a process, the first while it is imported.
it('prints nothing from import to the end of a sign-in', async () => {
  const lines: unknown[] = []
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((...values) => void lines.push(values))
  }
  const { startDemoProvider } = await import('../../../demo/provider.ts')
  const { signIn } = await import('../../support/demo-sign-in.ts')
  const provider = await startDemoProvider()
  try {
    const { access_token } = await signIn(provider)
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await fetch(`${provider.apiBaseUrl}/orders`, { headers })).status).toBe(200)
    expect((await fetch(`${provider.issuer}/auth?client_id=unknown`)).status).toBe(400)
  } finally {
    await provider.close()
    vi.restoreAllMocks()
  }
  expect(lines).toEqual([])
})
