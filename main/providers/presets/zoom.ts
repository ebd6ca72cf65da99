import type { Preset } from '../preset.ts'

export const zoom: Preset = {
  id: 'zoom',
  name: 'Zoom',
  blanks: [],
  client: { idLabel: 'Public client ID', idExample: 'xY7zQ2wErT5uI9oP' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://zoom.us/oauth/authorize',
    token: 'https://zoom.us/oauth/token',
    revocation: 'https://zoom.us/oauth/revoke',
  },
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'OAuth Redirect URL',
    notes: ['With PKCE Zoom ignores the port of a loopback address.'],
  },
  scopes: [
    { name: 'user:read:user', meaning: 'See who you are' },
    { name: 'meeting:read:list_meetings', meaning: 'See your meetings' },
    { name: 'meeting:read:meeting', meaning: 'Read a meeting’s details' },
    { name: 'cloud_recording:read:list_user_recordings', meaning: 'See your recordings' },
  ],
  defaultScopes: ['user:read:user', 'meeting:read:list_meetings'],
  quirks: {
    profile: { url: 'https://api.zoom.us/v2/users/me', sub: ['id'], label: ['email'] },
  },
  apis: [
    {
      name: 'Zoom',
      baseUrl: 'https://api.zoom.us/v2',
      requests: [
        { name: 'My profile', method: 'GET', path: '/users/me' },
        { name: 'My meetings', method: 'GET', path: '/users/me/meetings' },
      ],
    },
  ],
  console: {
    url: 'https://marketplace.zoom.us/develop/create',
    steps: [
      'Choose “General App”, managed by the user.',
      'Under “Basic Information”, enter the redirect URI of Keyfold as “OAuth Redirect URL”.',
      'Switch on the public client and copy its client ID; it is another one than the confidential client’s.',
      'Under “Scopes”, add the scopes.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid redirect (4700)',
      change: 'Enter the redirect URI as “OAuth Redirect URL” and in the allow list.',
    },
    { symptom: 'invalid_client', change: 'Use the public client ID: the other one needs its secret.' },
    {
      symptom: 'More scopes than were asked for',
      change: 'Zoom grants every scope of the app. Remove scopes in the console where that is too much.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'With PKCE the port of a loopback redirect is ignored.',
      source: 'https://developers.zoom.us/changelog/platform/pkce-loopback.md',
    },
    {
      about: 'clientAuthentication',
      claim: 'PKCE comes with a public client ID of its own that has no secret.',
      source: 'https://developers.zoom.us/changelog/platform/proof-key-for-code-exchange-pkce-update.md',
    },
    {
      about: 'defaultScopes',
      claim: 'The answer names more scopes than were asked for.',
      source: 'thunderbird/appointment#1157',
    },
    {
      about: 'endpoints',
      claim: 'Refresh tokens are used once; each refresh gives a new one.',
      remembered: true,
    },
    {
      about: 'quirks.profile',
      claim: 'There is no ID token; /v2/users/me names the person.',
      remembered: true,
    },
  ],
}
