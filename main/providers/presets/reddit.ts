import type { Preset } from '../preset.ts'

export const reddit: Preset = {
  id: 'reddit',
  name: 'Reddit',
  blanks: [],
  client: { idLabel: 'Client ID (under the app’s name)', idExample: 'p-jcoLKBynTLew', secretLabel: 'secret' },
  clientAuthentication: 'client_secret_basic',
  endpoints: {
    authorization: 'https://www.reddit.com/api/v1/authorize',
    token: 'https://www.reddit.com/api/v1/access_token',
    revocation: 'https://www.reddit.com/api/v1/revoke_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'redirect uri',
    notes: ['One redirect an app, compared letter by letter.'],
  },
  scopes: [
    { name: 'identity', meaning: 'See your user name' },
    { name: 'history', meaning: 'See what you voted for, saved and wrote' },
    { name: 'mysubreddits', meaning: 'See which subreddits you are in' },
    { name: 'read', meaning: 'Read posts and comments as you' },
    { name: 'save', meaning: 'Save and unsave posts' },
  ],
  defaultScopes: ['identity', 'mysubreddits', 'read'],
  authorizationParameters: { duration: 'permanent' },
  quirks: {
    lacksPkce: true,
    profile: { url: 'https://oauth.reddit.com/api/v1/me', sub: ['id'], label: ['name'] },
    refreshRefusals: [{ path: ['error'], value: '400' }],
  },
  apis: [
    {
      name: 'Reddit',
      baseUrl: 'https://oauth.reddit.com',
      requests: [
        { name: 'My profile', method: 'GET', path: '/api/v1/me' },
        { name: 'My subreddits', method: 'GET', path: '/subreddits/mine/subscriber?limit=100' },
        { name: 'My front page', method: 'GET', path: '/best?limit=50', description: 'Needs read' },
      ],
    },
  ],
  console: {
    url: 'https://www.reddit.com/prefs/apps',
    steps: [
      'Choose “create another app” and the type “web app”.',
      'Enter the redirect URI of Keyfold as “redirect uri”.',
      'Copy the id under the app’s name, and the secret.',
    ],
  },
  troubles: [
    {
      symptom: 'invalid redirect_uri parameter',
      change: 'Enter the redirect URI letter by letter as “redirect uri”.',
    },
    {
      symptom: 'The sign-in ends after an hour',
      change: 'Keep the parameter duration=permanent: without it no refresh token comes.',
    },
    {
      symptom: '401 at the token endpoint',
      change: 'Send the secret in the header: set the client authentication to “Secret in the header”.',
    },
    { symptom: '429 at once', change: 'Reddit counts by user agent and client. Wait a minute.' },
  ],
  evidence: [
    {
      about: 'authorizationParameters.duration',
      claim: 'A refresh token comes only with duration=permanent.',
      source: 'activepieces/activepieces#14723',
    },
    {
      about: 'clientAuthentication',
      claim:
        'Id and secret go in a Basic header; installed apps have an empty secret, which Keyfold does not send.',
      source: 'https://github.com/reddit-archive/reddit/wiki/oauth2',
    },
    {
      about: 'redirect',
      claim: 'The redirect has to be the registered one.',
      source: 'https://github.com/reddit-archive/reddit/wiki/oauth2',
    },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 and a port is registered and used.',
      source: 'https://github.com/jackodsteel/Post-Scraper-and-CSS-Editor-for-kingkolton9',
    },
    { about: 'quirks.lacksPkce', claim: 'There is no PKCE.', remembered: true },
    { about: 'quirks.profile', claim: '/api/v1/me names the person.', remembered: true },
    {
      about: 'endpoints',
      claim: 'A refresh brings no new refresh token; the old one stays in use.',
      remembered: true,
    },
    {
      about: 'quirks.refreshRefusals',
      claim:
        'A refresh token that has ended is refused with status 400; that the body says error 400 is remembered.',
      source: 'michael-lazar/rtv#377',
    },
  ],
}
