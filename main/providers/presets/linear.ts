import type { Preset } from '../preset.ts'

export const linear: Preset = {
  id: 'linear',
  name: 'Linear',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '3f6c0a9d2b7e4f81' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://linear.app/oauth/authorize',
    token: 'https://api.linear.app/oauth/token',
    revocation: 'https://api.linear.app/oauth/revoke',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'unknown',
    field: 'Callback URLs',
    notes: [
      'Compared letter by letter, so the port is fixed.',
      'Whether Linear takes a redirect to 127.0.0.1 is not known to us, and Keyfold never sends localhost. Where the console or the page refuses it, enter an https address of your own as “Https address in its place” in the setup, register that one, and paste the address that the browser ends at.',
    ],
  },
  scopes: [
    { name: 'read', meaning: 'Read what you can see; always granted' },
    { name: 'write', meaning: 'Change what you can change' },
    { name: 'issues:create', meaning: 'Create issues and their attachments' },
    { name: 'comments:create', meaning: 'Write comments' },
    { name: 'admin', meaning: 'Administer the workspace: only where really needed' },
  ],
  defaultScopes: ['read'],
  quirks: { scopeSeparator: ',' },
  apis: [
    {
      name: 'Linear GraphQL',
      baseUrl: 'https://api.linear.app',
      requests: [
        {
          name: 'GraphQL',
          method: 'POST',
          path: '/graphql',
          description: 'Body: {"query":"{ viewer { id name email } }"}',
        },
      ],
    },
  ],
  console: {
    url: 'https://linear.app/settings/api/applications/new',
    steps: [
      'Make the application, best in a workspace of its own: every admin of the workspace can see it.',
      'Enter the redirect URI of Keyfold under “Callback URLs”.',
      'Copy the client ID. With PKCE the secret is not needed.',
    ],
  },
  troubles: [
    {
      symptom: 'Invalid redirect_uri',
      change: 'Enter the redirect URI under “Callback URLs” letter by letter.',
    },
    {
      symptom: 'Invalid scope',
      change:
        'Linear takes scopes with commas between them. The preset does; a setup typed in by hand does not.',
    },
    {
      symptom: 'Several accounts look the same',
      change: 'Linear names nobody in its answer. Disconnect one before you connect another.',
    },
  ],
  evidence: [
    {
      about: 'quirks.scopeSeparator',
      claim: 'scope is a list separated by commas.',
      source: 'https://linear.app/developers/oauth-2-0-authentication',
    },
    {
      about: 'endpoints',
      claim: 'Every application gives refresh tokens since 1 April 2026.',
      source: 'https://linear.app/developers/oauth-2-0-authentication.md',
    },
    {
      about: 'clientAuthentication',
      claim: 'With PKCE the client secret may be left out.',
      remembered: true,
    },
    { about: 'redirect', claim: 'The redirect is compared letter by letter.', remembered: true },
  ],
}
