import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ProviderAnswer, ProviderRequest } from './hostile-provider.ts'
import { serve } from './loopback-server.ts'

/** A grant as the vendor remembers it, from the authorization request on. */
export interface VendorGrant {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly query: URLSearchParams
  readonly challenge: string | undefined
}

/** What a token endpoint is asked to answer; `refreshToken` is absent where the vendor gives none this time. */
export interface VendorIssue {
  readonly origin: string
  readonly kind: 'code' | 'refresh'
  readonly grant: VendorGrant
  readonly form: URLSearchParams
  readonly accessToken: string
  readonly refreshToken: string | undefined
}

/** The documented ways of one vendor. Addresses are the vendor's own, without `https://`. */
export interface Vendor {
  readonly preset: string
  readonly authorization: string
  readonly token: string
  /** Where a refresh goes, where it is not the token endpoint. */
  readonly refreshAt?: string
  readonly clientAuthentication: 'none' | 'basic' | 'post'
  /** Whether the registered redirect's port is compared. */
  readonly port: 'any' | 'exact'
  /** What the authorization request has to carry besides the standard's own. */
  readonly needs?: Readonly<Record<string, string>>
  readonly scopeParameter?: string
  readonly scopeSeparator?: string
  readonly lacksPkce?: boolean
  /** Whether a refresh token comes with the code, and whether a refresh renews it, sends it again or leaves it out. */
  readonly refresh: 'rotates' | 'resends' | 'omits' | 'none'
  /** False where this grant gets no refresh token, because something was not asked for. */
  grantsRefresh?(grant: VendorGrant, form: URLSearchParams): boolean
  /** The token answer in the vendor's shape. */
  answer(issue: VendorIssue): object | Promise<object>
  /** An error in the vendor's shape; the standard's where absent. */
  refuse?(error: string, kind: VendorIssue['kind']): ProviderAnswer
  /** Other addresses; `isAuthorized` is told whether the request carries the access token last given, as a bearer. */
  readonly routes?: Readonly<
    Record<
      string,
      (request: ProviderRequest, context: VendorContext) => ProviderAnswer | Promise<ProviderAnswer>
    >
  >
}

export interface VendorContext {
  readonly origin: string
  isAuthorized(): boolean
  /** The access token last given. */
  readonly accessToken: string | undefined
}

export interface VendorServer {
  readonly origin: string
  readonly secret: string
  /** The redirect URI that the vendor has on file. */
  registered: URL | undefined
  /** The last grant that a person consented to. */
  lastGrant(): VendorGrant
  /** Requests to an address of the vendor, in order. */
  received(address: string): ProviderRequest[]
  /** Forgets codes, so that the next exchange is refused. */
  forgetCodes(): void
  /** Forgets refresh tokens, so that the next refresh is refused. */
  forgetRefreshTokens(): void
}

/** Where a vendor's address stands at the loopback server. */
export const addressAt = (origin: string, address: string): string => `${origin}/${address}`

