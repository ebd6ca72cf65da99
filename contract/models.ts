import * as v from 'valibot'
import { problemSchema } from './problem.ts'
import { parametersSchema, protocolOptions } from './protocol-options.ts'

/*
 * What crosses between main and the window. Every object is strict: an unknown key is refused.
 * Nothing here has room for a token, a code, a code verifier; a client secret goes inward only (`setup.save`).
 */

const shortText = v.pipe(v.string(), v.maxLength(200))
const longText = v.pipe(v.string(), v.maxLength(4_000))
const urlText = v.pipe(v.string(), v.maxLength(2_048))
const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'not an identifier'))
/** Milliseconds since 1970-01-01 UTC. */
const timeMs = v.pipe(v.number(), v.finite(), v.minValue(0))
const durationMs = v.pipe(v.number(), v.finite(), v.minValue(0))

export { id as idSchema, urlText as urlTextSchema }

// ── Provider setups ────────────────────────────────────────────────────────────────────────────────────────────

/** How the client authenticates at the token endpoint (RFC 6749 §2.3.1, RFC 8414 `token_endpoint_auth_methods`). */
export const clientAuthentications = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const
export type ClientAuthentication = (typeof clientAuthentications)[number]

/** What a client may sign with (RFC 7518 §3.1, RFC 8037 §3.1): client assertions and request objects. */
export const signingAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** Scopes of RFC 6749 §3.3. */
export const scopesSchema = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'not a scope'))),
  v.maxLength(100),
)

/** Endpoints typed in by hand, for a provider without discovery. */
export const endpointsSchema = v.strictObject({
  authorization: urlText,
  token: urlText,
  userinfo: v.optional(urlText),
  jwks: v.optional(urlText),
  revocation: v.optional(urlText),
  introspection: v.optional(urlText),
  endSession: v.optional(urlText),
  deviceAuthorization: v.optional(urlText),
  pushedAuthorizationRequest: v.optional(urlText),
})

/** An https address as a browser shows it, without query and fragment. */
export const pastedAddressPattern =
  /^https:\/\/[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?::(?!443\/)\d{1,5})?\/[A-Za-z0-9\-._~/]{0,200}$/

/** Where the authorization response comes back to (RFC 8252 §7.3). Port 0: any free port. */
export const redirectSchema = v.strictObject({
  host: v.picklist(['127.0.0.1', '[::1]']),
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  path: v.pipe(v.string(), v.regex(/^\/[A-Za-z0-9\-._~/]{0,100}$/, 'not a plain path')),
  /**
   * The redirect URI in place of the loopback address, where the provider takes none: the browser ends there, nothing
   * listens, and the person pastes the address that the browser shows.
   */
  pastedAddress: v.optional(v.pipe(v.string(), v.regex(pastedAddressPattern, 'not a plain https address'))),
})

/** One request that is known to an API, offered in the explorer. Path is relative to the API's base URL. */
export const knownRequestSchema = v.strictObject({
  name: shortText,
  method: v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
  path: urlText,
  description: v.optional(shortText),
})

/** A base URL that an account's token may be sent to, with its known requests. */
export const apiSchema = v.strictObject({
  name: shortText,
  baseUrl: urlText,
  /** Which of the setup's resources its tokens are asked for (RFC 8707); absent: the one whose address it lies in. */
  resource: v.optional(urlText),
  requests: v.pipe(v.array(knownRequestSchema), v.maxLength(200)),
})
export type Api = v.InferOutput<typeof apiSchema>

/** How to talk to one authorization server as one client. Holds no secret. */
export const providerSetupSchema = v.strictObject({
  id,
  name: v.pipe(shortText, v.minLength(1)),
  kind: v.picklist(['custom', 'demo']),
  /** The issuer exactly as typed: a trailing slash is kept, because issuers are compared as strings (RFC 8414 §3.3). */
  issuer: v.optional(urlText),
  endpoints: v.optional(endpointsSchema),
  clientId: v.pipe(shortText, v.minLength(1)),
  clientAuthentication: v.picklist(clientAuthentications),
  scopes: scopesSchema,
  /** Extra parameters of the authorization request, such as `audience`, `prompt`, `login_hint` or `claims`. */
  authorizationParameters: parametersSchema,
  redirect: redirectSchema,
  apis: v.pipe(v.array(apiSchema), v.maxLength(20)),
  ...protocolOptions,
})
export type ProviderSetup = v.InferOutput<typeof providerSetupSchema>

