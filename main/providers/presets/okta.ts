import type { Preset } from '../preset.ts'

export const okta: Preset = {
  id: 'okta',
  name: 'Okta',
  blanks: [
    {
      id: 'domain',
      label: 'Okta domain',
      hint: 'From the menu at your name in the admin console; without https.',
      example: 'acme.okta.com',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+',
    },
    {
      id: 'server',
      label: 'Authorization server path',
      hint: 'Empty for the org’s own server; /oauth2/default or another for tokens of your own APIs.',
      example: '/oauth2/default',
      pattern: '/oauth2/[A-Za-z0-9_-]+',
      fallback: '',
    },
  ],
  client: { idLabel: 'Client ID', idExample: '0oa1b2c3d4E5F6g7h8i9' },
  clientAuthentication: 'none',
  issuer: 'https://{domain}{server}',
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Sign-in redirect URIs',
    notes: ['The port is compared too, so it is fixed.'],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'offline_access', meaning: 'Stay signed in: a refresh token' },
    { name: 'okta.users.read.self', meaning: 'Read your own user in Okta; the org’s own server only' },
  ],
  defaultScopes: ['openid', 'profile', 'email', 'offline_access'],
  apis: [
    {
      name: 'Okta',
      baseUrl: 'https://{domain}',
      requests: [
        {
          name: 'Who am I',
          method: 'GET',
          path: '/oauth2/v1/userinfo',
          description: 'At the org’s own server',
        },
        {
          name: 'Who am I at default',
          method: 'GET',
          path: '/oauth2/default/v1/userinfo',
          description: 'At the server /oauth2/default',
        },
        {
          name: 'My user',
          method: 'GET',
          path: '/api/v1/users/me',
          description: 'Needs okta.users.read.self',
        },
      ],
    },
  ],
  console: {
    url: 'https://login.okta.com',
    steps: [
      'In the admin console choose “Applications” → “Create App Integration”.',
      'Choose “OIDC - OpenID Connect” and “Native Application”.',
      'Switch on the grants “Authorization Code” and “Refresh Token”.',
      'Enter the redirect URI of Keyfold under “Sign-in redirect URIs”.',
      'Under “Assignments”, say who may use it. Copy the client ID.',
    ],
  },
  troubles: [
    {
      symptom: 'redirect_uri must be a Login redirect URI',
      change: 'Enter the redirect URI under “Sign-in redirect URIs” with this very port.',
    },
    {
      symptom: 'User is not assigned to the client application',
      change: 'Assign the person or a group under “Assignments”.',
    },
    {
      symptom: 'invalid_scope for offline_access',
      change: 'Switch on the grant “Refresh Token” of the application.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'The redirect is compared with its port (reported in 2019).',
      source: 'openid/AppAuth-iOS#357',
    },
    {
      about: 'issuer',
      claim: 'The org’s server and custom ones have issuers of their own.',
      remembered: true,
    },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 can be registered for a native application.',
      remembered: true,
    },
  ],
}
