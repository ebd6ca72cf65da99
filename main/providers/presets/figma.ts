import type { Preset } from '../preset.ts'

export const figma: Preset = {
  id: 'figma',
  name: 'Figma',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: 'a1B2c3D4e5F6g7H8i9J0k1', secretLabel: 'Client secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://www.figma.com/oauth',
    token: 'https://api.figma.com/v1/oauth/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'unknown',
    field: 'Redirect URLs',
    notes: [
      'Compared letter by letter, so the port is fixed.',
      'Whether Figma takes a redirect to 127.0.0.1 is not known to us, and Keyfold never sends localhost. Where the console or the page refuses it, enter an https address of your own as “Https address in its place” in the setup, register that one, and paste the address that the browser ends at.',
    ],
  },
  scopes: [
    { name: 'current_user:read', meaning: 'See who you are' },
    { name: 'file_content:read', meaning: 'Read what is in your files' },
    { name: 'file_metadata:read', meaning: 'Read names and dates of your files' },
    { name: 'file_comments:read', meaning: 'Read comments' },
    { name: 'projects:read', meaning: 'See projects and their files' },
  ],
  defaultScopes: ['current_user:read', 'file_metadata:read'],
  quirks: {
    refreshEndpoint: 'https://api.figma.com/v1/oauth/refresh',
    profile: { url: 'https://api.figma.com/v1/me', sub: ['id'], label: ['email'] },
  },
  apis: [
    {
      name: 'Figma REST',
      baseUrl: 'https://api.figma.com/v1',
      requests: [
        { name: 'My profile', method: 'GET', path: '/me' },
        {
          name: 'A file’s metadata',
          method: 'GET',
          path: '/files/FILE_KEY/meta',
          description: 'Put the key from the file’s address in place of FILE_KEY',
        },
      ],
    },
  ],
  console: {
    url: 'https://www.figma.com/developers/apps',
    steps: [
      'Choose “Create a new app”.',
      'Under “OAuth credentials”, copy the client ID and the client secret, and add the redirect URI of Keyfold.',
      'Under “OAuth scopes”, tick the scopes that you want to ask for.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid redirect URI',
      change: 'Add the redirect URI under “Redirect URLs” letter by letter.',
    },
    { symptom: 'Invalid scopes for app', change: 'Tick the scopes under “OAuth scopes” of the app.' },
    {
      symptom: 'invalid_client',
      change: 'Set the client authentication to “Secret in the header”, or make a new secret.',
    },
    {
      symptom: 'The code exchange is refused although all is right',
      change: 'A code lives thirty seconds only. Sign in again without a pause.',
    },
  ],
  evidence: [
    {
      about: 'quirks.refreshEndpoint',
      claim:
        'A refresh goes to /v1/oauth/refresh; read in several public clients, the vendor’s own page was not read.',
      remembered: true,
    },
    {
      about: 'endpoints',
      claim:
        'The token endpoint moved from www.figma.com/api/oauth/token; several newer clients use api.figma.com/v1/oauth/token.',
      remembered: true,
    },
    {
      about: 'clientAuthentication',
      claim: 'Id and secret go in the body (read at the older address of the token endpoint).',
      source: 'https://github.com/pilcrowonpaper/arctic/blob/main/src/providers/figma.ts',
    },
    {
      about: 'apis',
      claim: 'A refresh gives a new access token and no new refresh token.',
      source: 'https://arcticjs.dev/providers/figma',
    },
    { about: 'quirks.profile', claim: 'There is no ID token; /v1/me names the person.', remembered: true },
    { about: 'redirect', claim: 'The redirect is compared letter by letter.', remembered: true },
  ],
}