/** A setup as the person edits it: without an id it is a new one. */
export const setupDraftSchema = v.strictObject({
  ...v.omit(providerSetupSchema, ['id', 'kind']).entries,
  id: v.optional(id),
})
export type SetupDraft = v.InferOutput<typeof setupDraftSchema>

/** A setup as the window shows it. */
export const setupViewSchema = v.strictObject({
  ...providerSetupSchema.entries,
  hasClientSecret: v.boolean(),
  /** The exact redirect URI to register at the provider's console. */
  redirectUri: urlText,
  /** True where the port is chosen at each sign-in, so the provider must ignore it (RFC 8252 §7.3). */
  isAnyPort: v.boolean(),
  /** The key that the client signs with: its public half, as the provider's console takes it. */
  signingKey: v.optional(
    v.strictObject({
      algorithm: v.picklist(signingAlgorithms),
      keyId: shortText,
      /** A JWK Set (RFC 7517 §5) of this one public key, as JSON text. */
      publicJwks: longText,
    }),
  ),
  /** The certificate that the client shows in mutual TLS (RFC 8705). */
  certificate: v.optional(
    v.strictObject({
      subject: shortText,
      endsAtMs: timeMs,
      /** SHA-256 of the certificate, in hexadecimal. */
      fingerprint: shortText,
    }),
  ),
})
export type SetupView = v.InferOutput<typeof setupViewSchema>

/** What discovery found at an issuer, for the setup form. */
export const discoveryViewSchema = v.strictObject({
  issuer: urlText,
  /** Which document answered: OpenID Connect Discovery 1.0 or RFC 8414. */
  source: v.picklist(['openid-configuration', 'oauth-authorization-server']),
  authorizationEndpoint: urlText,
  tokenEndpoint: urlText,
  scopesSupported: v.array(shortText),
  clientAuthentications: v.array(shortText),
  supportsPkceS256: v.boolean(),
  supportsRefresh: v.boolean(),
  supportsRevocation: v.boolean(),
})
export type DiscoveryView = v.InferOutput<typeof discoveryViewSchema>

// ── Accounts ───────────────────────────────────────────────────────────────────────────────────────────────────

/** What an account may be in; `needsSignIn` and `vaultLocked` keep its tokens. */
export const accountStates = ['connected', 'refreshing', 'needsSignIn', 'vaultLocked'] as const
export type AccountState = (typeof accountStates)[number]

/** One grant at one provider setup for one subject, as the window shows it. */
export const accountViewSchema = v.strictObject({
  id,
  setupId: id,
  /** The setup's name. */
  name: shortText,
  /** Who: email, preferred username, name, or the subject, the first that is known. */
  label: shortText,
  state: v.picklist(accountStates),
  /** The scope ledger: what the provider was asked for, what it says that it granted … */
  scopesAsked: v.array(shortText),
  scopesGranted: v.array(shortText),
  /** … what stands in the access token, where that can be read … */
  scopesInToken: v.optional(v.array(shortText)),
  /** … and what APIs have refused calls for since Keyfold started. */
  scopesNeeded: v.array(shortText),
  connectedAtMs: timeMs,
  /** When the access token ends; absent where the provider did not say. */
  accessEndsAtMs: v.optional(timeMs),
  /** When the access token was last renewed. */
  refreshedAtMs: v.optional(timeMs),
  canRefresh: v.boolean(),
  /**
   * True where the provider offers to sign the person out in the browser (OpenID Connect RP-Initiated Logout 1.0), false
   * where it does not or there is nobody to sign out; absent while neither its metadata nor the account can be read.
   */
  canSignOut: v.optional(v.boolean()),
  /** The account whose token was exchanged for this one's (RFC 8693): it is exchanged again, nobody signs in. */
  exchangedFrom: v.optional(id),
  /** When Keyfold renews again by itself after a renewal that failed; count down to it. */
  retryAtMs: v.optional(timeMs),
  /** Where the tokens are kept: in the vault on disk, or in memory until Keyfold quits. */
  keptIn: v.picklist(['vault', 'memory']),
  problem: v.optional(problemSchema),
})
export type AccountView = v.InferOutput<typeof accountViewSchema>

