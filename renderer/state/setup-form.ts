import type { CallArgs } from '../../contract/ipc.ts'
import type {
  Api,
  ClientAuthentication,
  ProviderSetup,
  SetupDraft,
  SetupView,
} from '../../contract/models.ts'

type Endpoints = NonNullable<ProviderSetup['endpoints']>
type EndpointName = keyof Endpoints

/** A row that can be added and removed; its key is the same as long as it stands. */
export interface ParameterRow {
  readonly key: number
  readonly name: string
  readonly value: string
}
/** One API as the form edits it. */
export interface ApiRow {
  readonly key: number
  readonly name: string
  readonly baseUrl: string
  /** One of the form's resources; absent: by the API's address. */
  readonly resource?: string | undefined
  readonly requests: Api['requests']
}

/** A provider setup as it stands in the form: what was typed, right or not. */
export interface SetupForm {
  readonly name: string
  readonly source: 'issuer' | 'endpoints'
  readonly issuer: string
  readonly endpoints: Readonly<Record<EndpointName, string>>
  readonly clientId: string
  readonly clientAuthentication: ClientAuthentication
  /** Inward only: what is stored is never known here. */
  readonly secret: 'keep' | 'replace' | 'remove'
  readonly secretValue: string
  readonly scopes: readonly string[]
  readonly parameters: readonly ParameterRow[]
  readonly tokenParameters: readonly ParameterRow[]
  readonly refreshParameters: readonly ParameterRow[]
  readonly redirectHost: ProviderSetup['redirect']['host']
  /** Empty: any free port. */
  readonly redirectPort: string
  readonly redirectPath: string
  /** An https address in place of the loopback address; empty: none. */
  readonly redirectAddress: string
  /** Empty: no post-logout redirect URI is sent. */
  readonly signedOutPath: string
  readonly apis: readonly ApiRow[]
  readonly pushedRequests: NonNullable<ProviderSetup['pushedRequests']>
  readonly grant: NonNullable<ProviderSetup['grant']>
  readonly usesDpop: boolean
  readonly usesRequestObject: boolean
  readonly resources: readonly string[]
  /** JSON text; empty: none. */
  readonly authorizationDetails: string
}

/** What a form begins with: a stored setup, or a draft that a preset made. */
export type FormBase = SetupView | SetupDraft

/** The setup that a form changes; undefined where it makes a new one. */
export function storedSetup(base: FormBase | undefined): SetupView | undefined {
  return base && 'kind' in base ? base : undefined
}

/** True where the client proves itself with its secret. */
export function usesSecret(authentication: ClientAuthentication): boolean {
  return authentication.startsWith('client_secret_')
}
/** True where the setup signs with the client's key: assertions (RFC 7523) and request objects (RFC 9101). */
export function usesKey(form: Pick<SetupForm, 'clientAuthentication' | 'usesRequestObject'>): boolean {
  return form.clientAuthentication === 'private_key_jwt' || form.usesRequestObject
}
/** True where the client proves itself in mutual TLS (RFC 8705). */
export function usesCertificate(authentication: ClientAuthentication): boolean {
  return authentication.endsWith('tls_client_auth')
}

const noEndpoints: Readonly<Record<EndpointName, string>> = {
  authorization: '',
  token: '',
  userinfo: '',
  jwks: '',
  revocation: '',
  introspection: '',
  endSession: '',
  deviceAuthorization: '',
  pushedAuthorizationRequest: '',
}

/** The form of a new setup, or of what is given. */
export function openSetupForm(base?: FormBase): SetupForm {
  return {
    name: base?.name ?? '',
    source: base?.endpoints ? 'endpoints' : 'issuer',
    issuer: base?.issuer ?? '',
    endpoints: openEndpoints(base?.endpoints),
    clientId: base?.clientId ?? '',
    clientAuthentication: base?.clientAuthentication ?? 'none',
    secret: storedSetup(base)?.hasClientSecret ? 'keep' : 'replace',
    secretValue: '',
    scopes: base?.scopes ?? ['openid', 'profile', 'offline_access'],
    parameters: toRows(base?.authorizationParameters),
    tokenParameters: toRows(base?.tokenParameters),
    refreshParameters: toRows(base?.refreshParameters),
    redirectHost: base?.redirect.host ?? '127.0.0.1',
    redirectPort: base?.redirect.port ? String(base.redirect.port) : '',
    redirectPath: base?.redirect.path ?? '/callback',
    redirectAddress: base?.redirect.pastedAddress ?? '',
    signedOutPath: base?.signedOutPath ?? '',
    apis: (base?.apis ?? []).map((api, key) => ({ key, ...api })),
    pushedRequests: base?.pushedRequests ?? 'whenNeeded',
    grant: base?.grant ?? 'authorization_code',
    usesDpop: base?.usesDpop ?? false,
    usesRequestObject: base?.usesRequestObject ?? false,
    resources: base?.resources ?? [],
    authorizationDetails: base?.authorizationDetails ?? '',
  }
}

