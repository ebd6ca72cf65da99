import type { Preset } from '../preset.ts'

export const slack: Preset = {
  id: 'slack',
  name: 'Slack',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '2141029472.691202649728' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'unknown',
    field: 'Redirect URLs',
    notes: [
      'Without PKCE Slack takes https redirects only. With PKCE switched on, a desktop redirect to this computer is allowed.',
      'Whether Slack takes a redirect to 127.0.0.1 is not known to us, and Keyfold never sends localhost. Where the console or the page refuses it, enter an https address of your own as “Https address in its place” in the setup, register that one, and paste the address that the browser ends at.',
    ],
  },
  scopes: [
    { name: 'users:read', meaning: 'See the people of the workspace' },
    { name: 'users.profile:read', meaning: 'See profiles' },
    { name: 'channels:read', meaning: 'See public channels' },
    { name: 'channels:history', meaning: 'Read messages of public channels that you are in' },
    { name: 'groups:read', meaning: 'See private channels that you are in' },
    { name: 'im:history', meaning: 'Read your direct messages' },
    { name: 'search:read', meaning: 'Search as you' },
    { name: 'chat:write', meaning: 'Write messages as you' },
  ],
  defaultScopes: ['users:read', 'channels:read'],
  quirks: {
    scopeParameter: 'user_scope',
    scopeSeparator: ',',
    tokenTypes: ['user'],
    answerMapping: {
      access_token: ['authed_user', 'access_token'],
      refresh_token: ['authed_user', 'refresh_token'],
      expires_in: ['authed_user', 'expires_in'],
      scope: ['authed_user', 'scope'],
      token_type: ['authed_user', 'token_type'],
      sub: ['authed_user', 'id'],
      label: ['team', 'name'],
    },
    refreshRefusals: [{ path: ['error'], value: 'invalid_refresh_token' }],
  },
  apis: [
    {
      name: 'Slack Web API',
      baseUrl: 'https://slack.com/api',
      requests: [
        { name: 'Who am I', method: 'GET', path: '/auth.test' },
        { name: 'People', method: 'GET', path: '/users.list?limit=200', description: 'Needs users:read' },
        {
          name: 'Channels',
          method: 'GET',
          path: '/conversations.list?limit=200',
          description: 'Needs channels:read',
        },
      ],
    },
  ],
  console: {
    url: 'https://api.slack.com/apps',
    steps: [
      'Choose “Create New App” → “From scratch”, and a workspace.',
      'Under “OAuth & Permissions”, switch on PKCE. This makes the app a public client and cannot be undone.',
      'Under “Redirect URLs”, add the redirect URI of Keyfold.',
      'Under “User Token Scopes”, add the scopes. Bot scopes cannot be asked for on a desktop.',
      'From “Basic Information”, copy the client ID.',
    ],
  },
  troubles: [
    {
      symptom: 'bad_redirect_uri',
      change: 'Add the redirect URI under “Redirect URLs” and save; switch on PKCE, or Slack wants https.',
    },
    { symptom: 'invalid_scope, or scopes for bots', change: 'Move the scopes to “User Token Scopes”.' },
    { symptom: 'bad_client_secret', change: 'PKCE is not switched on for the app.' },
    {
      symptom: 'The sign-in ends after thirty days',
      change: 'With PKCE, refresh tokens end after thirty days. Sign in again.',
    },
    {
      symptom: 'A request answers 200 with ok: false',
      change:
        'Slack says errors in the body: look at “error” there. missing_scope names the scope in “needed”.',
    },
  ],
  evidence: [
    {
      about: 'quirks.answerMapping',
      claim: 'The person’s token stands in authed_user; at the top there is a bot’s token or none.',
      source: 'https://docs.rs/crate/loopauth/0.5.0/source/examples/auth_slack.rs',
    },
    {
      about: 'quirks.scopeParameter',
      claim: 'Scopes for a person are asked for in user_scope.',
      source: 'https://docs.rs/crate/loopauth/0.5.0/source/examples/auth_slack.rs',
    },
    {
      about: 'quirks.scopeSeparator',
      claim: 'Scopes are separated by commas.',
      source: 'preset-io/agor#824',
    },
    { about: 'quirks.tokenTypes', claim: 'token_type is user, or bot.', remembered: true },
    {
      about: 'redirect',
      claim:
        'Desktop redirects need PKCE, which makes the app public for good; bot scopes are refused; refresh tokens live 30 days.',
      source: 'https://docs.slack.dev/authentication/using-pkce',
    },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'localhost and 127.0.0.1 are told apart: the registered spelling counts.',
      source: 'slackapi/slack-skills-plugin#120',
    },
    {
      about: 'endpoints',
      claim: 'Errors come with status 200 and ok: false.',
      source: 'preset-io/agor#824',
    },
    {
      about: 'clientAuthentication',
      claim: 'With PKCE no secret is sent, not in a refresh either.',
      source: 'https://docs.slack.dev/authentication/using-pkce',
    },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused as invalid_refresh_token.',
      source: 'slackapi/node-slack-sdk#2038',
    },
  ],
}