/** What disconnecting did. The local copies are always deleted. */
export const disconnectOutcomeSchema = v.strictObject({
  /** `pending`: the provider could not be asked; Keyfold goes on trying (see `pendingRevocations`). `failed`: it refused. */
  revocation: v.picklist(['revoked', 'notOffered', 'pending', 'failed']),
  /** Where signing out at the provider was asked for. `opened`: the browser is on its way there (see `signOuts`). */
  signOut: v.optional(v.picklist(['opened', 'notOffered', 'failed'])),
  problem: v.optional(problemSchema),
})
export type DisconnectOutcome = v.InferOutput<typeof disconnectOutcomeSchema>

/** Tokens of a disconnected account that the provider has yet to be asked to revoke (RFC 7009). */
export const pendingRevocationSchema = v.strictObject({
  id,
  setupName: shortText,
  label: shortText,
  sinceMs: timeMs,
  isTrying: v.boolean(),
  /** When Keyfold tries again by itself; absent while it is trying, or where it must not. */
  nextTryAtMs: v.optional(timeMs),
  lastProblem: v.optional(problemSchema),
})
export type PendingRevocation = v.InferOutput<typeof pendingRevocationSchema>

/** One sign-out at a provider in the browser (OpenID Connect RP-Initiated Logout 1.0). */
export const signOutViewSchema = v.strictObject({
  id,
  setupName: shortText,
  label: shortText,
  /**
   * `waiting`: the browser was opened. `signedOut`: the provider sent it back. `handedOver`: the provider has the
   * request, and Keyfold cannot see what came of it. `failed`: the browser never asked for it.
   */
  phase: v.picklist(['waiting', 'signedOut', 'handedOver', 'failed']),
  /** When waiting ends. */
  deadlineMs: timeMs,
  problem: v.optional(problemSchema),
})
export type SignOutView = v.InferOutput<typeof signOutViewSchema>

// ── Sign-in ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The steps of a sign-in, in order. */
export const signInStepNames = [
  'discover',
  'listen',
  'openBrowser',
  'wait',
  'exchange',
  'verify',
  'store',
] as const
export type SignInStepName = (typeof signInStepNames)[number]

/** One step of a sign-in as the window shows it. */
export const signInStepSchema = v.strictObject({
  name: v.picklist(signInStepNames),
  state: v.picklist(['pending', 'active', 'done', 'failed', 'skipped']),
  /** What was seen, such as `127.0.0.1:49211` or `PKCE S256`. */
  note: v.optional(shortText),
  startedAtMs: v.optional(timeMs),
  durationMs: v.optional(durationMs),
})
export type SignInStep = v.InferOutput<typeof signInStepSchema>

