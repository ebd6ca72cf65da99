import type { Preset } from '../preset.ts'

export const strava: Preset = {
  id: 'strava',
  name: 'Strava',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '123456', secretLabel: 'Client Secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://www.strava.com/oauth/authorize',
    token: 'https://www.strava.com/oauth/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Authorization Callback Domain',
    register: '127.0.0.1',
    notes: [
      'The console takes a domain only. localhost and 127.0.0.1 are always let through, with any port and path.',
    ],
  },
  scopes: [
    { name: 'read', meaning: 'Read public data: segments, routes, profiles' },
    { name: 'read_all', meaning: 'Read your private routes and segments' },
    { name: 'profile:read_all', meaning: 'Read your whole profile' },
    { name: 'activity:read', meaning: 'Read your activities that others can see' },
    { name: 'activity:read_all', meaning: 'Read all your activities, private ones included' },
    { name: 'activity:write', meaning: 'Create and change activities' },
  ],
  defaultScopes: ['read', 'activity:read'],
  authorizationParameters: { approval_prompt: 'auto' },
  quirks: {
    lacksPkce: true,
    scopeSeparator: ',',
    answerMapping: { sub: ['athlete', 'id'], label: ['athlete', 'username'] },
    refreshRefusals: [{ path: ['errors', '0', 'resource'], value: 'RefreshToken' }],
  },
  apis: [
    {
      name: 'Strava',
      baseUrl: 'https://www.strava.com/api/v3',
      requests: [
        { name: 'My profile', method: 'GET', path: '/athlete' },
        {
          name: 'My activities',
          method: 'GET',
          path: '/athlete/activities?per_page=100',
          description: 'Needs activity:read',
        },
      ],
    },
  ],
  console: {
    url: 'https://www.strava.com/settings/api',
    steps: [
      'Create an app; any website will do.',
      'Enter 127.0.0.1 as “Authorization Callback Domain”.',
      'Copy client ID and client secret.',
    ],
  },
  troubles: [
    { symptom: 'redirect_uri invalid', change: 'Enter 127.0.0.1 as “Authorization Callback Domain”.' },
    { symptom: 'scope invalid', change: 'Old scopes such as view_private are gone. Choose from the list.' },
    {
      symptom: 'Private activities are missing',
      change: 'Ask for activity:read_all, and leave its box ticked on Strava’s page.',
    },
  ],
  evidence: [
    {
      about: 'quirks.scopeSeparator',
      claim: 'Scopes are separated by commas.',
      source: 'tidbyt/community#274',
    },
    {
      about: 'quirks.answerMapping',
      claim: 'The answer to the code names the person in athlete.',
      source: 'slashdotdash/strava#28',
    },
    {
      about: 'authorizationParameters.approval_prompt',
      claim: 'auto skips the consent page where all was granted before.',
      source: 'https://hexdocs.pm/strava/0.3.2/Strava.Auth.html',
    },
    {
      about: 'redirect',
      claim: 'localhost and 127.0.0.1 are on the list of allowed domains.',
      remembered: true,
    },
    { about: 'quirks.lacksPkce', claim: 'There is no PKCE.', remembered: true },
    {
      about: 'clientAuthentication',
      claim: 'Id and secret go with the code.',
      source: 'https://strava.github.io/api/v3/oauth',
    },
    {
      about: 'endpoints',
      claim: 'Access tokens are short-lived and come with refresh tokens.',
      source: 'dblock/slack-strava#49',
    },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused with a list of errors, its resource RefreshToken.',
      source: 'dreeveapp/dreeve#1449',
    },
  ],
}
