import type { Preset } from '../preset.ts'

export const twitch: Preset = {
  id: 'twitch',
  name: 'Twitch',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: 'uo6dggojyb8d6soh92zknwmi5ej1q2', secretLabel: 'Client Secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://id.twitch.tv/oauth2/authorize',
    token: 'https://id.twitch.tv/oauth2/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'no',
    field: 'OAuth Redirect URLs',
    notes: [
      'Twitch takes https redirects, and of http localhost alone; that it refuses 127.0.0.1 is a conclusion. Keyfold never sends localhost, so the redirect is an https address of your own, the one that you fill in as “Redirect address”.',
      'After you sign in, the browser ends at that address. Copy it whole from the address bar and paste it into Keyfold; no page has to be there.',
    ],
  },
  scopes: [
    { name: 'user:read:email', meaning: 'See your email address' },
    { name: 'user:read:follows', meaning: 'See which channels you follow' },
    { name: 'user:read:subscriptions', meaning: 'See whether you subscribed to a channel' },
    { name: 'channel:read:subscriptions', meaning: 'See who subscribed to your channel' },
    { name: 'chat:read', meaning: 'Read chat' },
  ],
  defaultScopes: ['user:read:email', 'user:read:follows'],
  quirks: {
    lacksPkce: true,
    isScopeList: true,
    apiHeaders: { 'Client-Id': '{clientId}' },
    profile: {
      url: 'https://id.twitch.tv/oauth2/validate',
      sub: ['user_id'],
      label: ['login'],
    },
    refreshRefusals: [{ path: ['message'], value: 'Invalid refresh token' }],
  },
  apis: [
    {
      name: 'Twitch Helix',
      baseUrl: 'https://api.twitch.tv/helix',
      requests: [
        { name: 'My profile', method: 'GET', path: '/users' },
        {
          name: 'Channels that I follow',
          method: 'GET',
          path: '/channels/followed?user_id=USER_ID',
          description: 'Put your id in place of USER_ID',
        },
        { name: 'Streams', method: 'GET', path: '/streams?first=20' },
      ],
    },
  ],
  console: {
    url: 'https://dev.twitch.tv/console/apps',
    steps: [
      'Switch on two-factor authentication for your account: the console needs it.',
      'Choose “Register Your Application”.',
      'Add your redirect address under “OAuth Redirect URLs”.',
      'Choose the client type “Confidential”, copy the client ID and make a “New Secret”.',
    ],
  },
  troubles: [
    {
      symptom: 'redirect_mismatch',
      change: 'Add the redirect URI under “OAuth Redirect URLs” letter by letter.',
    },
    {
      symptom: 'invalid client secret',
      change: 'A new secret ends the old one: make one and enter it in Keyfold.',
    },
    {
      symptom: 'Calls answer 401: Client ID and OAuth token do not match',
      change: 'The header Client-Id has to be this client’s. The preset sends it by itself.',
    },
  ],
  evidence: [
    {
      about: 'quirks.isScopeList',
      claim: 'scope in the answer is a JSON list.',
      source: 'twitchdev/issues#164',
    },
    {
      about: 'quirks.apiHeaders',
      claim: 'API calls need the header Client-Id (read of /helix/users).',
      source: 'pilcrowonpaper/arctic#35',
    },
    { about: 'quirks.lacksPkce', claim: 'There is no PKCE.', remembered: true },
    {
      about: 'quirks.profile',
      claim: '/oauth2/validate names the person of a token.',
      source: 'https://hexdocs.pm/glitch/0.0.5/glitch/api/auth.html',
    },
    {
      about: 'redirect.takesLoopbackAddress',
      claim:
        'The console wants https even for xyz.localhost; that 127.0.0.1 is refused as well is a conclusion.',
      source: 'twitchdev/issues#342',
    },
    {
      about: 'redirect',
      claim: 'Redirects are https, except for localhost.',
      source: 'https://docs.rs/crate/oauth2-twitch/latest/source/docs/Authorization_Code_Grant.md',
    },
    {
      about: 'clientAuthentication',
      claim: 'Id and secret go in the body.',
      source: 'https://github.com/pilcrowonpaper/arctic/blob/main/src/providers/twitch.ts',
    },
    {
      about: 'endpoints',
      claim: 'Addresses of the endpoints.',
      source: 'https://github.com/pilcrowonpaper/arctic/blob/main/src/providers/twitch.ts',
    },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused with a message alone.',
      source: 'teekeks/pytwitchapi#37',
    },
  ],
}
