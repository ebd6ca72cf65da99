import type { Preset } from '../preset.ts'

export const dropbox: Preset = {
  id: 'dropbox',
  name: 'Dropbox',
  blanks: [],
  client: { idLabel: 'App key', idExample: 'p4x8k2m9q7w1z5' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Redirect URIs',
    notes: ['Compared letter by letter, so the port is fixed.'],
  },
  scopes: [
    { name: 'account_info.read', meaning: 'See who you are and how much room you have' },
    { name: 'files.metadata.read', meaning: 'See names and dates of your files' },
    { name: 'files.content.read', meaning: 'Read your files' },
    { name: 'files.content.write', meaning: 'Change your files' },
    { name: 'sharing.read', meaning: 'See what you share' },
  ],
  defaultScopes: ['account_info.read', 'files.metadata.read'],
  authorizationParameters: { token_access_type: 'offline' },
  quirks: {
    answerMapping: { sub: ['account_id'], label: ['account_id'] },
  },
  apis: [
    {
      name: 'Dropbox',
      baseUrl: 'https://api.dropboxapi.com/2',
      requests: [
        {
          name: 'My account',
          method: 'POST',
          path: '/users/get_current_account',
          description: 'Without a body',
        },
        {
          name: 'Files of a folder',
          method: 'POST',
          path: '/files/list_folder',
          description: 'Body: {"path":""}',
        },
        { name: 'Room', method: 'POST', path: '/users/get_space_usage', description: 'Without a body' },
      ],
    },
  ],
  console: {
    url: 'https://www.dropbox.com/developers/apps',
    steps: [
      'Choose “Create app” → “Scoped access”.',
      'Under “Permissions”, tick the scopes and submit.',
      'Under “Settings”, add the redirect URI of Keyfold under “Redirect URIs” and allow public clients (PKCE).',
      'Copy the app key.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid redirect_uri',
      change: 'Add the redirect URI under “Redirect URIs” letter by letter.',
    },
    { symptom: 'invalid_scope', change: 'Tick the scope under “Permissions” and submit the page.' },
    {
      symptom: 'The sign-in ends after four hours',
      change: 'Keep the parameter token_access_type=offline: without it no refresh token comes.',
    },
  ],
  evidence: [
    {
      about: 'authorizationParameters.token_access_type',
      claim: 'A refresh token comes only with token_access_type=offline.',
      source: 'https://dropbox.tech/developers/using-oauth-2-0-with-offline-access',
    },
    {
      about: 'clientAuthentication',
      claim: 'With PKCE the app secret is not needed, not in a refresh either.',
      source: 'dropbox/dropbox-sdk-python#187',
    },
    {
      about: 'redirect',
      claim: 'http with 127.0.0.1 and a port can be registered.',
      source:
        'https://dropbox.github.io/dropbox-sdk-dotnet/gh-pages/obj/api/Dropbox.Api.DropboxOAuth2Helper.html',
    },
    {
      about: 'endpoints',
      claim: 'A refresh brings no new refresh token; the old one stays in use.',
      remembered: true,
    },
    {
      about: 'quirks.answerMapping',
      claim: 'The answer names the account in account_id.',
      source: 'https://github.com/Shopify/react-native-app-auth/blob/main/docs/config-examples/dropbox.md',
    },
  ],
}