/** One run of the authorization code flow with PKCE, from opening the browser to tokens stored. */
export const signInViewSchema = v.strictObject({
  attemptId: id,
  setupId: id,
  setupName: shortText,
  /** The account that is signed in again; absent for a new one. */
  accountId: v.optional(id),
  phase: v.picklist([
    'discovering',
    'listening',
    'awaitingBrowser',
    'awaitingDevice',
    'exchanging',
    'verifying',
    'storing',
    'done',
    'failed',
    'cancelled',
  ]),
  steps: v.array(signInStepSchema),
  /** The host that the browser was sent to. */
  authorizationHost: v.optional(shortText),
  redirectUri: v.optional(urlText),
  startedAtMs: timeMs,
  /** The code to enter on another device, and where (RFC 8628 §3.3); `verificationUriComplete` is what a QR code shows. */
  device: v.optional(
    v.strictObject({
      userCode: shortText,
      verificationUri: urlText,
      verificationUriComplete: v.optional(urlText),
    }),
  ),
  /** When waiting for the browser or the other device ends. */
  deadlineMs: v.optional(timeMs),
  /** True where opening the browser failed or nothing came back for a while: "Copy the link" is then the way. */
  isBrowserInDoubt: v.boolean(),
  /** Why the last pasted address was refused; the attempt goes on. */
  pasteProblem: v.optional(problemSchema),
  problem: v.optional(problemSchema),
  /** The account that the sign-in ended with, once done. */
  connectedAccountId: v.optional(id),
  /** True where the same subject was connected already and this sign-in replaced its tokens. */
  hasReplaced: v.optional(v.boolean()),
})
export type SignInView = v.InferOutput<typeof signInViewSchema>

// ── Requests ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The methods of a request to an API (RFC 9110 §9, RFC 5789). */
export const requestMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** A request as a person wrote it; main decides whether the token may go there. */
export const requestDraftSchema = v.strictObject({
  accountId: id,
  method: v.picklist(requestMethods),
  /** An absolute URL, within the origins of the account's setup. */
  url: urlText,
  /** Extra header fields; `authorization` is refused, Keyfold adds it. */
  headers: v.optional(v.record(v.pipe(v.string(), v.maxLength(100)), longText)),
  body: v.optional(v.pipe(v.string(), v.maxLength(1_000_000))),
})
export type RequestDraft = v.InferOutput<typeof requestDraftSchema>

/** The head of a response. Its body comes as chunks over a MessagePort (see `bodyPortChannel`). */
export const responseHeadSchema = v.strictObject({
  requestId: id,
  method: v.picklist(requestMethods),
  url: urlText,
  status: v.pipe(v.number(), v.integer()),
  statusText: shortText,
  /** Header fields in the order received; values of the account's own tokens are replaced. */
  headers: v.array(v.tuple([v.string(), v.string()])),
  mediaType: v.optional(shortText),
  /** From sending to the head's arrival. */
  durationMs,
  receivedAtMs: timeMs,
  /** True where the access token was renewed on the way, because it had ended or was refused. */
  hasRefreshed: v.boolean(),
  /** Links of the `Link` header (RFC 8288) by relation, made absolute, only those the token may be sent to. */
  links: v.strictObject({
    first: v.optional(urlText),
    prev: v.optional(urlText),
    next: v.optional(urlText),
    last: v.optional(urlText),
  }),
  /** From a total count header, where one was sent. */
  totalCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Scopes that the API refused the call for: `account.connect` with them asks the provider (a step-up). */
  missingScopes: v.optional(scopesSchema),
  /** What a status outside 2xx means and what to do; the body is shown all the same. */
  problem: v.optional(problemSchema),
})
export type ResponseHead = v.InferOutput<typeof responseHeadSchema>

// ── Vault, settings, app ───────────────────────────────────────────────────────────────────────────────────────

/** Where the tokens are kept and what that means. */
export const vaultHealthSchema = v.strictObject({
  state: v.picklist(['opening', 'open', 'locked', 'memoryOnly', 'keyChanged', 'backendChanged', 'failed']),
  /** The keyring behind safeStorage, such as `gnome_libsecret`, `kwallet6`, `keychain`, `dpapi`. */
  backend: shortText,
  /** The backend that wrote the vault, where it is another one. */
  writtenBy: v.optional(shortText),
  records: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Files that could not be read and were set aside, by name. */
  setAside: v.array(shortText),
  /** True where something is in memory that the disk has not taken yet. */
  hasUnsaved: v.boolean(),
  problem: v.optional(problemSchema),
})
export type VaultHealth = v.InferOutput<typeof vaultHealthSchema>

