import { bodyPortChannel } from '../../../contract/ipc.ts'
import type {
  AccountView,
  ProgramWarning,
  SetupView,
  SignInStep,
  SignInView,
  Slices,
  Snapshot,
  VaultHealth,
} from '../../../contract/models.ts'
import { makeProblem } from '../../../contract/problem.ts'
import { feedBody } from '../body-feed.ts'
import type { FakeBridge } from '../fake-bridge.ts'
import {
  awaitingDevice,
  pendingRevocations,
  presetViews,
  signOuts,
  strictSetup,
  troubledAccount,
} from './scenes-lifecycle.ts'

/** A state of main that the screens are looked at in. */
export interface Scene {
  snapshot(theme: 'system' | 'light' | 'dark'): Snapshot
  script?(bridge: FakeBridge): void
  /** Where the person goes: commands of the menu, or names of buttons that are pressed, in order. */
  readonly path?: ReadonlyArray<string | RegExp>
  /** What is then typed, by label, and the button that is pressed after it. */
  readonly fills?: Readonly<Record<string, string>>
  readonly presses?: string
  /** The title of a folded part that is opened at the end. */
  readonly opens?: RegExp
  /** A text that shows when the screen has settled, and on none before it. */
  readonly settled?: string
  /** What main does once the person is there. */
  after?(bridge: FakeBridge): void
}

const second = 1_000
const minute = 60 * second
const now = Date.now()

export const demoSetup: SetupView = {
  id: 'demo',
  name: 'Demo shop',
  kind: 'demo',
  issuer: 'http://127.0.0.1:41217',
  clientId: 'keyfold-demo',
  clientAuthentication: 'none',
  scopes: ['openid', 'profile', 'email', 'offline_access', 'orders.read'],
  authorizationParameters: {},
  redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
  apis: [
    {
      name: 'Shop API',
      baseUrl: 'http://127.0.0.1:41217/api',
      requests: [
        { name: 'Orders', method: 'GET', path: '/orders', description: '500 orders, 50 a page' },
        { name: 'Your profile', method: 'GET', path: '/profile' },
      ],
    },
  ],
  hasClientSecret: false,
  redirectUri: 'http://127.0.0.1/callback',
  isAnyPort: true,
}

export const contosoSetup: SetupView = {
  ...demoSetup,
  id: 'contoso',
  name: 'Contoso (Entra)',
  kind: 'custom',
  issuer: 'https://login.contoso.example/9188040d/v2.0',
  clientId: '7f3c1a52-98be-4d2c-b0b1-5a8d3e0f6c11',
  clientAuthentication: 'client_secret_post',
  scopes: ['openid', 'profile', 'offline_access', 'User.Read'],
  authorizationParameters: { prompt: 'select_account', domain_hint: 'contoso.example' },
  redirect: { host: '127.0.0.1', port: 49_211, path: '/callback' },
  redirectUri: 'http://127.0.0.1:49211/callback',
  isAnyPort: false,
  hasClientSecret: true,
  apis: [{ name: 'Graph', baseUrl: 'https://graph.contoso.example/v1.0', requests: [] }],
}

const gitlabSetup: SetupView = {
  ...demoSetup,
  id: 'gitlab',
  name: 'GitLab',
  kind: 'custom',
  issuer: 'https://gitlab.example',
  scopes: ['openid', 'read_api'],
}

const dropboxSetup: SetupView = {
  ...demoSetup,
  id: 'dropbox',
  name: 'Dropbox',
  kind: 'custom',
  endpoints: {
    authorization: 'https://www.dropbox.example/oauth2/authorize',
    token: 'https://api.dropbox.example/oauth2/token',
  },
  scopes: ['account_info.read', 'files.metadata.read'],
}
delete dropboxSetup.issuer

