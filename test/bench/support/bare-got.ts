import { Agent } from 'node:http'
import { got } from 'got'
import type { DemoProvider } from '../../../demo/provider.ts'
import { type Authorization, createAuthorization, openConsent } from '../../support/demo-sign-in.ts'

/** got with what Keyfold asks of it besides got's own defaults, and nothing around it. */
export const bareGot = got.extend({
  agent: { http: new Agent({ keepAlive: true }) },
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
  headers: { 'accept-encoding': 'gzip, br' },
})

/** An authorization request of the demo's client with the answer that came to its redirect URI. */
export interface ObtainedCode extends Authorization {
  readonly callback: URLSearchParams
}

/** Signs in at the provider by its forms, up to the code. */
export async function obtainCode(provider: DemoProvider): Promise<ObtainedCode> {
  const authorization = await createAuthorization(provider)
  const { browser, page } = await openConsent(authorization)
  const { leftTo } = await browser.press(page, 'Allow')
  if (!leftTo) throw new Error('The provider did not redirect')
  return { ...authorization, callback: leftTo.searchParams }
}

/** The form of a code exchange (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export function exchangeForm(clientId: string, { callback, redirectUri, codeVerifier }: ObtainedCode) {
  return {
    grant_type: 'authorization_code',
    code: callback.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
    client_id: clientId,
  }
}
