import type { Preset } from '../preset.ts'

export const salesforce: Preset = {
  id: 'salesforce',
  name: 'Salesforce',
  blanks: [
    {
      id: 'domain',
      label: 'My Domain',
      hint: 'The host of your org from “Setup” → “My Domain”, without https. It signs in and serves the API.',
      example: 'acme.my.salesforce.com',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+',
    },
  ],
  client: { idLabel: 'Consumer Key', idExample: '3MVG9lKcPoNINVBIPJjdw1J9LLM82Hn' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://{domain}/services/oauth2/authorize',
    token: 'https://{domain}/services/oauth2/token',
    userinfo: 'https://{domain}/services/oauth2/userinfo',
    revocation: 'https://{domain}/services/oauth2/revoke',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'no',
    field: 'Callback URL',
    notes: [
      'Salesforce takes https redirects, and of http localhost alone: not 127.0.0.1. Keyfold never sends localhost, so the redirect is an https address of your own, the one that you fill in as “Redirect address”.',
      'After you sign in, the browser ends at that address. Copy it whole from the address bar and paste it into Keyfold; no page has to be there.',
    ],
  },
  scopes: [
    { name: 'api', meaning: 'Read and change data over the APIs, as far as you may' },
    { name: 'id', meaning: 'See who you are' },
    { name: 'refresh_token', meaning: 'Stay signed in: a refresh token' },
    { name: 'chatter_api', meaning: 'Use Connect and Chatter' },
    { name: 'full', meaning: 'Everything that you may do, except a refresh token' },
  ],
  defaultScopes: ['api', 'id', 'refresh_token'],
  apis: [
    {
      name: 'Salesforce REST',
      baseUrl: 'https://{domain}/services/data/v61.0',
      requests: [
        { name: 'Resources', method: 'GET', path: '/' },
        { name: 'Objects', method: 'GET', path: '/sobjects' },
        { name: 'Accounts', method: 'GET', path: '/query?q=SELECT+Id,Name+FROM+Account+LIMIT+100' },
        { name: 'Limits', method: 'GET', path: '/limits' },
      ],
    },
  ],
  console: {
    url: 'https://login.salesforce.com',
    steps: [
      'In “Setup” search for “External Client App Manager” and choose “New External Client App”.',
      'Tick “Enable OAuth” and enter your redirect address as “Callback URL”.',
      'Add the OAuth scopes api, id and refresh_token.',
      'Untick “Require secret for Web Server Flow” and “Require secret for Refresh Token Flow”; tick “Require PKCE”.',
      'Under “Settings” → “OAuth Settings”, copy the consumer key.',
    ],
  },
  troubles: [
    {
      symptom: 'redirect_uri_mismatch',
      change: 'Enter the redirect URI as “Callback URL” letter by letter; a change takes up to ten minutes.',
    },
    {
      symptom: 'invalid_client',
      change: 'Untick “Require secret for Web Server Flow”, or enter the consumer secret in Keyfold.',
    },
    {
      symptom: 'No refresh token comes',
      change: 'Add the scope refresh_token (“Perform requests at any time”).',
    },
    {
      symptom: 'The end of the access token is unknown',
      change:
        'Salesforce names none: the session timeout of the org decides. Keyfold renews when a call is refused.',
    },
    {
      symptom: 'OAUTH_APP_BLOCKED',
      change: 'An administrator has to install or unblock the app under “Connected Apps OAuth Usage”.',
    },
  ],
  evidence: [
    { about: 'endpoints', claim: 'Answers name no expires_in.', source: 'NangoHQ/nango#327' },
    {
      about: 'apis',
      claim: 'Each org has an instance of its own (instance_url); refresh tokens may be used once only.',
      source: 'jsforce/jsforce#1656',
    },
    {
      about: 'clientAuthentication',
      claim: 'With PKCE the secret can be made optional in the app’s settings.',
      source: 'https://developer.salesforce.com/workshops/try-headless-360/2-create-the-app',
    },
    {
      about: 'redirect',
      claim: 'External client apps accept localhost and refuse 127.0.0.1.',
      source: 'cognizant-ai-lab/nsflow#233',
    },
  ],
}
