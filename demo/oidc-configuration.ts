import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { AdapterFactory, ClientMetadata, Configuration, JWK } from 'oidc-provider'
import { interactionPath } from './interactions.ts'
import { renderErrorPage, renderSignedOutPage, renderSignOutPage } from './pages/message-page.ts'
import { sendPage } from './pages/send-page.ts'
import { demoClientId, extraScope, redirectHosts, redirectPath, signedOutPath } from './setup.ts'
import { findUser } from './users.ts'

const dayS = 24 * 60 * 60
const redirectUris = redirectHosts.map((host) => `http://${host}${redirectPath}`)

/** A confidential client, for tests of client authentication (RFC 6749, section 2.3.1). */
export interface ConfidentialClient {
  readonly clientId: string
  readonly clientSecret: string
  readonly authentication: 'client_secret_basic' | 'client_secret_post'
  /** Further grants than the code's and the refresh token's, such as `client_credentials`. */
  readonly furtherGrants?: readonly string[]
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What a run of the demo provider sets. */
export interface OidcSettings {
  readonly port: number
  readonly adapter: AdapterFactory
  readonly accessTokenLifetimeS: number
  readonly refreshTokenLifetimeS: number
  readonly confidentialClients: readonly ConfidentialClient[]
}

/** The demo provider's policy: authorization code with PKCE only, rotation always, nothing kept. */
export async function createOidcConfiguration(settings: OidcSettings): Promise<Configuration> {
  const isGranted = (grant: string) =>
    settings.confidentialClients.some(({ furtherGrants = [] }) => furtherGrants.includes(grant))
  return {
    adapter: settings.adapter,
    clients: [
      createClient(demoClientId, 'Keyfold', { token_endpoint_auth_method: 'none' }),
      ...settings.confidentialClients.map(({ clientId, clientSecret, authentication, furtherGrants = [] }) =>
        createClient(clientId, clientId, {
          client_secret: clientSecret,
          token_endpoint_auth_method: authentication,
          grant_types: [...usualGrants, ...furtherGrants],
        }),
      ),
    ],
    jwks: { keys: [await generateSigningKey()] },
    // Cookies do not know ports: another demo provider on this computer must not overwrite ours.
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: {
        session: `demo_${settings.port}_session`,
        interaction: `demo_${settings.port}_interaction`,
        resume: `demo_${settings.port}_resume`,
      },
    },
    scopes: ['openid', 'offline_access', 'orders:read', extraScope],
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale'],
      email: ['email', 'email_verified'],
    },
    // As most providers do it, so that an app can name the account without asking userinfo.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const user = findUser(sub)
      return user && { accountId: sub, claims: async () => claimsOf(user) }
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    clockTolerance: 0,
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    clientBasedCORS: () => false,
    interactions: { url: (_ctx, { uid }) => interactionPath(uid) },
    ttl: {
      AccessToken: settings.accessTokenLifetimeS,
      AuthorizationCode: 60,
      ClientCredentials: settings.accessTokenLifetimeS,
      DeviceCode: 600,
      IdToken: 3600,
      RefreshToken: settings.refreshTokenLifetimeS,
      Interaction: 3600,
      Session: dayS,
      Grant: 14 * dayS,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: isGranted('client_credentials') },
      // Its pages are oidc-provider's own: only tests use it.
      deviceFlow: { enabled: isGranted(deviceGrant) },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        // The form comes from oidc-provider, which has escaped it.
        logoutSource: (ctx, form) => sendPage(ctx, renderSignOutPage({ source: form })),
        postLogoutSuccessSource: (ctx) => sendPage(ctx, renderSignedOutPage()),
      },
    },
    renderError: (ctx, out) => {
      const { error, error_description: description } = out
      sendPage(ctx, renderErrorPage({ error, ...(description && { error_description: description }) }))
    },
  }
}

const usualGrants = ['authorization_code', 'refresh_token'] as const

function createClient(id: string, name: string, rest: Partial<ClientMetadata>): ClientMetadata {
  return {
    client_id: id,
    client_name: name,
    // Native, so that oidc-provider takes any port of a loopback redirect (RFC 8252, section 7.3).
    application_type: 'native',
    grant_types: [...usualGrants],
    response_types: ['code'],
    redirect_uris: redirectUris,
    post_logout_redirect_uris: redirectHosts.map((host) => `http://${host}${signedOutPath}`),
    ...rest,
  }
}

function claimsOf(user: NonNullable<ReturnType<typeof findUser>>) {
  return {
    sub: user.sub,
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    preferred_username: user.email,
    locale: user.locale,
    email: user.email,
    email_verified: true,
  }
}

async function generateSigningKey(): Promise<JWK> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const privateKey: KeyObject = pair.privateKey
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'RS256' }
}