const demoAccount: AccountView = {
  id: 'a-demo',
  setupId: 'demo',
  name: 'Demo shop',
  label: 'ada@example.test',
  state: 'connected',
  scopesAsked: [...demoSetup.scopes],
  scopesNeeded: [],
  scopesGranted: [...demoSetup.scopes],
  connectedAtMs: now - 26 * minute,
  accessEndsAtMs: now + 41 * second,
  refreshedAtMs: now - 19 * second,
  canRefresh: true,
  keptIn: 'vault',
}

const refused = makeProblem(
  'refresh_refused',
  'provider',
  {
    title: 'Dropbox no longer accepts the refresh token',
    detail: 'The token was revoked, or it ended because it was not used for too long.',
    nextStep: 'Sign in again.',
  },
  { error: 'invalid_grant', status: 400, host: 'api.dropbox.example' },
)

const accounts: AccountView[] = [
  demoAccount,
  {
    ...demoAccount,
    id: 'a-contoso',
    setupId: 'contoso',
    name: 'Contoso (Entra)',
    label: 'ada@contoso.example',
    scopesAsked: ['openid', 'profile', 'offline_access', 'User.Read', 'Mail.Read'],
    scopesNeeded: [],
    scopesGranted: ['openid', 'profile', 'offline_access', 'User.Read'],
    connectedAtMs: now - 3 * 24 * 60 * minute,
    accessEndsAtMs: now + 52 * minute,
    refreshedAtMs: now - 8 * minute,
  },
  {
    ...demoAccount,
    id: 'a-gitlab',
    setupId: 'gitlab',
    name: 'GitLab',
    label: 'ada',
    state: 'refreshing',
    scopesAsked: ['openid', 'read_api'],
    scopesNeeded: [],
    scopesGranted: ['openid', 'read_api'],
    keptIn: 'memory',
  },
  {
    ...demoAccount,
    id: 'a-dropbox',
    setupId: 'dropbox',
    name: 'Dropbox',
    label: 'ada@example.test',
    state: 'needsSignIn',
    scopesAsked: [...dropboxSetup.scopes],
    scopesNeeded: [],
    scopesGranted: [...dropboxSetup.scopes],
    accessEndsAtMs: now - 5 * 60 * minute,
    canRefresh: false,
    problem: refused,
  },
]

const openVault: VaultHealth = {
  state: 'open',
  backend: 'gnome_libsecret',
  records: 5,
  setAside: [],
  hasUnsaved: false,
}

function step(
  name: SignInStep['name'],
  state: SignInStep['state'],
  note?: string,
  durationMs?: number,
): SignInStep {
  return { name, state, ...(note ? { note } : {}), ...(durationMs === undefined ? {} : { durationMs }) }
}

const waiting: SignInView = {
  attemptId: 's-1',
  setupId: 'contoso',
  setupName: 'Contoso (Entra)',
  phase: 'awaitingBrowser',
  steps: [
    step('discover', 'done', 'PKCE S256, issuer answers agreed', 112),
    step('listen', 'done', '127.0.0.1:49211, until this sign-in ends', 3),
    step('openBrowser', 'done', undefined, 400),
    step('wait', 'active'),
    step('exchange', 'pending'),
    step('verify', 'pending'),
    step('store', 'pending'),
  ],
  authorizationHost: 'login.contoso.example',
  redirectUri: 'http://127.0.0.1:49211/callback',
  startedAtMs: now - 48 * second,
  deadlineMs: now + 252 * second,
  isBrowserInDoubt: false,
}

const wrongSecret = makeProblem(
  'token_endpoint_error',
  'provider',
  {
    title: 'The provider refused the client secret',
    detail: 'It knows this client but answered that its authentication failed, so no token was issued.',
    nextStep: 'Make a new client secret at the provider’s console and put its value into the setup.',
  },
  { error: 'invalid_client', status: 401, host: 'login.contoso.example', method: 'client_secret_post' },
)