function openEndpoints(endpoints: Partial<Endpoints> = {}): SetupForm['endpoints'] {
  const names = Object.keys(noEndpoints) as EndpointName[]
  return Object.fromEntries(names.map((name) => [name, endpoints[name] ?? ''])) as SetupForm['endpoints']
}

function toRows(parameters: Readonly<Record<string, string>> = {}): ParameterRow[] {
  return Object.entries(parameters).map(([name, value], key) => ({ key, name, value }))
}

function toParameters(rows: readonly ParameterRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value]))
}

/** A key that no row has. */
export function nextRowKey(rows: ReadonlyArray<{ readonly key: number }>): number {
  return rows.reduce((highest, { key }) => Math.max(highest, key), -1) + 1
}

/** The redirect URI of the form, as it is registered: without a port where any is taken (RFC 8252 §7.3). */
export function formatRedirectUri(form: SetupForm): string {
  const address = form.redirectAddress.trim()
  if (address !== '') return address
  const port = form.redirectPort.trim()
  return `http://${form.redirectHost}${port === '' || port === '0' ? '' : `:${port}`}${form.redirectPath}`
}

/** How many of the folded part's fields say something. */
export function countAdvanced(form: SetupForm): number {
  return [
    form.grant !== 'authorization_code',
    form.pushedRequests === 'always',
    form.usesDpop,
    form.usesRequestObject,
    form.resources.length > 0,
    form.authorizationDetails.trim() !== '',
    form.tokenParameters.length > 0,
    form.refreshParameters.length > 0,
    form.signedOutPath !== '',
  ].filter(Boolean).length
}

/** What the form does not show of what it began with: kept as it is. Absent entries of the form are not kept. */
function keepOthers(base: FormBase): Partial<SetupDraft> {
  const {
    // Of a view, not of a setup.
    kind,
    hasClientSecret,
    redirectUri,
    isAnyPort,
    signingKey,
    certificate,
    // Shown, and left out where they are empty.
    issuer,
    endpoints,
    signedOutPath,
    tokenParameters,
    refreshParameters,
    pushedRequests,
    grant,
    usesDpop,
    usesRequestObject,
    resources,
    authorizationDetails,
    ...others
  } = base as SetupView
  return others
}

/**
 * The form as `setup.save` takes it; `base` is what it began with. Call it only without errors. The issuer stays as
 * typed: a trailing slash counts. What the form does not show is kept.
 */
export function toSaveArgs(form: SetupForm, base: FormBase | undefined): CallArgs<'setup.save'> {
  const issuer = form.issuer.trim()
  const pastedAddress = form.redirectAddress.trim()
  return {
    setup: {
      ...(base && keepOthers(base)),
      name: form.name.trim(),
      ...(issuer !== '' && { issuer }),
      ...(form.source === 'endpoints' && { endpoints: toEndpoints(form) }),
      clientId: form.clientId.trim(),
      clientAuthentication: form.clientAuthentication,
      scopes: [...form.scopes],
      authorizationParameters: toParameters(form.parameters),
      redirect: {
        host: form.redirectHost,
        port: Number(form.redirectPort.trim()),
        path: form.redirectPath,
        ...(pastedAddress !== '' && { pastedAddress }),
      },
      ...(form.signedOutPath !== '' && { signedOutPath: form.signedOutPath }),
      apis: form.apis.map(({ key, resource, ...api }) => ({
        ...api,
        name: api.name.trim(),
        baseUrl: api.baseUrl.trim(),
        // One that was taken out of the list since is no choice any more.
        ...(resource !== undefined && form.resources.includes(resource) && { resource }),
      })),
      ...(form.tokenParameters.length > 0 && { tokenParameters: toParameters(form.tokenParameters) }),
      ...(form.refreshParameters.length > 0 && { refreshParameters: toParameters(form.refreshParameters) }),
      ...(form.pushedRequests === 'always' && { pushedRequests: 'always' }),
      ...(form.grant !== 'authorization_code' && { grant: form.grant }),
      ...(form.usesDpop && { usesDpop: true }),
      ...(form.usesRequestObject && { usesRequestObject: true }),
      ...(form.resources.length > 0 && { resources: [...form.resources] }),
      ...(form.authorizationDetails.trim() !== '' && {
        authorizationDetails: form.authorizationDetails.trim(),
      }),
    },
    ...toClientSecret(form),
  }
}

function toEndpoints(form: SetupForm): Endpoints {
  const typed = Object.entries(form.endpoints)
    .map(([name, url]) => [name, url.trim()] as const)
    .filter(([, url]) => url !== '')
  return {
    authorization: form.endpoints.authorization.trim(),
    token: form.endpoints.token.trim(),
    ...Object.fromEntries(typed),
  }
}

function toClientSecret(form: SetupForm): { clientSecret?: string | null } {
  if (!usesSecret(form.clientAuthentication) || form.secret === 'remove') return { clientSecret: null }
  return form.secret === 'replace' ? { clientSecret: form.secretValue } : {}
}
