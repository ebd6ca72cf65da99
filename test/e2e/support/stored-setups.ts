import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderSetup } from '../../../contract/models.ts'
import type { DemoSetup } from '../../../demo/setup.ts'
import type { Place } from './place.ts'

/** The demo provider as a setup that a person has made, for the tests whose provider is not the app's own. */
export function shopSetup(demo: DemoSetup, changes: Partial<ProviderSetup> = {}): ProviderSetup {
  const { name, issuer, clientId, clientAuthentication, scopes, authorizationParameters, redirect, api } =
    demo
  return {
    id: 'shop',
    kind: 'custom',
    name,
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
    writeFileSync(join(dataFolder, 'provider-setups.json'), JSON.stringify({ version: 1, setups }), {
      mode: 0o600,
    })
  }
}