const wrongState = makeProblem(
  'state_mismatch',
  'you',
  {
    title: 'That address belongs to another sign-in',
    detail: 'Its state is not the one that this sign-in began with.',
    nextStep: 'Copy the address of the page that failed in this sign-in, then paste again.',
  },
  { expected: 'the state of this sign-in' },
)

/** Ends a scene's steps at one, the ones before done. */
function stepsUpTo(name: SignInStep['name'], state: SignInStep['state']): SignInStep[] {
  const at = waiting.steps.findIndex((one) => one.name === name)
  const durations = [112, 3, 400, 41_300, 231, 52, 4]
  return waiting.steps.map(({ note, ...one }, index) => ({
    ...one,
    ...(note ? { note } : {}),
    ...(index <= at ? { durationMs: durations[index] ?? 0 } : {}),
    state: index < at ? 'done' : index === at ? state : 'pending',
  }))
}

/** Texts that attack: markup, direction overrides, a word without end, marks upon marks, controls. */
const hostileTexts = {
  markup: '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
  override: 'invoice\u202Efdp.exe',
  longWord: 'W'.repeat(4_000),
  zalgo: `Z${'\u0310\u0327\u0334\u0489'.repeat(60)}algo`,
  controls: 'a\u001b[31mred\u0000b\u200F',
}

const hostileSetup: SetupView = {
  ...contosoSetup,
  id: 'hostile',
  name: hostileTexts.markup.slice(0, 200),
  issuer: `https://${'x'.repeat(1_900)}.example/`,
  clientId: hostileTexts.longWord.slice(0, 200),
  redirectUri: `http://127.0.0.1/${'y'.repeat(2_000)}`,
}

const hostileAccounts: AccountView[] = [
  {
    ...demoAccount,
    id: 'h-1',
    setupId: 'hostile',
    name: hostileTexts.markup.slice(0, 200),
    label: hostileTexts.override,
  },
  {
    ...demoAccount,
    id: 'h-2',
    name: hostileTexts.longWord.slice(0, 200),
    label: hostileTexts.zalgo.slice(0, 200),
  },
  {
    ...demoAccount,
    id: 'h-3',
    name: hostileTexts.override,
    label: hostileTexts.controls,
    scopesNeeded: [],
    scopesGranted: Array.from({ length: 100 }, (_, index) => `scope.${index}.${'w'.repeat(index)}`),
    state: 'needsSignIn',
    problem: makeProblem(
      'refresh_refused',
      'provider',
      { title: hostileTexts.markup, detail: hostileTexts.longWord, nextStep: hostileTexts.override },
      { [hostileTexts.override]: hostileTexts.longWord, error: hostileTexts.markup },
    ),
  },
]

const names = [
  'Contoso Consolidated Customer Relationship Management for the Northern Regions, production tenant of the second hall',
  'חנות הדגמה של קונטוסו לאזור הצפון',
  'متجر تجريبي لخدمة العملاء في المنطقة الشمالية',
  '👩🏽‍💻 Ada’s 🧪 lab 🇪🇺',
  '株式会社コントソ北部地域顧客関係管理システム本番環境第二ホール',
]

/** Accounts with names of 120 characters, from right to left, of emoji and without a space. */
const namedAccounts: AccountView[] = names.map((name, index) => ({
  ...demoAccount,
  id: `n-${index}`,
  name,
  label: index === 0 ? `${'ada.byron.lovelace.'.repeat(5)}@contoso.example` : 'ada@example.test',
  state: (['connected', 'refreshing', 'needsSignIn', 'vaultLocked'] as const)[index % 4] ?? 'connected',
}))

const manyAccounts: AccountView[] = Array.from({ length: 1_000 }, (_, index) => ({
  ...demoAccount,
  id: `m-${index}`,
  name: `Customer ${index + 1}`,
  label: `support@customer-${index + 1}.example`,
}))

