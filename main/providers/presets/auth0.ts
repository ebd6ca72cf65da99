import type { Preset } from '../preset.ts'

export const auth0: Preset = {
  id: 'auth0',
  name: 'Auth0',
  blanks: [
    {
      id: 'domain',
      label: 'Domain',
      hint: 'From the application’s settings, or your custom domain; without https.',
      example: 'acme.eu.auth0.com',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+',
    },
    {
      id: 'audience',
      label: 'API identifier (audience)',
      hint: 'The identifier of the API that the token is for. Without it the token only works at Auth0 itself.',
      example: 'https://api.acme.example',
      pattern: '[!-~]{1,200}',
      fallback: '',
    },
  ],
  client: { idLabel: 'Client ID', idExample: 'vQ3wYtXkD0b1mZp8' },
  clientAuthentication: 'none',
  issuer: 'https://{domain}/',
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Allowed Callback URLs',
    notes: ['The port is compared too, so it is fixed.'],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name and picture' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'offline_access', meaning: 'Stay signed in: a refresh token' },
  ],
  defaultScopes: ['openid', 'profile', 'email', 'offline_access'],
  authorizationParameters: { audience: '{audience}' },
  apis: [
    {
      name: 'Auth0 user information',
      baseUrl: 'https://{domain}',
      requests: [{ name: 'Who am I', method: 'GET', path: '/userinfo' }],
    },
  ],
  console: {
    url: 'https://manage.auth0.com',
    steps: [
      'Choose “Applications” → “Create Application” → “Native”.',
      'In “Settings”, enter the redirect URI of Keyfold under “Allowed Callback URLs”.',
      'Under “Advanced Settings” → “Grant Types”, keep “Authorization Code” and “Refresh Token”.',
      'For a refresh token, switch on “Allow Offline Access” in the settings of the API.',
      'Copy the domain and the client ID.',
    ],
  },
  troubles: [
    {
      symptom: 'Callback URL mismatch',
      change: 'Enter the redirect URI under “Allowed Callback URLs” with this very port.',
    },
    {
      symptom: 'The access token is not a JWT, and your API refuses it',
      change: 'Fill in the API identifier: without an audience the token is opaque.',
    },
    {
      symptom: 'No refresh token comes',
      change: 'Ask for offline_access and switch on “Allow Offline Access” in the API’s settings.',
    },
    { symptom: 'The issuer does not match', change: 'The issuer ends with a slash. Keep it.' },
  ],
  evidence: [
    { about: 'issuer', claim: 'The issuer ends with a slash.', source: 'coreos/go-oidc#203' },
    {
      about: 'authorizationParameters.audience',
      claim: 'Without an audience the access token is opaque and no API of yours takes it.',
      source: 'auth0/nextjs-auth0#1809',
    },
    { about: 'redirect', claim: 'The port is compared exactly.', source: 'openid/AppAuth-iOS#357' },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 can be registered for a native application.',
      remembered: true,
    },
  ],
}
