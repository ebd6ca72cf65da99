import type { Preset } from '../preset.ts'

export const amazonCognito: Preset = {
  id: 'amazon-cognito',
  name: 'Amazon Cognito',
  blanks: [
    { id: 'region', label: 'Region', example: 'eu-central-1', pattern: '[a-z]{2}(-[a-z]+)+-[0-9]' },
    {
      id: 'pool',
      label: 'User pool ID',
      example: 'eu-central-1_AbCdEfGhI',
      pattern: '[a-z0-9-]+_[A-Za-z0-9]+',
    },
    {
      id: 'domain',
      label: 'User pool domain',
      hint: 'From “Branding” → “Domain”, without https; a custom domain is fine.',
      example: 'acme.auth.eu-central-1.amazoncognito.com',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+',
    },
  ],
  client: { idLabel: 'Client ID', idExample: '6oeov5dtf2tvu0tl557a5erp0g' },
  clientAuthentication: 'none',
  issuer: 'https://cognito-idp.{region}.amazonaws.com/{pool}',
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Allowed callback URLs',
    notes: [
      'Cognito took http only for localhost until August 2025; loopback addresses work since.',
      'The port is fixed here: whether Cognito ignores it is not known to us.',
    ],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'profile', meaning: 'See your other attributes' },
    { name: 'phone', meaning: 'See your phone number' },
    {
      name: 'aws.cognito.signin.user.admin',
      meaning: 'Read and change your own user through the user pool’s API',
    },
  ],
  defaultScopes: ['openid', 'email', 'profile'],
  apis: [
    {
      name: 'User pool',
      baseUrl: 'https://{domain}',
      requests: [{ name: 'Who am I', method: 'GET', path: '/oauth2/userInfo' }],
    },
  ],
  console: {
    url: 'https://console.aws.amazon.com/cognito/v2/idp/user-pools',
    steps: [
      'In the user pool choose “App clients” → “Create app client”, without a client secret.',
      'Under “Login pages”, enter the redirect URI of Keyfold as an allowed callback URL.',
      'Allow the grant “Authorization code grant” and the scopes openid, email and profile.',
      'Under “Branding” → “Domain”, make a domain where there is none.',
      'Copy the client ID, the user pool ID and the domain.',
    ],
  },
  troubles: [
    {
      symptom: 'redirect_mismatch',
      change: 'Enter the redirect URI under “Allowed callback URLs” letter by letter.',
    },
    {
      symptom: 'invalid_client',
      change: 'The app client has a secret: enter it in Keyfold, or make an app client without one.',
    },
    { symptom: 'invalid_scope', change: 'Tick the scope under “OpenID Connect scopes” of the app client.' },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'Loopback addresses are accepted since August 2025.',
      source: 'microsoft/vscode#256122',
    },
    {
      about: 'issuer',
      claim: 'A refresh brings no new refresh token; the old one stays in use.',
      source: 'awsdocs/amazon-cognito-developer-guide#13',
    },
  ],
}
