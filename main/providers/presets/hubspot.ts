import type { Preset } from '../preset.ts'

export const hubspot: Preset = {
  id: 'hubspot',
  name: 'HubSpot',
  blanks: [],
  client: {
    idLabel: 'Client ID',
    idExample: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
    secretLabel: 'Client secret',
  },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://app.hubspot.com/oauth/authorize',
    token: 'https://api.hubapi.com/oauth/v3/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'no',
    field: 'Redirect URLs',
    notes: [
      'HubSpot takes https redirects, and of http localhost alone: not 127.0.0.1. Keyfold never sends localhost, so the redirect is an https address of your own, the one that you fill in as “Redirect address”.',
      'After you sign in, the browser ends at that address. Copy it whole from the address bar and paste it into Keyfold; no page has to be there.',
    ],
  },
  scopes: [
    { name: 'oauth', meaning: 'See which HubSpot account this is' },
    { name: 'crm.objects.contacts.read', meaning: 'Read contacts' },
    { name: 'crm.objects.companies.read', meaning: 'Read companies' },
    { name: 'crm.objects.deals.read', meaning: 'Read deals' },
  ],
  defaultScopes: ['oauth', 'crm.objects.contacts.read'],
  quirks: {
    lacksPkce: true,
    profile: {
      url: 'https://api.hubapi.com/account-info/v3/details',
      sub: ['portalId'],
      label: ['portalId'],
    },
    refreshRefusals: [{ path: ['status'], value: 'BAD_REFRESH_TOKEN' }],
  },
  apis: [
    {
      name: 'HubSpot',
      baseUrl: 'https://api.hubapi.com',
      requests: [
        { name: 'The account', method: 'GET', path: '/account-info/v3/details' },
        { name: 'Contacts', method: 'GET', path: '/crm/v3/objects/contacts?limit=100' },
        {
          name: 'Companies',
          method: 'GET',
          path: '/crm/v3/objects/companies?limit=100',
          description: 'Needs crm.objects.companies.read',
        },
      ],
    },
  ],
  console: {
    url: 'https://app.hubspot.com/developer',
    steps: [
      'In a developer account make an app, and open “Auth”.',
      'Add your redirect address under “Redirect URLs”.',
      'Add the scopes; every required scope of the app has to be asked for.',
      'Copy client ID and client secret.',
    ],
  },
  troubles: [
    {
      symptom: 'The scopes do not match the app',
      change: 'Ask in Keyfold for exactly the required scopes of the app.',
    },
    {
      symptom: 'redirect_uri mismatch',
      change: 'Add the redirect URI under “Redirect URLs” letter by letter.',
    },
    {
      symptom: 'The person may not install the app',
      change: 'Only a super admin can, or someone with the right to add apps.',
    },
  ],
  evidence: [
    {
      about: 'endpoints',
      claim: 'The v3 endpoints take everything in the body.',
      source: 'https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide',
    },
    {
      about: 'endpoints',
      claim: 'The v1 endpoints end on 16 February 2027.',
      source:
        'https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/v1/refresh-oauth-token.md',
    },
    {
      about: 'endpoints',
      claim: 'The address of the token endpoint, api.hubapi.com/oauth/v3/token.',
      remembered: true,
    },
    {
      about: 'clientAuthentication',
      claim: 'Id and secret go in the body.',
      source: 'https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide',
    },
    {
      about: 'redirect',
      claim: 'http is allowed where the host is localhost; all other hosts need https.',
      source:
        'https://developers.hubspot.com/changelog/2018-03-05-oauth2-redirect-uri-served-over-http-localhost',
    },
    {
      about: 'quirks.lacksPkce',
      claim: 'The v3 endpoints do not rely on PKCE; the newest ones (2026-03) know code_verifier.',
      source:
        'https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/refresh-oauth-token',
    },
    { about: 'quirks.profile', claim: 'account-info names the account, not the person.', remembered: true },
    {
      about: 'quirks.refreshRefusals',
      claim: 'A refresh token that has ended is refused with the status BAD_REFRESH_TOKEN.',
      source: 'HGData/mk-node-hubspot#64',
    },
  ],
}
