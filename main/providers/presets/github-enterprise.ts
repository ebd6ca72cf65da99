import type { Preset } from '../preset.ts'

export const githubEnterprise: Preset = {
  id: 'github-enterprise',
  name: 'GitHub Enterprise Server',
  blanks: [
    {
      id: 'host',
      label: 'Host',
      hint: 'Of your own server, without https.',
      example: 'github.acme.example',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:[0-9]+)?',
    },
  ],
  client: { idLabel: 'Client ID', idExample: 'Ov23liAbCdEfGhIjKlMn', secretLabel: 'Client secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://{host}/login/oauth/authorize',
    token: 'https://{host}/login/oauth/access_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Authorization callback URL',
    notes: [
      'Some versions send the browser to port 80, whatever port was asked for. With the port fixed and registered they do not.',
    ],
  },
  scopes: [
    { name: 'read:user', meaning: 'Read your profile' },
    { name: 'user:email', meaning: 'Read your email addresses' },
    { name: 'repo', meaning: 'Read and write all your repositories, private ones included' },
    { name: 'read:org', meaning: 'See your organizations and teams' },
  ],
  defaultScopes: ['read:user', 'user:email'],
  quirks: {
    profile: { url: 'https://{host}/api/v3/user', sub: ['id'], label: ['login'] },
    refreshRefusals: [{ path: ['error'], value: 'bad_refresh_token' }],
  },
  apis: [
    {
      name: 'GitHub Enterprise REST',
      baseUrl: 'https://{host}/api/v3',
      requests: [
        { name: 'My profile', method: 'GET', path: '/user' },
        { name: 'My repositories', method: 'GET', path: '/user/repos?per_page=100&sort=updated' },
        { name: 'My organizations', method: 'GET', path: '/user/orgs', description: 'Needs read:org' },
      ],
    },
  ],
  console: {
    url: 'https://docs.github.com/en/enterprise-server@latest/apps/oauth-apps/building-oauth-apps/creating-an-oauth-app',
    steps: [
      'On your server choose “Settings” → “Developer settings” → “OAuth Apps” → “New OAuth App”.',
      'Enter any homepage, and the redirect URI of Keyfold as “Authorization callback URL”.',
      'Copy the client ID, choose “Generate a new client secret” and copy it.',
    ],
  },
  troubles: [
    {
      symptom: 'The browser ends at 127.0.0.1 without a port and shows nothing',
      change:
        'Register the redirect URI with its port. To finish this sign-in, add the port to the address by hand.',
    },
    {
      symptom: 'The certificate is not trusted',
      change: 'Install your company’s root certificate in the system.',
    },
    {
      symptom: 'incorrect_client_credentials',
      change: 'Generate a new client secret and enter it in Keyfold.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'Some versions redirect to localhost on port 80 instead of the port asked for.',
      source: 'git-ecosystem/git-credential-manager#1329',
    },
    {
      about: 'endpoints',
      claim: 'As at github.com: errors with status 200, and form-encoded unless JSON is asked for.',
      source: 'octokit/auth-oauth-app.js#13',
    },
    {
      about: 'clientAuthentication',
      claim: 'The secret works at every version; PKCE without one does not.',
      remembered: true,
    },
    { about: 'quirks.profile', claim: 'The REST API is at /api/v3 of the same host.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused as bad_refresh_token, as at github.com.',
      source: 'langchain-ai/open-swe#1491',
    },
  ],
}
