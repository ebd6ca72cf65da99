import type { Preset } from '../preset.ts'

export const bitbucket: Preset = {
  id: 'bitbucket',
  name: 'Bitbucket Cloud',
  blanks: [],
  client: { idLabel: 'Key', idExample: 'mQ7dKxJ4fTzPbW9sVe', secretLabel: 'Secret' },
  clientAuthentication: 'client_secret_basic',
  endpoints: {
    authorization: 'https://bitbucket.org/site/oauth2/authorize',
    token: 'https://bitbucket.org/site/oauth2/access_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'unknown',
    field: 'Callback URL',
    notes: [
      'The redirect has to begin with the registered callback URL, so its port is fixed.',
      'Whether Bitbucket takes a redirect to 127.0.0.1 is not known to us, and Keyfold never sends localhost. Where the console or the page refuses it, enter an https address of your own as “Https address in its place” in the setup, register that one, and paste the address that the browser ends at.',
    ],
  },
  scopes: [
    { name: 'account', meaning: 'Read your profile' },
    { name: 'email', meaning: 'See your email addresses' },
    { name: 'repository', meaning: 'Read your repositories' },
    { name: 'repository:write', meaning: 'Push to your repositories' },
    { name: 'pullrequest', meaning: 'Read pull requests' },
    { name: 'issue', meaning: 'Read issues' },
  ],
  defaultScopes: ['account', 'email', 'repository'],
  quirks: {
    lacksPkce: true,
    answerMapping: { scope: ['scopes'] },
    profile: { url: 'https://api.bitbucket.org/2.0/user', sub: ['account_id'], label: ['display_name'] },
  },
  apis: [
    {
      name: 'Bitbucket REST',
      baseUrl: 'https://api.bitbucket.org/2.0',
      requests: [
        { name: 'My profile', method: 'GET', path: '/user' },
        { name: 'My repositories', method: 'GET', path: '/repositories?role=member&pagelen=100' },
        { name: 'My email addresses', method: 'GET', path: '/user/emails', description: 'Needs email' },
      ],
    },
  ],
  console: {
    url: 'https://bitbucket.org/account/workspaces/',
    steps: [
      'Open the workspace’s settings and choose “OAuth consumers” → “Add consumer”.',
      'Enter the redirect URI of Keyfold as “Callback URL”. It can be one only.',
      'Tick the permissions. They, not the request, decide what the token may do.',
      'Save, open the consumer and copy key and secret.',
    ],
  },
  troubles: [
    { symptom: 'Invalid redirect_uri', change: 'Enter the redirect URI as “Callback URL” of the consumer.' },
    {
      symptom: 'unauthorized_client',
      change: 'Send the secret in the header: set the client authentication to “Secret in the header”.',
    },
    {
      symptom: 'Scopes differ from those asked for',
      change: 'Change the permissions of the consumer in the console, then sign in again.',
    },
  ],
  evidence: [
    {
      about: 'quirks.answerMapping',
      claim: 'The answer names the scopes in scopes, not in scope.',
      source: 'stevenmaguire/oauth2-bitbucket#7',
    },
    {
      about: 'defaultScopes',
      claim: 'The consumer’s permissions decide, whatever the request asks for.',
      source: 'gae-init/gae-init#496',
    },
    {
      about: 'redirect',
      claim: 'The redirect has to begin with the consumer’s callback URL.',
      source: 'https://confluence.atlassian.com/bitbucket/oauth-on-bitbucket-238027431.html',
    },
    {
      about: 'endpoints',
      claim: 'Addresses of the endpoints, with id and secret in a Basic header.',
      source: 'https://confluence.atlassian.com/bitbucket/oauth-endpoint-300220600.html',
    },
    {
      about: 'clientAuthentication',
      claim: 'Id and secret go in a Basic header.',
      source: 'https://confluence.atlassian.com/bitbucket/oauth-endpoint-300220600.html',
    },
    { about: 'quirks.lacksPkce', claim: 'Bitbucket Cloud has no PKCE.', remembered: true },
    { about: 'quirks.profile', claim: 'There is no ID token; /2.0/user names the person.', remembered: true },
  ],
}