const full: Slices = {
  setups: [demoSetup, contosoSetup, gitlabSetup, dropboxSetup],
  accounts,
  signIns: [],
  pendingRevocations: [],
  signOuts: [],
  vault: openVault,
  settings: { theme: 'system' },
  updates: {
    phase: 'current',
    trust: 'checksum',
    installsOnQuit: false,
    checkedAtMs: Date.parse('2026-01-15T09:30:00Z'),
  },
}
const empty: Slices = { ...full, setups: [], accounts: [], vault: { ...openVault, records: 0 } }

function scene(slices: Partial<Slices>, rest: Omit<Scene, 'snapshot'> = {}): Scene {
  return {
    snapshot: (theme) => ({
      revision: 7,
      slices: { ...full, ...slices, settings: { theme } },
      about: {
        version: '0.1.0',
        electron: '45.4.1',
        chromium: '152.0.7821.12',
        node: '24.11.0',
        platform: 'Linux x64',
        dataFolder: '/home/ada/.config/Keyfold',
        warnings: [],
      },
    }),
    ...rest,
  }
}

/** A run that is unfit for real accounts. */
function warned(
  warnings: ProgramWarning[],
  rest: Omit<Scene, 'snapshot'> = {},
  slices: Partial<Slices> = empty,
) {
  const { snapshot } = scene(slices)
  return {
    ...rest,
    snapshot(theme: Parameters<Scene['snapshot']>[0]) {
      const { about, ...others } = snapshot(theme)
      return { ...others, about: { ...about, warnings } }
    },
  } satisfies Scene
}

const testBuild: ProgramWarning[] = [
  { kind: 'testBuild', why: 'made on Electron 33.2.1' },
  { kind: 'oldRuntime', electron: '33.2.1', reason: 'ended', isPackaged: true },
]
const sandboxOff: ProgramWarning = {
  kind: 'sandboxOff',
  cause: 'appArmor',
  isAppImage: true,
  command: `sudo tee /etc/apparmor.d/keyfold-here >/dev/null <<'END'
abi <abi/4.0>,
include <tunables/global>
profile keyfold-here "/home/ada/Programs/Keyfold-0.1.0-x86_64.AppImage" flags=(unconfined) {
  userns,
}
END
sudo apparmor_parser --replace /etc/apparmor.d/keyfold-here`,
}

const signInPath = [/^Contoso \(Entra\):? ?signing in/]
/** A sign-in that is opened while it runs and then becomes what the scene shows. */
function endedSignIn(signIn: SignInView, settled: string): Scene {
  return {
    ...scene({ signIns: [waiting] }),
    path: signInPath,
    settled,
    after: (bridge) => bridge.change('signIns', [signIn]),
  }
}

const discovered = {
  issuer: 'https://login.contoso.example/9188040d/v2.0',
  source: 'openid-configuration',
  authorizationEndpoint: 'https://login.contoso.example/9188040d/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.contoso.example/9188040d/oauth2/v2.0/token',
  scopesSupported: ['openid', 'profile', 'email', 'offline_access'],
  clientAuthentications: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
  supportsPkceS256: true,
  supportsRefresh: true,
  supportsRevocation: false,
} as const

const customers = ['Ada Byron', 'Grace Murray', 'Mary Somerville', 'Katherine Coleman', 'Hedy Kiesler']
const orders = Array.from({ length: 50 }, (_, index) => ({
  id: 10_482 - index,
  placed: new Date(Date.UTC(2026, 10, 21, 10, 58) - index * 61 * minute).toISOString(),
  customer: customers[index % customers.length],
  status: ['paid', 'open', 'on hold'][index % 3],
  total: Number((1854.5 / (index + 1)).toFixed(2)),
  currency: 'EUR',
  items: [{ sku: 'ORB-114', quantity: (index % 4) + 1, price: 149.9 }],
}))

