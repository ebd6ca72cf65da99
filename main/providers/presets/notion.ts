import type { Preset } from '../preset.ts'

export const notion: Preset = {
  id: 'notion',
  name: 'Notion',
  blanks: [],
  client: {
    idLabel: 'OAuth client ID',
    idExample: '463558a3-725e-4f37-b6d3-0889894f68de',
    secretLabel: 'OAuth client secret',
  },
  clientAuthentication: 'client_secret_basic',
  endpoints: {
    authorization: 'https://api.notion.com/v1/oauth/authorize',
    token: 'https://api.notion.com/v1/oauth/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'no',
    field: 'OAuth Domain & URIs',
    notes: [
      'Notion takes https redirects, and of http localhost alone: not 127.0.0.1. Keyfold never sends localhost, so the redirect is an https address of your own, the one that you fill in as “Redirect address”.',
      'After you sign in, the browser ends at that address. Copy it whole from the address bar and paste it into Keyfold; no page has to be there.',
    ],
  },
  scopes: [],
  defaultScopes: [],
  authorizationParameters: { owner: 'user' },
  quirks: {
    lacksPkce: true,
    answerMapping: { sub: ['owner', 'user', 'id'], label: ['workspace_name'] },
    apiHeaders: { 'Notion-Version': '2022-06-28' },
  },
  apis: [
    {
      name: 'Notion',
      baseUrl: 'https://api.notion.com/v1',
      requests: [
        { name: 'The connection itself', method: 'GET', path: '/users/me' },
        { name: 'People', method: 'GET', path: '/users' },
        {
          name: 'Search',
          method: 'POST',
          path: '/search',
          description: 'Pages and databases that were shared',
        },
      ],
    },
  ],
  console: {
    url: 'https://www.notion.so/profile/integrations',
    steps: [
      'Choose “New integration”, and the type “Public”.',
      'Under “OAuth Domain & URIs”, enter your redirect address.',
      'Under “Capabilities”, say what it may do: Notion has no scopes.',
      'Copy the OAuth client ID and the OAuth client secret.',
    ],
  },
  troubles: [
    {
      symptom: 'invalid_client',
      change:
        'Notion takes the secret in the header only: set the client authentication to “Secret in the header”.',
    },
    {
      symptom: 'Missing or invalid redirect_uri',
      change: 'Enter the redirect URI letter by letter under “OAuth Domain & URIs”.',
    },
    {
      symptom: 'Pages are missing',
      change: 'Sign in again and pick them, or share them with the connection in Notion.',
    },
  ],
  evidence: [
    {
      about: 'clientAuthentication',
      claim: 'The secret in the body is refused; Basic works.',
      source: 'n24q02m/better-notion-mcp#558',
    },
    {
      about: 'quirks.answerMapping',
      claim: 'The answer names the person in owner.user and the workspace in workspace_name.',
      source: 'https://developers.notion.com/reference/create-a-token',
    },
    {
      about: 'quirks.apiHeaders',
      claim: 'Every API call names a version in Notion-Version.',
      source: 'https://developers.notion.com/reference/authentication',
    },
    {
      about: 'endpoints',
      claim: 'Its own client sends a JSON body; that a form is taken as well is remembered.',
      remembered: true,
    },
    {
      about: 'authorizationParameters.owner',
      claim: 'owner=user asks for a person’s token.',
      remembered: true,
    },
    { about: 'quirks.lacksPkce', claim: 'Public integrations have no PKCE.', remembered: true },
    {
      about: 'redirect.takesLoopbackAddress',
      claim: 'http with 127.0.0.1 is refused, with localhost it is accepted.',
      source: 'vellum-ai/vellum-assistant#16495',
    },
    {
      about: 'redirect',
      claim: 'redirect_uri is sent in both steps and compared.',
      source: 'https://developers.notion.com/reference/create-a-token',
    },
  ],
}
