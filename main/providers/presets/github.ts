import type { Preset } from '../preset.ts'

export const github: Preset = {
  id: 'github',
  name: 'GitHub',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: 'Ov23liAbCdEfGhIjKlMn', secretLabel: 'Client secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Authorization callback URL',
    notes: ['GitHub accepts any port of a loopback address; host and path have to be the registered ones.'],
  },
  scopes: [
    { name: 'read:user', meaning: 'Read your profile' },
    { name: 'user:email', meaning: 'Read your email addresses' },
    { name: 'repo', meaning: 'Read and write all your repositories, private ones included' },
    { name: 'public_repo', meaning: 'Read and write your public repositories' },
    { name: 'read:org', meaning: 'See your organizations and teams' },
    { name: 'gist', meaning: 'Write gists' },
    { name: 'notifications', meaning: 'Read your notifications' },
  ],
  defaultScopes: ['read:user', 'user:email'],
  quirks: {
    profile: { url: 'https://api.github.com/user', sub: ['id'], label: ['login'] },
    refreshRefusals: [{ path: ['error'], value: 'bad_refresh_token' }],
  },
  apis: [
    {
      name: 'GitHub REST',
      baseUrl: 'https://api.github.com',
      requests: [
        { name: 'My profile', method: 'GET', path: '/user' },
        { name: 'My repositories', method: 'GET', path: '/user/repos?per_page=100&sort=updated' },
        { name: 'My organizations', method: 'GET', path: '/user/orgs', description: 'Needs read:org' },
        {
          name: 'My notifications',
          method: 'GET',
          path: '/notifications',
          description: 'Needs notifications',
        },
      ],
    },
  ],
  console: {
    url: 'https://github.com/settings/developers',
    steps: [
      'Choose “OAuth Apps” → “New OAuth App”.',
      'Enter any homepage, and the redirect URI of Keyfold as “Authorization callback URL”.',
      'Copy the client ID, choose “Generate a new client secret” and copy it.',
    ],
  },
  troubles: [
    {
      symptom: 'redirect_uri is not associated with this application',
      change: 'Enter the redirect URI of Keyfold, path included, as “Authorization callback URL”.',
    },
    {
      symptom: 'incorrect_client_credentials',
      change: 'Generate a new client secret and enter it in Keyfold.',
    },
    {
      symptom: 'bad_verification_code',
      change: 'The code lives ten minutes and works once. Sign in again.',
    },
    {
      symptom: 'An organization’s repositories are missing',
      change: 'Its owner has to approve the app under “Third-party access” of the organization.',
    },
  ],
  evidence: [
    {
      about: 'endpoints',
      claim: 'The token endpoint answers errors with status 200, and form-encoded unless JSON is asked for.',
      source: 'octokit/auth-oauth-app.js#13',
    },
    { about: 'redirect', claim: 'Any loopback port is accepted.', source: 'go-gitea/gitea#21285' },
    {
      about: 'clientAuthentication',
      claim:
        'The documentation said in 2023 that there is no PKCE; some newer clients use it without a secret. The secret works for all.',
      source: 'github/docs#24965',
    },
    { about: 'quirks.profile', claim: 'There is no ID token; /user names the person.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim: 'It is called bad_refresh_token.',
      source: 'langchain-ai/open-swe#1491',
    },
    {
      about: 'quirks.refreshRefusals',
      claim: 'That refusal has status 200.',
      source: 'getsentry/junior#620',
    },
  ],
}
