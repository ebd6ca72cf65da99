import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderSetup } from '../../../contract/models.ts'
import type { DemoProvider, SeenRequest, TokenExchange } from '../../../demo/provider.ts'
import type { Place } from './place.ts'

/** The demo provider as a provider like any other, and what its token endpoint has handed out. */
export interface Shop {
  readonly provider: DemoProvider
  readonly exchanges: TokenExchange[]
}

/** The shop as a setup that a person has made. */
export function shopSetup({ provider }: Shop, changes: Partial<ProviderSetup> = {}): ProviderSetup {
  const { issuer, clientId, clientAuthentication, scopes, authorizationParameters, redirect, api } =
    provider.setup
  return {
    id: 'shop',
    kind: 'custom',
    name: 'Corner shop',
    issuer,
    clientId,
    clientAuthentication,
    scopes: [...scopes],
    authorizationParameters: { ...authorizationParameters },
    redirect: { host: '127.0.0.1', port: 0, path: redirect.path },
    apis: [{ ...api, requests: [...api.requests] }],
    ...changes,
  }
}

/** Writes provider setups where Keyfold reads them at its start. */
export function storeSetups(...setups: readonly ProviderSetup[]): (place: Place) => void {
  return ({ dataFolder }) => {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    const text = JSON.stringify({ version: 1, setups })
    writeFileSync(join(dataFolder, 'provider-setups.json'), text, { mode: 0o600 })
  }
}

/** The requests for new tokens so far. */
export function refreshesSeen({ provider }: Shop): readonly SeenRequest[] {
  return provider.requestsSeen.filter(({ grantType }) => grantType === 'refresh_token')
}

/** Every secret that has passed the token endpoint: codes, verifiers, tokens. */
export function secretsOf({ exchanges }: Shop): readonly string[] {
  const values = exchanges.flatMap(({ sent, answered }) => [
    sent.code,
    sent.code_verifier,
    sent.refresh_token,
    answered.access_token,
    answered.refresh_token,
    answered.id_token,
  ])
  const texts = values.filter((value) => typeof value === 'string')
  // The signature of a JWT is what makes it one: it must not stand alone either.
  return [...new Set(texts.flatMap((text) => [text, ...text.split('.').slice(2)]))]
}
