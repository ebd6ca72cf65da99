import type { Preset } from '../preset.ts'

export const keycloak: Preset = {
  id: 'keycloak',
  name: 'Keycloak',
  blanks: [
    {
      id: 'baseUrl',
      label: 'Base URL',
      hint: 'Without a slash at the end; with /auth for versions before 17.',
      example: 'https://sso.acme.example',
      pattern: 'https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*',
    },
    { id: 'realm', label: 'Realm', example: 'acme', pattern: '[A-Za-z0-9._~-]+' },
  ],
  client: { idLabel: 'Client ID', idExample: 'keyfold' },
  clientAuthentication: 'none',
  issuer: '{baseUrl}/realms/{realm}',
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Valid redirect URIs',
    notes: ['Keycloak ignores the port of an http address with 127.0.0.1.'],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'offline_access', meaning: 'Stay signed in after the session ends: an offline token' },
  ],
  defaultScopes: ['openid', 'profile', 'email'],
  apis: [
    {
      name: 'Keycloak realm',
      baseUrl: '{baseUrl}/realms/{realm}',
      requests: [{ name: 'Who am I', method: 'GET', path: '/protocol/openid-connect/userinfo' }],
    },
  ],
  console: {
    url: 'https://www.keycloak.org/docs/latest/server_admin/#_oidc_clients',
    steps: [
      'In your realm’s admin console choose “Clients” → “Create client”, type “OpenID Connect”.',
      'Leave “Client authentication” off and “Standard flow” on.',
      'Enter the redirect URI of Keyfold under “Valid redirect URIs”.',
      'Under “Advanced”, set “Proof Key for Code Exchange Code Challenge Method” to S256.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid parameter: redirect_uri',
      change: 'Enter the redirect URI under “Valid redirect URIs”, without a port.',
    },
    {
      symptom: 'unauthorized_client or invalid_client',
      change: 'Switch “Client authentication” off, or enter the secret in Keyfold.',
    },
    {
      symptom: 'The issuer does not match',
      change: 'The realm’s “Frontend URL” names another address: enter that one as the base URL.',
    },
    {
      symptom: 'The sign-in ends after half an hour',
      change: 'Ask for offline_access, or raise “SSO Session Idle” of the realm.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'The port is ignored for http and 127.0.0.1.',
      source: 'keycloak/keycloak#7630',
    },
    { about: 'issuer', claim: 'The issuer is the base URL with /realms/ and the realm.', remembered: true },
  ],
}