/** Answers every request with the orders, their body over a port as preload passes it on. */
function answerOrders(bridge: FakeBridge): void {
  bridge.answer('request.send', ({ requestId, request }) => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage({ channel: bodyPortChannel, requestId }, '*', [port2])
    feedBody(port1, new TextEncoder().encode(JSON.stringify(orders)))
    return {
      ok: true,
      value: {
        requestId,
        method: request.method,
        url: request.url,
        status: 200,
        statusText: 'OK',
        headers: [
          ['content-type', 'application/json; charset=utf-8'],
          ['x-total-count', '500'],
        ],
        mediaType: 'application/json',
        durationMs: 84,
        receivedAtMs: Date.now(),
        hasRefreshed: false,
        links: { next: `${request.url}?page=2` },
        totalCount: 500,
      },
    }
  })
}

/** Lists the presets and fills the first one in. */
function answerPresets(bridge: FakeBridge): void {
  bridge.answer('preset.list', () => ({ ok: true, value: { presets: [...presetViews] } }))
  bridge.answer('preset.apply', ({ blanks }) => {
    const { id, kind, hasClientSecret, redirectUri, isAnyPort, ...draft } = contosoSetup
    return {
      ok: true,
      value: {
        ...draft,
        name: 'Contoso ID',
        preset: 'contoso-id',
        clientId: blanks.clientId ?? '',
        scopes: [...(presetViews[0]?.defaultScopes ?? [])],
      },
    }
  })
}

/** Fails every request before it reached the API. */
function failRequests(bridge: FakeBridge): void {
  bridge.answer('request.send', () => ({
    ok: false,
    problem: makeProblem(
      'offline',
      'network',
      {
        title: 'The API could not be reached',
        detail: 'This computer has no connection to the network.',
        nextStep: 'Check the connection, then try again.',
      },
      { host: '127.0.0.1:41217' },
    ),
  }))
}

/** Refuses every request for want of a scope. */
function refuseForScope(bridge: FakeBridge): void {
  bridge.answer('request.send', ({ requestId, request }) => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage({ channel: bodyPortChannel, requestId }, '*', [port2])
    feedBody(port1, new TextEncoder().encode(JSON.stringify({ error: 'insufficient_scope' })))
    return {
      ok: true,
      value: {
        requestId,
        method: request.method,
        url: request.url,
        status: 403,
        statusText: 'Forbidden',
        headers: [['content-type', 'application/json']],
        mediaType: 'application/json',
        durationMs: 61,
        receivedAtMs: Date.now(),
        hasRefreshed: false,
        links: {},
        missingScopes: ['orders.write', 'customers.read'],
        problem: makeProblem(
          'insufficient_scope',
          'api',
          {
            title: 'The account may not do this',
            detail: 'The API wants scopes that this account does not have.',
            nextStep: 'Ask the provider for them. If you decline there, the account stays as it is.',
          },
          { error: 'insufficient_scope', status: 403 },
        ),
      },
    }
  })
}

const contosoStrict = { setups: [demoSetup, strictSetup(contosoSetup)] }
const exchangePath = ['More actions: Demo shop', 'Exchange token…']
const demoBackend: SetupView = {
  ...demoSetup,
  id: 'demo-backend',
  name: 'Demo shop, backend',
  kind: 'custom',
  clientId: 'orders-backend',
}
const exchangedAccount: AccountView = {
  ...demoAccount,
  id: 'a-exchanged',
  exchangedFrom: demoAccount.id,
  label: 'ada@example.test, for orders',
  scopesAsked: ['orders.read'],
  scopesGranted: ['orders.read'],
  canRefresh: false,
}
const unknownAudience = makeProblem(
  'token_endpoint_error',
  'you',
  {
    title: 'The provider gives no token for this audience or resource',
    detail: 'It does not know it, or does not let this client have tokens for it.',
    nextStep: 'Check audience and resource, and what the provider’s console allows this client.',
  },
  { step: 'token exchange', status: 400, error: 'invalid_target' },
)
const explorerPath = [/^Demo shop:? ?connected/]

