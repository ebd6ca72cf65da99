import type { Preset } from '../preset.ts'

export const facebook: Preset = {
  id: 'facebook',
  name: 'Facebook',
  blanks: [],
  client: { idLabel: 'App ID', idExample: '1234567890123456', secretLabel: 'App secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://www.facebook.com/v23.0/dialog/oauth',
    token: 'https://graph.facebook.com/v23.0/oauth/access_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'no',
    field: 'Valid OAuth Redirect URIs',
    notes: [
      'Facebook takes https redirects, and of http localhost alone: not 127.0.0.1. Keyfold never sends localhost, so the redirect is an https address of your own, the one that you fill in as “Redirect address”.',
      'After you sign in, the browser ends at that address. Copy it whole from the address bar and paste it into Keyfold; no page has to be there.',
    ],
  },
  scopes: [
    { name: 'public_profile', meaning: 'See your name and picture' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'pages_show_list', meaning: 'See the pages that you manage' },
    { name: 'user_posts', meaning: 'Read your posts' },
  ],
  defaultScopes: ['public_profile', 'email'],
  quirks: {
    lacksPkce: true,
    scopeSeparator: ',',
    profile: { url: 'https://graph.facebook.com/v23.0/me?fields=id,name', sub: ['id'], label: ['name'] },
  },
  apis: [
    {
      name: 'Graph API',
      baseUrl: 'https://graph.facebook.com/v23.0',
      requests: [
        { name: 'My profile', method: 'GET', path: '/me?fields=id,name,email' },
        {
          name: 'My permissions',
          method: 'GET',
          path: '/me/permissions',
          description: 'What you granted and declined',
        },
        { name: 'My pages', method: 'GET', path: '/me/accounts', description: 'Needs pages_show_list' },
      ],
    },
  ],
  console: {
    url: 'https://developers.facebook.com/apps',
    steps: [
      'Choose “Create App” and the use case “Authenticate and request data from users with Facebook Login”.',
      'Under “Facebook Login” → “Settings”, enter your redirect address as “Valid OAuth Redirect URIs”.',
      'Under “App settings” → “Basic”, copy app ID and app secret.',
      'While the app is in development, add each person under “App roles”.',
    ],
  },
  troubles: [
    {
      symptom: 'URL blocked, or insecure login blocked',
      change: 'Enter your redirect address as “Valid OAuth Redirect URIs”, letter by letter.',
    },
    {
      symptom: 'The sign-in cannot be renewed',
      change: 'Facebook gives no refresh token. Sign in again when the access token has ended.',
    },
    {
      symptom: 'Invalid scopes',
      change: 'Add the permission to the use case under “Permissions and features”.',
    },
  ],
  evidence: [
    {
      about: 'endpoints',
      claim: 'There is no refresh token; a token is exchanged for one of sixty days with the app secret.',
      source: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived',
    },
    {
      about: 'quirks.lacksPkce',
      claim: 'PKCE is there for the OpenID flow in testing only.',
      source: 'https://developers.facebook.com/documentation/facebook-login/guides/advanced/oidc-token',
    },
    {
      about: 'quirks.scopeSeparator',
      claim: 'Scopes are separated by commas (read of the scope of the JavaScript SDK).',
      source: 'https://developers.facebook.com/documentation/javascript/reference/FB.login.md',
    },
    { about: 'clientAuthentication', claim: 'Id and secret go as parameters.', remembered: true },
    {
      about: 'redirect',
      claim: 'A redirect to 127.0.0.1 is refused.',
      source: 'dermesser/yup-oauth2#233',
    },
    {
      about: 'redirect',
      claim: 'http is accepted for localhost in development mode only.',
      remembered: true,
    },
    { about: 'quirks.profile', claim: '/me names the person.', remembered: true },
  ],
}
