import type { Preset } from '../preset.ts'

export const gitlab: Preset = {
  id: 'gitlab',
  name: 'GitLab',
  blanks: [
    {
      id: 'host',
      label: 'Host',
      hint: 'Your own GitLab’s host, without https.',
      example: 'gitlab.acme.example',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:[0-9]+)?',
      fallback: 'gitlab.com',
    },
  ],
  client: { idLabel: 'Application ID', idExample: '4b1c…64 hexadecimal digits' },
  clientAuthentication: 'none',
  issuer: 'https://{host}',
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Redirect URI',
    notes: [
      'The port is fixed here: with a registered path we found no evidence that GitLab ignores it. Registered as bare http://127.0.0.1, other tools use any port.',
    ],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'read_user', meaning: 'Read your profile over the API' },
    { name: 'read_api', meaning: 'Read everything that you can see over the API' },
    { name: 'api', meaning: 'Read and change everything that you can' },
    { name: 'read_repository', meaning: 'Read repositories' },
    { name: 'write_repository', meaning: 'Push to repositories' },
  ],
  defaultScopes: ['openid', 'profile', 'email', 'read_user'],
  apis: [
    {
      name: 'GitLab REST',
      baseUrl: 'https://{host}/api/v4',
      requests: [
        { name: 'My profile', method: 'GET', path: '/user', description: 'Needs read_user' },
        {
          name: 'My projects',
          method: 'GET',
          path: '/projects?membership=true&per_page=100',
          description: 'Needs read_api',
        },
        {
          name: 'My merge requests',
          method: 'GET',
          path: '/merge_requests?scope=all',
          description: 'Needs read_api',
        },
      ],
    },
  ],
  console: {
    url: 'https://gitlab.com/-/user_settings/applications',
    steps: [
      'Choose “Add new application”; on your own GitLab the same page is in your profile’s settings.',
      'Enter the redirect URI of Keyfold and untick “Confidential”.',
      'Tick the scopes that you want to ask for. A scope that is not ticked is refused.',
      'Copy the application ID.',
    ],
  },
  troubles: [
    {
      symptom: 'The redirect URI included is not valid',
      change: 'Enter the redirect URI letter by letter, its port included.',
    },
    { symptom: 'The requested scope is invalid', change: 'Tick the scope in the application’s settings.' },
    {
      symptom: 'invalid_client',
      change: 'Untick “Confidential” of the application, or enter its secret in Keyfold.',
    },
  ],
  evidence: [
    {
      about: 'issuer',
      claim: 'Access tokens live two hours; a refresh renews both tokens and ends the old ones.',
      source: 'hickford/git-credential-oauth#2',
    },
    {
      about: 'redirect',
      claim: 'A redirect that differs in its port was refused for localhost.',
      source: 'https://gitlab.com/gitlab-org/gitlab/-/issues/435764',
    },
    {
      about: 'clientAuthentication',
      claim: 'PKCE works without a secret.',
      source: 'https://docs.gitlab.com/api/oauth2',
    },
  ],
}
