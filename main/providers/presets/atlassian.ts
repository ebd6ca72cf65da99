import type { Preset } from '../preset.ts'

export const atlassian: Preset = {
  id: 'atlassian',
  name: 'Atlassian (Jira and Confluence Cloud)',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: 'kQ3rT8vYwZ1xB5nM7pL2', secretLabel: 'Secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://auth.atlassian.com/authorize',
    token: 'https://auth.atlassian.com/oauth/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Callback URL',
    notes: ['One callback URL an app, compared letter by letter.'],
  },
  scopes: [
    { name: 'read:me', meaning: 'See who you are: account id, name and email address' },
    { name: 'offline_access', meaning: 'Stay signed in: a refresh token' },
    { name: 'read:jira-work', meaning: 'Read Jira projects and issues' },
    { name: 'read:jira-user', meaning: 'See people in Jira' },
    { name: 'write:jira-work', meaning: 'Create and change Jira issues' },
    { name: 'read:confluence-content.all', meaning: 'Read Confluence pages' },
  ],
  defaultScopes: ['read:me', 'offline_access', 'read:jira-work'],
  authorizationParameters: { audience: 'api.atlassian.com', prompt: 'consent' },
  quirks: {
    lacksPkce: true,
    profile: { url: 'https://api.atlassian.com/me', sub: ['account_id'], label: ['email'] },
    refreshRefusals: [{ path: ['error_description'], value: 'refresh_token is invalid' }],
  },
  apis: [
    {
      name: 'Atlassian Cloud',
      baseUrl: 'https://api.atlassian.com',
      requests: [
        {
          name: 'My sites',
          method: 'GET',
          path: '/oauth/token/accessible-resources',
          description: 'The cloud ids; the first request for anything else',
        },
        { name: 'My profile', method: 'GET', path: '/me' },
        {
          name: 'Issues',
          method: 'GET',
          path: '/ex/jira/CLOUD_ID/rest/api/3/search/jql?jql=assignee%3DcurrentUser()',
          description: 'Put the site’s cloud id in place of CLOUD_ID',
        },
      ],
    },
  ],
  console: {
    url: 'https://developer.atlassian.com/console/myapps/',
    steps: [
      'Choose “Create” → “OAuth 2.0 integration”.',
      'Under “Permissions”, add the “User identity API” and each product’s API, and configure its scopes.',
      'Under “Authorization”, add OAuth 2.0 (3LO) and enter the redirect URI of Keyfold as “Callback URL”.',
      'Under “Settings”, copy client ID and secret.',
    ],
  },
  troubles: [
    {
      symptom: 'The redirect_uri is not registered',
      change: 'Enter the redirect URI as “Callback URL” letter by letter.',
    },
    { symptom: 'No refresh token comes', change: 'Ask for offline_access.' },
    {
      symptom: 'unauthorized_client, or a refresh token that is invalid',
      change: 'Refresh tokens are used once; another program used this one. Sign in again.',
    },
    {
      symptom: '401 at your-site.atlassian.net',
      change: 'Tokens work at api.atlassian.com/ex/… with the site’s cloud id only.',
    },
    {
      symptom: 'A scope is not granted',
      change: 'Configure it under “Permissions” of the app, then sign in again.',
    },
  ],
  evidence: [
    {
      about: 'authorizationParameters.audience',
      claim: 'The authorization request has to name the audience api.atlassian.com.',
      source: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    },
    {
      about: 'authorizationParameters.prompt',
      claim: 'prompt=consent shows the consent page.',
      source: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    },
    {
      about: 'endpoints',
      claim: 'Each refresh gives a new refresh token and ends the old one.',
      source: 'smlx/jiratime#23',
    },
    { about: 'clientAuthentication', claim: 'The secret is required.', source: 'obot-platform/tools#310' },
    {
      about: 'redirect',
      claim: 'One callback URL an app; http with localhost is accepted for development.',
      source: 'https://mrrefactoring.github.io/confluence.js/guide/oauth2',
    },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 and a port is registered and used.',
      source: 'nikrich/hungry-ghost-hive#465',
    },
    { about: 'quirks.lacksPkce', claim: '3LO has no PKCE; its parameters are ignored.', remembered: true },
    { about: 'quirks.profile', claim: '/me names the person with read:me.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim:
        'A refresh token that has ended is refused as unauthorized_client, told apart by its description.',
      source: 'raycast/extensions#11836',
    },
  ],
}
