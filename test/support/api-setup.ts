import type { ProviderSetup } from '../../contract/models.ts'

/** A provider setup whose APIs have the given base URLs. */
export function setupWithApis(...baseUrls: readonly string[]): ProviderSetup {
  return {
    id: 'setup-1',
    name: 'Test',
    kind: 'custom',
    issuer: 'https://issuer.example',
    clientId: 'client',
    clientAuthentication: 'none',
    scopes: ['openid'],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: baseUrls.map((baseUrl) => ({ name: baseUrl, baseUrl, requests: [] })),
  }
}