/** A loopback server that behaves in the documented way of one vendor; it ends with the test. */
export async function startVendorServer(vendor: Vendor): Promise<VendorServer> {
  const server = await serve((request, response) => {
    void answer(request).then(({ status = 200, headers = {}, json, text }) => {
      const type = json === undefined ? 'text/plain' : 'application/json'
      response.writeHead(status, { 'content-type': type, ...headers })
      response.end(json === undefined ? text : JSON.stringify(json))
    })
  })
  const { origin } = server
  const secret = `secret-${randomUUID()}`
  const requests: ProviderRequest[] = []
  const codes = new Map<string, VendorGrant>()
  const refreshTokens = new Map<string, VendorGrant>()
  let last: VendorGrant | undefined
  let accessToken: string | undefined

  const refuse = (error: string, kind: VendorIssue['kind']): ProviderAnswer =>
    vendor.refuse?.(error, kind) ?? { status: error === 'invalid_client' ? 401 : 400, json: { error } }

  async function answer(request: IncomingMessage): Promise<ProviderAnswer> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const url = new URL(request.url ?? '', origin)
    const seen = { path: url.pathname.slice(1), headers: request.headers, form: new URLSearchParams(body) }
    requests.push(seen)
    if (seen.path === vendor.authorization) return authorize(url.searchParams)
    const isRefresh = seen.form.get('grant_type') === 'refresh_token'
    if (seen.path === (isRefresh ? (vendor.refreshAt ?? vendor.token) : vendor.token)) return exchange(seen)
    const route = vendor.routes?.[seen.path]
    const isAuthorized = () => request.headers.authorization === `Bearer ${accessToken}`
    return route ? route(seen, { origin, isAuthorized, accessToken }) : { status: 404, text: 'no such page' }
  }

  function authorize(query: URLSearchParams): ProviderAnswer {
    const missing = Object.entries({ response_type: 'code', ...vendor.needs }).find(
      ([name, value]) => query.get(name) !== value,
    )
    if (missing) return { status: 400, text: `needs ${missing.join('=')}` }
    const redirectUri = query.get('redirect_uri') ?? ''
    if (!isRegistered(redirectUri)) return { status: 400, text: `redirect not registered: ${redirectUri}` }
    const scopes = (query.get(vendor.scopeParameter ?? 'scope') ?? '').split(vendor.scopeSeparator ?? ' ')
    const isS256 = query.get('code_challenge_method') === 'S256'
    last = {
      clientId: query.get('client_id') ?? '',
      redirectUri,
      scopes: scopes.filter((scope) => scope !== ''),
      query,
      challenge: (isS256 && query.get('code_challenge')) || undefined,
    }
    const code = `code-${randomUUID()}`
    codes.set(code, last)
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.href }, text: '' }
  }

  function isRegistered(redirectUri: string): boolean {
    const { registered } = vendorServer
    if (!registered || !URL.canParse(redirectUri)) return false
    const asked = new URL(redirectUri)
    if (vendor.port === 'any') asked.port = registered.port
    return asked.href === registered.href
  }

  async function exchange({ headers, form }: ProviderRequest): Promise<ProviderAnswer> {
    const clientId = form.get('client_id') ?? basicOf(headers)?.[0]
    const kind = form.get('grant_type') === 'refresh_token' ? 'refresh' : 'code'
    if (!isClient(headers, form)) return refuse('invalid_client', kind)
    const grants = kind === 'code' ? codes : refreshTokens
    const token = form.get(kind === 'code' ? 'code' : 'refresh_token') ?? ''
    const grant = grants.get(token)
    if (!grant || grant.clientId !== clientId) return refuse('invalid_grant', kind)
    if (kind === 'code') {
      codes.delete(token)
      if (form.get('redirect_uri') !== grant.redirectUri) return refuse('invalid_grant', kind)
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (!vendor.lacksPkce && challenge !== grant.challenge) return refuse('invalid_grant', kind)
    }
    const hasRefresh = vendor.refresh !== 'none' && (vendor.grantsRefresh?.(grant, form) ?? true)
    const isNew = hasRefresh && (kind === 'code' || vendor.refresh === 'rotates')
    if (isNew && kind === 'refresh') refreshTokens.delete(token)
    const next = isNew ? `refresh-${randomUUID()}` : vendor.refresh === 'resends' ? token : undefined
    if (isNew && next) refreshTokens.set(next, grant)
    accessToken = `access-${randomUUID()}`
    return { json: await vendor.answer({ origin, kind, grant, form, accessToken, refreshToken: next }) }
  }

  function isClient(headers: IncomingMessage['headers'], form: URLSearchParams): boolean {
    const basic = basicOf(headers)
    if (vendor.clientAuthentication === 'basic') return basic?.[1] === secret && !form.has('client_secret')
    if (basic) return false
    const isPost = vendor.clientAuthentication === 'post'
    return isPost ? form.get('client_secret') === secret : !form.has('client_secret')
  }

  const vendorServer: VendorServer = {
    origin,
    secret,
    registered: undefined,
    lastGrant: () => {
      if (!last) throw new Error('nobody has consented yet')
      return last
    },
    received: (address) => requests.filter(({ path }) => path === address),
    forgetCodes: () => codes.clear(),
    forgetRefreshTokens: () => refreshTokens.clear(),
  }
  return vendorServer
}

/** Id and secret of a Basic header (RFC 6749 §2.3.1: each form-urlencoded). */
function basicOf(headers: IncomingMessage['headers']): readonly [string, string] | undefined {
  const [scheme, credentials = ''] = headers.authorization?.split(' ') ?? []
  if (scheme !== 'Basic') return undefined
  const [id = '', secret = ''] = Buffer.from(credentials, 'base64').toString().split(':')
  return [decodeURIComponent(id), decodeURIComponent(secret)]
}
