import type { Preset } from '../preset.ts'

export const x: Preset = {
  id: 'x',
  name: 'X (Twitter)',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: 'rG9n6402A3dbUJKzXTNX4oWHJ', secretLabel: 'Client Secret' },
  clientAuthentication: 'client_secret_basic',
  endpoints: {
    authorization: 'https://x.com/i/oauth2/authorize',
    token: 'https://api.x.com/2/oauth2/token',
    revocation: 'https://api.x.com/2/oauth2/revoke',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Callback URI / Redirect URL',
    notes: ['Compared letter by letter, so the port is fixed.'],
  },
  scopes: [
    { name: 'users.read', meaning: 'See who you are, and other people’s profiles' },
    { name: 'tweet.read', meaning: 'Read posts as you' },
    { name: 'offline.access', meaning: 'Stay signed in: a refresh token' },
    { name: 'bookmark.read', meaning: 'See your bookmarks' },
    { name: 'like.read', meaning: 'See what you liked' },
    { name: 'tweet.write', meaning: 'Post as you' },
  ],
  defaultScopes: ['users.read', 'tweet.read', 'offline.access'],
  quirks: {
    profile: { url: 'https://api.x.com/2/users/me', sub: ['data', 'id'], label: ['data', 'username'] },
    refreshRefusals: [{ path: ['error_description'], value: 'Value passed for the token was invalid.' }],
  },
  apis: [
    {
      name: 'X API v2',
      baseUrl: 'https://api.x.com/2',
      requests: [
        { name: 'My profile', method: 'GET', path: '/users/me' },
        {
          name: 'A person by name',
          method: 'GET',
          path: '/users/by/username/USERNAME',
          description: 'Put a user name in place of USERNAME',
        },
      ],
    },
  ],
  console: {
    url: 'https://developer.x.com/en/portal/dashboard',
    steps: [
      'Open your app and choose “User authentication settings” → “Set up”.',
      'Choose “Web App, Automated App or Bot”, a confidential client; “Native App” has no secret.',
      'Enter the redirect URI of Keyfold as “Callback URI / Redirect URL”.',
      'Save, and copy the OAuth 2.0 client ID and client secret. They are shown once.',
    ],
  },
  troubles: [
    {
      symptom: 'Something went wrong: you were not able to give access',
      change:
        'Enter the redirect URI letter by letter; both scopes users.read and tweet.read have to be asked for.',
    },
    {
      symptom: 'unauthorized_client: missing authorization header',
      change: 'The app is confidential: set the client authentication to “Secret in the header”.',
    },
    { symptom: 'The sign-in ends after two hours', change: 'Ask for offline.access.' },
    {
      symptom: 'Calls answer 403',
      change: 'Your plan does not include this request, or the app is in no project.',
    },
  ],
  evidence: [
    {
      about: 'clientAuthentication',
      claim: 'Confidential clients need the Basic header, on a refresh too.',
      source: 'better-auth/better-auth#3652',
    },
    {
      about: 'defaultScopes',
      claim: 'A refresh token comes only with offline.access; without it tokens live two hours.',
      source: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
    },
    {
      about: 'endpoints',
      claim: 'Addresses of the endpoints; each refresh gives a new refresh token.',
      source: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
    },
    {
      about: 'redirect',
      claim:
        'http with 127.0.0.1 can be registered, localhost cannot; that it is compared letter by letter is remembered.',
      source: 'openforce/spark-mllib-scala-play#21',
    },
    { about: 'quirks.profile', claim: '/2/users/me names the person in data.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused as invalid_request, told apart by its description.',
      remembered: true,
    },
  ],
}
