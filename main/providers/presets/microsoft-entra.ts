import type { Preset } from '../preset.ts'

export const microsoftEntra: Preset = {
  id: 'microsoft-entra',
  name: 'Microsoft Entra ID',
  blanks: [
    {
      id: 'tenant',
      label: 'Directory (tenant) ID',
      hint: 'The tenant’s id; or common for any account, organizations for work and school accounts. For personal accounts alone: 9188040d-6c67-4c5b-b112-36a304b66dad.',
      example: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      pattern: 'common|organizations|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
      fallback: 'common',
    },
  ],
  client: { idLabel: 'Application (client) ID', idExample: '6731de76-14a6-49ae-97bc-6eba6914391e' },
  clientAuthentication: 'none',
  issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Mobile and desktop applications',
    notes: [
      'The form takes no http address with 127.0.0.1: add it in the app’s manifest, in redirectUris of the type InstalledClient.',
      'The port is ignored when redirects are compared; the path is not.',
    ],
  },
  scopes: [
    { name: 'openid', meaning: 'Know who you are: an ID token' },
    { name: 'profile', meaning: 'See your name' },
    { name: 'email', meaning: 'See your email address' },
    { name: 'offline_access', meaning: 'Stay signed in: a refresh token' },
    { name: 'User.Read', meaning: 'Read your profile in Microsoft Graph' },
    { name: 'Mail.Read', meaning: 'Read your mail' },
    { name: 'Calendars.Read', meaning: 'Read your calendars' },
    { name: 'Files.Read', meaning: 'Read your OneDrive files' },
  ],
  defaultScopes: ['openid', 'profile', 'email', 'offline_access', 'User.Read'],
  quirks: {
    issuerTemplate: 'https://login.microsoftonline.com/{tenantid}/v2.0',
    scopesNotEchoed: ['offline_access'],
    refreshRefusals: [
      { path: ['error'], value: 'interaction_required' },
      { path: ['error'], value: 'login_required' },
      { path: ['error'], value: 'consent_required' },
    ],
  },
  apis: [
    {
      name: 'Microsoft Graph',
      baseUrl: 'https://graph.microsoft.com/v1.0',
      requests: [
        { name: 'My profile', method: 'GET', path: '/me' },
        { name: 'My mail', method: 'GET', path: '/me/messages?$top=25', description: 'Needs Mail.Read' },
        { name: 'My events', method: 'GET', path: '/me/events?$top=25', description: 'Needs Calendars.Read' },
        { name: 'My files', method: 'GET', path: '/me/drive/root/children', description: 'Needs Files.Read' },
      ],
    },
  ],
  console: {
    url: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
    steps: [
      'Choose “App registrations” → “New registration”, and the accounts that may sign in.',
      'Under “Authentication”, add the platform “Mobile and desktop applications” and any address, such as http://localhost.',
      'Under “Manifest”, add the redirect URI of Keyfold beside it, of the same type (InstalledClient).',
      'Under “Authentication” → “Advanced settings”, allow public client flows.',
      'From “Overview”, copy the application (client) ID and the directory (tenant) ID.',
    ],
  },
  troubles: [
    {
      symptom: 'AADSTS50011: the redirect URI does not match',
      change: 'In the manifest, add the redirect URI of Keyfold, path included, as InstalledClient.',
    },
    {
      symptom: 'AADSTS7000218: client_assertion or client_secret is missing',
      change:
        'The redirect is registered under “Web”. Remove it there and add it under “Mobile and desktop applications”.',
    },
    {
      symptom: 'AADSTS700025: the client is public, no secret may be sent',
      change: 'In Keyfold, set the client authentication to “None”.',
    },
    {
      symptom: 'AADSTS500117: the redirect is not a secure scheme',
      change: 'Only loopback may use http. Register the address with 127.0.0.1 exactly as Keyfold shows it.',
    },
    {
      symptom: 'AADSTS50194: the app is not multi-tenant',
      change:
        'Enter your tenant’s id in place of common, or change “Supported account types” of the registration.',
    },
  ],
  evidence: [
    {
      about: 'quirks.issuerTemplate',
      claim: 'The metadata of common names the issuer with {tenantid}; a token’s issuer has the real tenant.',
      source: 'nextauthjs/next-auth#13440',
    },
    {
      about: 'quirks.scopesNotEchoed',
      claim: 'offline_access is granted and never named in the answer’s scope.',
      source: 'requests/requests-oauthlib#507',
    },
    {
      about: 'redirect',
      claim:
        'The port of loopback redirects is ignored; http with 127.0.0.1 has to be entered in the manifest.',
      source: 'https://learn.microsoft.com/en-us/entra/identity-platform/reply-url',
    },
    {
      about: 'clientAuthentication',
      claim:
        'A redirect registered as Web makes the client confidential (AADSTS7000218); a public one is refused with a secret (AADSTS700025).',
      source: 'Azure/azure-sdk-for-go#22386',
    },
    {
      about: 'issuer',
      claim: 'The metadata names no PKCE methods although S256 is supported.',
      source: 'modelcontextprotocol/typescript-sdk#832',
    },
    {
      about: 'quirks.refreshRefusals',
      claim:
        'A refresh may be refused because the person is needed: interaction_required, login_required or consent_required.',
      source:
        'https://learn.microsoft.com/en-us/javascript/api/@azure/msal-node/interactionrequiredautherrorcodes',
    },
  ],
}
