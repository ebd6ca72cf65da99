import { createRemoteJWKSet, jwtVerify } from 'jose'
import { OAuth2Server } from 'oauth2-mock-server'
import { expect, it } from 'vitest'
import { serve } from '../../support/loopback-server.ts'
import { closeAfterTest, matrixDraft, startMatrixRun } from '../../support/matrix-run.ts'

/** What the server lets its listeners see and change of a token before it is signed. */
interface UnsignedToken {
  readonly payload: Record<string, unknown>
}

interface TokenRequest {
  readonly body: Readonly<Record<string, string>>
}

/** The server, an API that takes its tokens, and the whole program with a setup for both. */
async function startMockServer() {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  closeAfterTest(() => server.stop())
  const issuer = server.issuer.url ?? ''

  const tokenForms: TokenRequest['body'][] = []
  server.service.on('beforeResponse', (_response, { body }: TokenRequest) => tokenForms.push(body))
  const revocationStatuses: number[] = []
  server.service.on('beforeRevoke', ({ statusCode }) => revocationStatuses.push(statusCode))

  const keySet = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const apiStatuses: number[] = []
  const api = await serve(async ({ headers }, response) => {
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? []
    const payload = await jwtVerify(token, keySet, { issuer, requiredClaims: ['exp', 'scope'] }).then(
      (result) => result.payload,
      () => undefined,
    )
    response.statusCode = payload ? 200 : 401
    apiStatuses.push(response.statusCode)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ hello: payload?.sub }))
  })

  const run = await startMatrixRun()
  const apiUrl = `${api.origin}/hello`
  const { setupId } = await run.app.must('setup.save', { setup: matrixDraft({ issuer, apiUrl }) })
  return { server, tokenForms, revocationStatuses, apiUrl, apiStatuses, run, setupId }
}

it('oauth2-mock-server: sign-in, call, refresh with rotation, revocation', async () => {
  const { run, setupId, apiUrl, apiStatuses, tokenForms, revocationStatuses } = await startMockServer()
  expect((await fetch(apiUrl)).status).toBe(401)
  const { accountId, notes } = await run.connect(setupId)
  expect(notes).toContain('ID token with signature and nonce')
  expect(await run.send(accountId, apiUrl)).toEqual({ status: 200, body: '{"hello":"johndoe"}' })
  for (let round = 0; round < 3; round += 1) {
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, apiUrl)).toMatchObject({ status: 200 })
  }
  const { slices } = await run.app.must('app.snapshot', {})
  expect(slices.accounts).toMatchObject([{ state: 'connected', canRefresh: true }])
  expect(apiStatuses).toEqual([401, 200, 200, 200, 200])

  const [codeForm, ...refreshForms] = tokenForms
  expect(codeForm).toMatchObject({ grant_type: 'authorization_code', client_id: 'matrix' })
  expect(codeForm?.code_verifier).toMatch(/^[\w-]{43,128}$/)
  expect(refreshForms.map(({ grant_type }) => grant_type)).toEqual(Array(3).fill('refresh_token'))
  expect(new Set(refreshForms.map(({ refresh_token }) => refresh_token)).size).toBe(3)

  const outcome = await run.app.must('account.disconnect', { accountId, signOutAtProvider: false })
  expect(outcome.revocation).toBe('revoked')
  expect(revocationStatuses).not.toEqual([])
  expect((await run.app.must('app.snapshot', {})).slices.accounts).toEqual([])
})

it('oauth2-mock-server: an access token that its API refuses is refreshed, and the call goes through', async () => {
  const { server, run, setupId, apiUrl, apiStatuses, tokenForms } = await startMockServer()
  // The ID token is signed second; the access token, the first, is the one that is spoilt.
  server.service.once('beforeTokenSigning', ({ payload }: UnsignedToken) => {
    payload.exp = Number(payload.iat) - 60
  })
  const { accountId } = await run.connect(setupId)
  expect(await run.send(accountId, apiUrl)).toMatchObject({ status: 200 })
  expect(apiStatuses).toEqual([401, 200])
  expect(tokenForms.map(({ grant_type }) => grant_type)).toEqual(['authorization_code', 'refresh_token'])
})

it('oauth2-mock-server: an ID token with the nonce of another sign-in is refused', async () => {
  const { server, run, setupId } = await startMockServer()
  server.service.on('beforeTokenSigning', ({ payload }: UnsignedToken) => {
    if ('nonce' in payload) payload.nonce = 'of-another-sign-in'
  })
  await expect(run.connect(setupId)).rejects.toThrow(/nonce/)
  expect((await run.app.must('app.snapshot', {})).slices.accounts).toEqual([])
})
