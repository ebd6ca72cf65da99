import type { Preset } from '../preset.ts'

export const adFs: Preset = {
  id: 'ad-fs',
  name: 'AD FS',
  blanks: [
    {
      id: 'host',
      label: 'Federation service name',
      hint: 'The host of your AD FS, without https.',
      example: 'sts.acme.example',
      pattern: '[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:[0-9]+)?',
    },
    {
      id: 'resource',
      label: 'Web API identifier (resource)',
      hint: 'The relying party identifier of the API that the token is for, where there is one.',
      example: 'https://api.acme.example',
      pattern: '[!-~]{1,200}',
      fallback: '',
    },
  ],
  client: { idLabel: 'Client Identifier', idExample: '2940bc16-983c-41ca-b373-4c6045278627' },
  clientAuthentication: 'none',
  issuer: 'https://{host}/adfs',
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Redirect URI',
    notes: ['The port is compared too, so it is fixed.'],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'allatclaims', meaning: 'Put the claims of the access token into the ID token' },
  ],
  defaultScopes: ['openid', 'profile', 'email'],
  authorizationParameters: { resource: '{resource}' },
  apis: [
    {
      name: 'AD FS user information',
      baseUrl: 'https://{host}/adfs',
      requests: [{ name: 'Who am I', method: 'GET', path: '/userinfo' }],
    },
  ],
  console: {
    url: 'https://learn.microsoft.com/en-us/windows-server/identity/ad-fs/development/ad-fs-openid-connect-oauth-concepts',
    steps: [
      'In AD FS Management choose “Application Groups” → “Add Application Group”.',
      'Choose “Native application”, or “Native application accessing a web API”.',
      'Copy the client identifier and enter the redirect URI of Keyfold.',
      'Under “Client Permissions” of the web API, permit openid, profile and email.',
    ],
  },
  troubles: [
    {
      symptom: 'MSIS9224: the redirect URI is not registered',
      change: 'Enter the redirect URI of the native application with this very port.',
    },
    {
      symptom: 'MSIS9605: the client may not access the resource',
      change: 'Permit the client under “Client Permissions” of the web API.',
    },
    {
      symptom: 'The metadata cannot be read',
      change: 'Enable the endpoint /adfs/.well-known/openid-configuration under “Service” → “Endpoints”.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'The redirect has to carry a registered port.',
      source: 'owncloud/client#11276',
    },
    {
      about: 'issuer',
      claim: 'OpenID Connect discovery works at https://<host>/adfs.',
      source: 'https://gist.github.com/nov/3f284aa8cec5ed6bc332e9a5c9d93851',
    },
    {
      about: 'authorizationParameters.resource',
      claim: 'A token for a web API is asked for with resource.',
      remembered: true,
    },
    { about: 'troubles', claim: 'The numbers of the messages (MSIS9224, MSIS9605).', remembered: true },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 can be registered for a native application.',
      remembered: true,
    },
  ],
}
