import type { Preset } from '../preset.ts'

export const google: Preset = {
  id: 'google',
  name: 'Google',
  blanks: [],
  client: {
    idLabel: 'Client ID',
    idExample: '1234567890-abc.apps.googleusercontent.com',
    secretLabel: 'Client secret',
  },
  clientAuthentication: 'client_secret_post',
  issuer: 'https://accounts.google.com',
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Authorized redirect URIs',
    register: null,
    notes: [
      'A client of the type “Desktop app” has no field for redirects: Google accepts any loopback port and path for it.',
    ],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'https://www.googleapis.com/auth/userinfo.email', meaning: 'See your email address' },
    { name: 'https://www.googleapis.com/auth/userinfo.profile', meaning: 'See your name and picture' },
    {
      name: 'https://www.googleapis.com/auth/drive.metadata.readonly',
      meaning: 'See names and dates of your Drive files, not what is in them',
    },
    { name: 'https://www.googleapis.com/auth/calendar.readonly', meaning: 'Read your calendars' },
    { name: 'https://www.googleapis.com/auth/gmail.readonly', meaning: 'Read your mail' },
  ],
  defaultScopes: [
    'openid',
    'https://www.googleapis.com/auth/userinfo.email',
    'https://www.googleapis.com/auth/userinfo.profile',
  ],
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  apis: [
    {
      name: 'Google APIs',
      baseUrl: 'https://www.googleapis.com',
      requests: [
        { name: 'My profile', method: 'GET', path: '/oauth2/v3/userinfo' },
        {
          name: 'My files',
          method: 'GET',
          path: '/drive/v3/files',
          description: 'Needs drive.metadata.readonly',
        },
        {
          name: 'My calendars',
          method: 'GET',
          path: '/calendar/v3/users/me/calendarList',
          description: 'Needs calendar.readonly',
        },
      ],
    },
  ],
  console: {
    url: 'https://console.cloud.google.com/auth/clients',
    steps: [
      'Choose a project, or make one.',
      'Under “Branding” and “Audience”, name the app and add yourself as a test user.',
      'Under “Clients”, choose “Create client” and the application type “Desktop app”.',
      'Copy the client ID and the client secret.',
      'Under “APIs & Services” → “Library”, enable each API that you want to browse.',
    ],
  },
  troubles: [
    {
      symptom: 'The token endpoint answers “client_secret is missing”',
      change:
        'Enter the client secret in Keyfold. Google asks for it even from desktop apps, where it is not confidential.',
    },
    {
      symptom: 'redirect_uri_mismatch, or the loopback redirect is blocked',
      change: 'The client is not of the type “Desktop app”. The type cannot be changed: create a new client.',
    },
    {
      symptom: 'The sign-in ends after seven days',
      change: 'The app is in the publishing status “Testing”. Set “Audience” → “Publish app”.',
    },
    {
      symptom: 'An account has fewer scopes than were asked for',
      change: 'Each scope has a box of its own on Google’s consent page. Sign in again and tick them.',
    },
  ],
  evidence: [
    {
      about: 'clientAuthentication',
      claim:
        'A desktop client with PKCE alone is answered “client_secret is missing”, so the secret is sent.',
      source: 'taylorwilsdon/google_workspace_mcp#1008',
    },
    {
      about: 'redirect',
      claim: 'Loopback redirects work for desktop clients, with any port.',
      source: 'https://developers.google.com/identity/protocols/oauth2/resources/loopback-migration',
    },
    {
      about: 'authorizationParameters.access_type',
      claim: 'A refresh token is only given with access_type=offline.',
      source: 'https://github.com/openid/AppAuth-JS',
    },
    {
      about: 'authorizationParameters.prompt',
      claim: 'A second sign-in gives a refresh token only where consent is asked for again.',
      source: 'https://github.com/openid/AppAuth-JS',
    },
    {
      about: 'defaultScopes',
      claim:
        'Short scope names such as email come back under their long names, so the long ones are asked for.',
      source: 'requests/requests-oauthlib#387',
    },
    {
      about: 'issuer',
      claim: 'A refresh brings no new refresh token; the old one stays in use.',
      source: 'laravel/socialite#683',
    },
    {
      about: 'troubles',
      claim: 'Refresh tokens of apps in testing end after seven days.',
      source: 'insanum/gcalcli#628',
    },
  ],
}
