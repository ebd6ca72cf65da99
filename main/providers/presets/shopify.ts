import type { Preset } from '../preset.ts'

export const shopify: Preset = {
  id: 'shopify',
  name: 'Shopify',
  blanks: [
    {
      id: 'shop',
      label: 'Shop',
      hint: 'The first part of the shop’s myshopify.com address.',
      example: 'acme-store',
      pattern: '[A-Za-z0-9][A-Za-z0-9-]*',
    },
  ],
  client: { idLabel: 'Client ID', idExample: 'd74bb84b5ae0c6d1', secretLabel: 'Secret' },
  clientAuthentication: 'client_secret_post',
  endpoints: {
    authorization: 'https://{shop}.myshopify.com/admin/oauth/authorize',
    token: 'https://{shop}.myshopify.com/admin/oauth/access_token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 17653,
    path: '/callback',
    takesLoopbackAddress: 'unknown',
    field: 'Redirect URLs',
    notes: [
      'Compared letter by letter.',
      'Whether Shopify takes a redirect to 127.0.0.1 is not known to us, and Keyfold never sends localhost. Where the console or the page refuses it, enter an https address of your own as “Https address in its place” in the setup, register that one, and paste the address that the browser ends at.',
    ],
  },
  scopes: [
    { name: 'read_products', meaning: 'Read products' },
    { name: 'read_orders', meaning: 'Read orders of the last 60 days' },
    { name: 'read_customers', meaning: 'Read customers' },
    { name: 'read_inventory', meaning: 'Read stock' },
    { name: 'write_products', meaning: 'Change products' },
  ],
  defaultScopes: ['read_products'],
  tokenParameters: { expiring: '1' },
  quirks: {
    lacksPkce: true,
    lacksTokenType: true,
    scopeSeparator: ',',
    tokenHeader: 'X-Shopify-Access-Token',
    profile: {
      url: 'https://{shop}.myshopify.com/admin/api/2025-10/shop.json',
      sub: ['shop', 'id'],
      label: ['shop', 'name'],
    },
  },
  apis: [
    {
      name: 'Shopify Admin',
      baseUrl: 'https://{shop}.myshopify.com/admin/api/2025-10',
      requests: [
        { name: 'The shop', method: 'GET', path: '/shop.json' },
        { name: 'Products', method: 'GET', path: '/products.json?limit=250' },
        {
          name: 'GraphQL',
          method: 'POST',
          path: '/graphql.json',
          description: 'Body: {"query":"{ shop { name } }"}',
        },
      ],
    },
  ],
  console: {
    url: 'https://dev.shopify.com/dashboard',
    steps: [
      'Make an app in the dev dashboard.',
      'Add the redirect URI of Keyfold under “Redirect URLs”, and use the legacy install flow.',
      'Name the scopes in the app’s version.',
      'Under “Settings”, copy client ID and secret.',
    ],
  },
  troubles: [
    {
      symptom: 'The redirect_uri is not whitelisted',
      change: 'Add the redirect URI under “Redirect URLs” and release the app’s version.',
    },
    {
      symptom: 'Calls are refused from 2027 on',
      change: 'Public apps need expiring tokens: keep the token parameter expiring=1.',
    },
    {
      symptom: 'Another shop’s data is wanted',
      change: 'Every shop has addresses of its own: make a setup for each.',
    },
  ],
  evidence: [
    {
      about: 'endpoints',
      claim: 'Each shop has a host of its own.',
      source: 'https://github.com/simov/grant/blob/master/config/oauth.json',
    },
    {
      about: 'tokenParameters.expiring',
      claim: 'With expiring=1 the token lives an hour and a refresh token comes with it.',
      source: 'https://shopify.dev/changelog/offline-access-tokens-now-support-expiry-and-refresh',
    },
    {
      about: 'quirks.lacksTokenType',
      claim: 'The answer names no token_type.',
      source: 'UsefulSoftwareCo/executor#2090',
    },
    {
      about: 'quirks.tokenHeader',
      claim: 'The API takes the token in X-Shopify-Access-Token.',
      source: 'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens',
    },
    { about: 'quirks.scopeSeparator', claim: 'Scopes are separated by commas.', remembered: true },
    { about: 'quirks.lacksPkce', claim: 'There is no PKCE.', remembered: true },
    { about: 'quirks.profile', claim: 'shop.json names the shop, not the person.', remembered: true },
    { about: 'clientAuthentication', claim: 'Id and secret go in the body.', remembered: true },
    {
      about: 'redirect',
      claim: 'A loopback address may be registered for a development app.',
      remembered: true,
    },
  ],
}
