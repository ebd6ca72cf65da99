/** One request of the demo API that the explorer offers. `path` may hold `{name}` parts to fill in. */
export interface DemoRequest {
  readonly name: string
  readonly method: 'GET'
  readonly path: string
  readonly description: string
}

/** What an app needs to know to sign in at the demo provider and to call its API. */
export interface DemoSetup {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientAuthentication: 'none'
  readonly scopes: readonly string[]
  /** Further parameters of the authorization request (OpenID Connect Core 1.0, section 3.1.2.1). */
  readonly authorizationParameters: Readonly<Record<string, string>>
  readonly redirect: {
    readonly hosts: readonly string[]
    readonly path: string
    /** Any port is taken, as RFC 8252 section 7.3 asks for loopback redirects. */
    readonly port: 'any'
  }
  /** Where the browser is sent after a sign-out (OpenID Connect RP-Initiated Logout 1.0, section 3), on any port too. */
  readonly signedOutPath: string
  readonly api: {
    readonly name: string
    readonly baseUrl: string
    readonly requests: readonly DemoRequest[]
  }
}

/** The id of Keyfold's client at the demo provider. */
export const demoClientId = 'keyfold-demo'
/** The path of the client's redirect URI. */
export const redirectPath = '/callback'
/** The path of its post-logout redirect URI (OpenID Connect RP-Initiated Logout 1.0 §3). */
export const signedOutPath = '/signed-out'
/** The hosts that its redirect URIs are registered with, any port (RFC 8252 §7.3). */
export const redirectHosts = ['127.0.0.1', '[::1]'] as const

/** A scope that the API knows and that the setup leaves out, so that `insufficient_scope` can be seen. */
export const extraScope = 'invoices:read'

const scopes = ['openid', 'profile', 'email', 'offline_access', 'orders:read']

const requests: readonly DemoRequest[] = [
  get('Profile', '/profile', 'The signed-in customer, as a nested document'),
  get('Orders', '/orders', '500 orders, 50 a page, with Link headers'),
  get('Open orders', '/orders?status=open&sort=-total', 'Filtered and sorted by the server'),
  get('One order', '/orders/{id}', 'An order with its customer, address and items'),
  get('Customers', '/customers', 'Everyone who has ordered'),
  get('Catalogue', '/catalogue', 'Departments, categories and products as a tree'),
  get('Sales chart', '/image', 'A PNG image'),
  get('Sales chart, scalable', '/image.svg', 'An SVG image'),
  get('Note', '/note', 'Plain text'),
  get('Invoices', '/invoices', `Needs the scope ${extraScope}, which is not asked for at first`),
  get('Slow answer', '/slow?seconds=4', 'Takes as many seconds as asked for'),
  get('Unsteady answer', '/flaky', 'Every second call fails with 500'),
  get('Large answer', '/big?mb=5', 'Streams as many megabytes as asked for, 300 at most'),
  get('Echo', '/echo', 'The request as the API saw it, without the token'),
]

function get(name: string, path: string, description: string): DemoRequest {
  return { name, method: 'GET', path, description }
}

/** Where the demo API of a provider stands; an account's token may be sent there. */
export function apiBaseUrlOf(issuer: string): string {
  return `${issuer}/api/v1`
}

/**
 * Describes the demo provider as a public native client sees it.
 *
 * `prompt=consent` is part of it because OpenID Connect Core 1.0, section 11, grants
 * `offline_access`, and with it the refresh token, only together with consent.
 */
export function createDemoSetup(issuer: string): DemoSetup {
  return {
    name: 'Demo shop',
    issuer,
    clientId: demoClientId,
    clientAuthentication: 'none',
    scopes,
    authorizationParameters: { prompt: 'consent' },
    redirect: { hosts: redirectHosts, path: redirectPath, port: 'any' },
    signedOutPath,
    api: { name: 'Demo shop API', baseUrl: apiBaseUrlOf(issuer), requests },
  }
}
