import type { Preset } from '../preset.ts'

export const linkedin: Preset = {
  id: 'linkedin',
  name: 'LinkedIn',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '77abcdefghijkl' },
  clientAuthentication: 'none',
  issuer: 'https://www.linkedin.com/oauth',
  endpoints: {
    authorization: 'https://www.linkedin.com/oauth/native-pkce/authorization',
    token: 'https://www.linkedin.com/oauth/v2/accessToken',
    userinfo: 'https://api.linkedin.com/v2/userinfo',
    jwks: 'https://www.linkedin.com/oauth/openid/jwks',
  },
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Authorized redirect URLs for your app',
    register: null,
    notes: [
      'Native sign-in works on a loopback address with any port, and only after LinkedIn has switched PKCE on for your app.',
      'Without that, LinkedIn takes https redirects only, wants the secret, and refuses the verifier of PKCE, which Keyfold always sends: then Keyfold cannot be used with it.',
    ],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name and picture' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'w_member_social', meaning: 'Post and comment as you' },
  ],
  defaultScopes: ['openid', 'profile', 'email'],
  quirks: { lacksNonce: true },
  apis: [
    {
      name: 'LinkedIn',
      baseUrl: 'https://api.linkedin.com',
      requests: [{ name: 'Who am I', method: 'GET', path: '/v2/userinfo' }],
    },
  ],
  console: {
    url: 'https://www.linkedin.com/developers/apps',
    steps: [
      'Choose “Create app”; it needs a LinkedIn page.',
      'Under “Products”, request “Sign In with LinkedIn using OpenID Connect”.',
      'Ask your contact at LinkedIn to switch on PKCE for native clients.',
      'Under “Auth”, copy the client ID.',
    ],
  },
  troubles: [
    {
      symptom: 'invalid_client at the token endpoint',
      change: 'PKCE is not switched on for the app: LinkedIn has to do it.',
    },
    {
      symptom: 'unauthorized_scope_error',
      change: 'Request the product that has the scope under “Products”.',
    },
    {
      symptom: 'No refresh token comes',
      change: 'LinkedIn gives them to approved partners only. Sign in again after sixty days.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'Native PKCE redirects to a loopback address with any port, after LinkedIn enables it.',
      source:
        'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow-native',
    },
    {
      about: 'clientAuthentication',
      claim: 'The native flow has no secret. For other apps a code_verifier is answered with invalid_client.',
      source: 'nextauthjs/next-auth#8831',
    },
    { about: 'quirks.lacksNonce', claim: 'ID tokens carry no nonce.', source: 'authlib/authlib#763' },
    {
      about: 'endpoints',
      claim: 'The native flow has an authorization endpoint of its own, native-pkce/authorization.',
      remembered: true,
    },
    {
      about: 'endpoints',
      claim: 'Refresh tokens are for approved partners.',
      source: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens',
    },
    {
      about: 'issuer',
      claim: 'Issuer, key set and user information.',
      source: 'https://logto.io/oauth-providers-explorer/linkedin',
    },
  ],
}