export const scenes: Readonly<Record<string, Scene>> = {
  'accounts-full': scene({}, { settled: 'Browse data' }),
  'accounts-empty': scene(empty, { settled: 'Connect your first account' }),
  'accounts-loading': scene(
    {},
    { script: (bridge) => bridge.answer('app.snapshot', () => new Promise(() => {})) },
  ),
  'accounts-failed': scene(
    {},
    {
      settled: 'Keyfold could not load its state',
      script: (bridge) =>
        bridge.answer('app.snapshot', () => ({
          ok: false,
          problem: makeProblem('internal', 'keyfold', {
            title: 'Keyfold could not read its settings',
            detail: 'The file is there but not readable.',
            nextStep: 'Try again; if it fails again, quit Keyfold and open it anew.',
          }),
        })),
    },
  ),
  'accounts-hostile': scene(
    { accounts: hostileAccounts, setups: [hostileSetup, demoSetup] },
    { settled: 'Browse data' },
  ),
  'accounts-names': scene({ accounts: namedAccounts }, { settled: 'Browse data' }),
  'accounts-many': scene({ accounts: manyAccounts }, { settled: 'Browse data' }),
  'accounts-vault-locked': scene(
    {
      vault: { ...openVault, state: 'locked' },
      accounts: accounts.map((account) => ({ ...account, state: 'vaultLocked' as const })),
    },
    { settled: 'Browse data' },
  ),
  'accounts-memory-only': scene(
    { vault: { ...openVault, state: 'memoryOnly', backend: 'basic_text' } },
    { settled: 'Browse data' },
  ),
  'accounts-key-changed': scene(
    { vault: { ...openVault, state: 'keyChanged' }, accounts: [] },
    { settled: 'Connect your first account' },
  ),
  exchange: scene(
    { setups: [...full.setups, demoBackend] },
    { path: exchangePath, settled: 'What is exchanged' },
  ),
  'exchange-fault': scene(
    {},
    {
      path: exchangePath,
      fills: { Resource: 'orders' },
      presses: 'Exchange',
      settled: 'Enter a whole address',
    },
  ),
  'exchange-refused': scene(
    {},
    {
      path: exchangePath,
      fills: { Audience: 'orders' },
      presses: 'Exchange',
      settled: 'The provider gives no token',
      script: (bridge) => bridge.answer('account.exchange', () => ({ ok: false, problem: unknownAudience })),
    },
  ),
  'exchange-done': scene(
    { accounts: [...accounts, exchangedAccount] },
    {
      path: exchangePath,
      fills: { Audience: 'orders' },
      presses: 'Exchange',
      settled: 'A new account was made',
      script: (bridge) =>
        bridge.answer('account.exchange', () => ({
          ok: true,
          value: { accountId: exchangedAccount.id, issuedType: 'access_token' },
        })),
    },
  ),
  'accounts-disconnect': scene(
    {},
    { path: ['More actions: Demo shop', 'Disconnect…'], settled: 'Disconnect Demo shop?' },
  ),
  'accounts-notice': scene(
    {},
    {
      path: ['More actions: Demo shop', 'Disconnect…', 'Disconnect'],
      settled: 'Demo shop was disconnected',
      script: (bridge) =>
        bridge.answer('account.disconnect', () => ({ ok: true, value: { revocation: 'notOffered' } })),
    },
  ),
  'accounts-ledger': scene(
    { accounts: [troubledAccount(demoAccount)] },
    { path: ['Compare'], settled: 'In the token' },
  ),
  'accounts-ending': scene(
    {
      accounts: accounts.slice(0, 1),
      pendingRevocations: [...pendingRevocations],
      signOuts: [...signOuts],
    },
    { settled: 'Give up…' },
  ),
  'accounts-give-up': scene(
    { accounts: [], pendingRevocations: [...pendingRevocations] },
    { path: ['Give up…'], settled: 'Give up revoking' },
  ),
  palette: scene({}, { path: ['palette'], settled: 'Try the demo account' }),
  shortcuts: scene({}, { path: ['shortcuts'], settled: 'Menu of the account' }),
  connect: scene({}, { path: ['connect'], settled: 'Choose where to sign in' }),
  'connect-empty': scene(empty, { path: ['connect'], settled: 'Choose where to sign in' }),
  explorer: scene({}, { path: explorerPath, settled: 'Browse what this account may see' }),
  'explorer-orders': scene(
    {},
    { path: [...explorerPath, /^Send/], settled: 'Hedy Kiesler', script: answerOrders },
  ),
  'explorer-tree': scene(
    {},
    { path: [...explorerPath, /^Send/, 'Tree'], settled: 'Array of 50 items', script: answerOrders },
  ),
  'explorer-text': scene(
    {},
    { path: [...explorerPath, /^Send/, 'Text'], settled: '"Ada Byron"', script: answerOrders },
  ),
  'explorer-headers': scene(
    {},
    { path: [...explorerPath, /^Send/, 'Headers'], settled: 'x-total-count', script: answerOrders },
  ),
  'explorer-waiting': scene(
    {},
    {
      path: [...explorerPath, /^Send/],
      settled: 'Sending GET',
      script: (bridge) => bridge.answer('request.send', () => new Promise(() => {})),
    },
  ),
  'explorer-failed': scene(
    {},
    { path: [...explorerPath, /^Send/], settled: 'could not be reached', script: failRequests },
  ),
  'explorer-needs-sign-in': scene(
    {},
    { path: [/^Dropbox:? ?needs sign-in/], settled: 'This account needs sign-in' },
  ),
  'explorer-step-up': scene(
    {},
    { path: [...explorerPath, /^Send/], settled: 'Ask for orders.write', script: refuseForScope },
  ),
  'sign-in-device': scene({ signIns: [awaitingDevice] }, { path: signInPath, settled: 'Scan it' }),
  'sign-in-waiting': scene(
    { signIns: [waiting] },
    { path: signInPath, settled: 'Finish signing in in your browser' },
  ),
  'sign-in-pasting': scene(
    {
      signIns: [
        {
          ...waiting,
          redirectUri: 'https://www.example.org/keyfold',
          steps: waiting.steps.map((one) =>
            one.name === 'listen'
              ? { ...one, note: 'The browser ends at www.example.org, whose address you paste' }
              : one,
          ),
          isBrowserInDoubt: true,
        },
      ],
    },
    { path: signInPath, settled: 'Sign in, then paste the address of the last page' },
  ),
  'sign-in-doubt': scene(
    { signIns: [{ ...waiting, isBrowserInDoubt: true, pasteProblem: wrongState }] },
    { path: signInPath, settled: 'The browser may not have opened' },
  ),
  'sign-in-discovering': scene(
    { signIns: [{ ...waiting, phase: 'discovering', steps: stepsUpTo('discover', 'active') }] },
    { path: signInPath, settled: 'Getting ready' },
  ),
  'sign-in-failed': endedSignIn(
    { ...waiting, phase: 'failed', steps: stepsUpTo('exchange', 'failed'), problem: wrongSecret },
    'Sign-in failed',
  ),
  'sign-in-done': endedSignIn(
    { ...waiting, phase: 'done', steps: stepsUpTo('store', 'done'), connectedAccountId: 'a-contoso' },
    'Browse its data',
  ),
  'sign-in-cancelled': endedSignIn(
    { ...waiting, phase: 'cancelled', steps: stepsUpTo('wait', 'skipped') },
    'Sign-in cancelled',
  ),
  setups: scene({}, { path: ['setups'], settled: 'New from a preset' }),
  'setups-empty': scene(empty, { path: ['setups'], settled: 'No provider setups yet' }),
  'setup-new': scene({}, { path: ['setups', 'New setup'], settled: 'Find endpoints' }),
  'setup-edit': scene(
    {},
    {
      path: ['setups', 'Edit Contoso (Entra)', 'Find endpoints'],
      settled: 'OpenID Connect Discovery',
      script: (bridge) =>
        bridge.answer('setup.discover', () => ({ ok: true, value: structuredClone(discovered) as never })),
    },
  ),
  'setup-invalid': scene({}, { path: ['setups', 'New setup', 'Save'], settled: 'fields need a change' }),
  'setup-authentication': scene(contosoStrict, {
    path: ['setups', 'Edit Contoso (Entra)', 'Import a key'],
    settled: 'Private key',
  }),
  'setup-certificate': scene(contosoStrict, {
    path: ['setups', 'Edit Contoso (Entra)', 'Import another certificate', 'Make another key'],
  }),
  'setup-remove-key': scene(contosoStrict, {
    path: ['setups', 'Edit Contoso (Entra)', 'Remove the key…'],
    settled: 'Remove the client key?',
  }),
  'setup-advanced': scene(contosoStrict, {
    path: ['setups', 'Edit Contoso (Entra)'],
    opens: /^Device code, pushed/,
  }),
  presets: scene({}, { path: ['setups', 'New from a preset'], settled: 'Contoso ID', script: answerPresets }),
  'preset-blanks': scene(
    {},
    {
      path: ['setups', 'New from a preset', /^Contoso ID/, 'Continue'],
      settled: 'Fill this in.',
      opens: /^What goes wrong/,
      script: answerPresets,
    },
  ),
  'setup-from-preset': scene(
    {},
    {
      path: ['setups', 'New from a preset', /^Contoso ID/],
      fills: { 'Application (client) ID': '7f3c1a52-98be', Region: 'eu-1' },
      presses: 'Continue',
      settled: 'Keyfold filled in what it knows',
      script: answerPresets,
    },
  ),
  unsaved: scene(
    {
      vault: {
        ...openVault,
        hasUnsaved: true,
        problem: makeProblem('disk_full', 'this computer', {
          title: 'The disk is full',
          detail: 'What was saved before is unchanged.',
          nextStep: 'Free some space, and leave Keyfold running until this message is gone.',
        }),
      },
    },
    { settled: 'Browse data' },
  ),
  settings: scene({}, { path: ['settings'], settled: 'About Keyfold' }),
  'settings-update': scene(
    {
      updates: {
        phase: 'available',
        trust: 'checksum',
        installsOnQuit: false,
        version: '0.2.0',
        notes: 'Sign-in with a device code.\nA table of 500 rows opens twice as fast.',
      },
    },
    { path: ['settings'], settled: 'About Keyfold' },
  ),
  'settings-trouble': scene(
    {
      vault: {
        ...openVault,
        state: 'backendChanged',
        writtenBy: 'kwallet6',
        setAside: ['a-demo.2026-11-20.unreadable', 'a-gitlab.2026-11-20.unreadable'],
        hasUnsaved: true,
      },
    },
    { path: ['settings'], settled: 'About Keyfold' },
  ),
  'settings-warned': warned([sandboxOff, ...testBuild], { path: ['settings'], settled: 'About Keyfold' }),
  'warned-test-build': warned(testBuild, { settled: 'Connect your first account' }),
  'warned-old-version': warned(
    [{ kind: 'oldRuntime', electron: '45.4.1', reason: 'ended', isPackaged: true }],
    { settled: 'Connect your first account' },
  ),
  'warned-sandbox': warned([sandboxOff], { settled: 'Connect your first account' }),
  'warned-sandbox-mend': warned([sandboxOff], { path: ['How to mend it…'], settled: 'Copy the command' }),
  'warned-everything': warned(
    [sandboxOff, ...testBuild],
    { settled: 'Browse data' },
    { vault: { ...openVault, state: 'locked' } },
  ),
}
