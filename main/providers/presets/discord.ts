import type { Preset } from '../preset.ts'

export const discord: Preset = {
  id: 'discord',
  name: 'Discord',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '157730590492196864' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://discord.com/oauth2/authorize',
    token: 'https://discord.com/api/oauth2/token',
    revocation: 'https://discord.com/api/oauth2/token/revoke',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Redirects',
    notes: ['Compared letter by letter, so the port is fixed.'],
  },
  scopes: [
    { name: 'identify', meaning: 'See your user name and picture' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'guilds', meaning: 'See your servers' },
    { name: 'connections', meaning: 'See the accounts that you linked' },
  ],
  defaultScopes: ['identify', 'email', 'guilds'],
  quirks: {
    profile: { url: 'https://discord.com/api/users/@me', sub: ['id'], label: ['username'] },
    refreshRefusals: [{ path: ['error_description'], value: 'Invalid "refresh_token" in request.' }],
  },
  apis: [
    {
      name: 'Discord',
      baseUrl: 'https://discord.com/api',
      requests: [
        { name: 'My profile', method: 'GET', path: '/users/@me' },
        { name: 'My servers', method: 'GET', path: '/users/@me/guilds', description: 'Needs guilds' },
        {
          name: 'My connections',
          method: 'GET',
          path: '/users/@me/connections',
          description: 'Needs connections',
        },
      ],
    },
  ],
  console: {
    url: 'https://discord.com/developers/applications',
    steps: [
      'Choose “New Application”, then “OAuth2”.',
      'Switch on “Public Client”.',
      'Add the redirect URI of Keyfold under “Redirects” and save.',
      'Copy the client ID.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid OAuth2 redirect_uri',
      change: 'Add the redirect URI under “Redirects” letter by letter, and save the page.',
    },
    {
      symptom: 'invalid_client, or a refresh is refused',
      change: 'Switch on “Public Client”, or enter the client secret in Keyfold.',
    },
    { symptom: 'rate limited', change: 'Discord counts sign-ins by address. Wait a few minutes.' },
  ],
  evidence: [
    {
      about: 'clientAuthentication',
      claim: 'PKCE with S256 works without a secret; “Public Client” has to be on for a refresh.',
      source: 'discord/discord-api-docs#7046',
    },
    {
      about: 'redirect',
      claim: 'http with 127.0.0.1 can be registered; that it is compared letter by letter is remembered.',
      source: 'discord/discord-api-docs#2862',
    },
    {
      about: 'endpoints',
      claim: 'Addresses of the endpoints.',
      source: 'https://logto.io/oauth-providers-explorer/discord',
    },
    { about: 'quirks.profile', claim: '/users/@me names the person.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended was refused as invalid_request, told apart by its description.',
      source: 'member-gentei/member-gentei#18',
    },
  ],
}