const themes = ['system', 'light', 'dark'] as const
/** Where new versions come from. */
export const updateChannels = ['stable', 'beta'] as const
export type UpdateChannel = (typeof updateChannels)[number]
/** What a person chose in the settings. */
export const settingsSchema = v.strictObject({
  theme: v.picklist(themes),
  /** Which releases are offered; absent: stable. */
  updateChannel: v.optional(v.picklist(updateChannels)),
})
export type Settings = v.InferOutput<typeof settingsSchema>

/** How this copy of Keyfold stands to newer versions. */
export const updatesViewSchema = v.strictObject({
  phase: v.picklist(['off', 'idle', 'checking', 'current', 'available', 'downloading', 'ready']),
  /**
   * Why it does not look for updates: the administrator's policy, a build in development, a build without an update
   * server, or a copy that only who put it here can replace (a folder, a store).
   */
  off: v.optional(v.picklist(['policy', 'development', 'noServer', 'unmanaged'])),
  /** What an update rests on: its publisher's signature, or only the SHA-512 that the server gives over https. */
  trust: v.picklist(['signature', 'checksum']),
  /** The version on offer. */
  version: v.optional(shortText),
  /** What is new in it, as the server says: plain text to be shown, nothing else. */
  notes: v.optional(v.pipe(v.string(), v.maxLength(20_000))),
  receivedBytes: v.optional(v.pipe(v.number(), v.minValue(0))),
  totalBytes: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** True where the person chose to install it when Keyfold quits. */
  installsOnQuit: v.boolean(),
  checkedAtMs: v.optional(timeMs),
  problem: v.optional(problemSchema),
})
export type UpdatesView = v.InferOutput<typeof updatesViewSchema>

/** Why Chromium's sandbox is off: what the system forbids, or how Keyfold was started. */
export const sandboxCauses = ['root', 'appArmor', 'namespacesOff', 'switch', 'unknown'] as const

/** What makes this run unfit for real accounts. */
export const programWarningSchema = v.variant('kind', [
  /** A build to try Keyfold with; `why` such as `made on Electron 33.2.1`. */
  v.strictObject({ kind: v.literal('testBuild'), why: shortText }),
  /** The Electron that it runs on gets no security fixes any more (`ended`), or lacks known ones (`unpatched`). */
  v.strictObject({
    kind: v.literal('oldRuntime'),
    electron: shortText,
    reason: v.picklist(['ended', 'unpatched']),
    isPackaged: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal('sandboxOff'),
    cause: v.picklist(sandboxCauses),
    isAppImage: v.boolean(),
    /** For a terminal: lets the system give Keyfold its sandbox. */
    command: v.optional(longText),
  }),
])
export type ProgramWarning = v.InferOutput<typeof programWarningSchema>

/** What the window shows of the program itself. */
export const aboutSchema = v.strictObject({
  version: shortText,
  electron: shortText,
  chromium: shortText,
  node: shortText,
  platform: shortText,
  dataFolder: longText,
  warnings: v.array(programWarningSchema),
})
export type About = v.InferOutput<typeof aboutSchema>

/** The slices of main's state that the window mirrors. */
export const sliceSchemas = {
  setups: v.array(setupViewSchema),
  accounts: v.array(accountViewSchema),
  signIns: v.array(signInViewSchema),
  pendingRevocations: v.array(pendingRevocationSchema),
  signOuts: v.array(signOutViewSchema),
  vault: vaultHealthSchema,
  settings: settingsSchema,
  updates: updatesViewSchema,
} as const
/** The name of a part of the state that is replaced as a whole. */
export type SliceName = keyof typeof sliceSchemas
/** The whole state, by slice. */
export type Slices = { [Name in SliceName]: v.InferOutput<(typeof sliceSchemas)[Name]> }

/** The whole state at one revision; events go on from there. */
export const snapshotSchema = v.strictObject({
  /** Counts up with each change of any slice. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  slices: v.strictObject(sliceSchemas),
  about: aboutSchema,
})
export type Snapshot = v.InferOutput<typeof snapshotSchema>
