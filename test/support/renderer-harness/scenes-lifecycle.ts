import type {
  AccountView,
  PendingRevocation,
  SetupView,
  SignInView,
  SignOutView,
} from '../../../contract/models.ts'
import type { PresetView } from '../../../contract/presets.ts'
import { makeProblem } from '../../../contract/problem.ts'

const minute = 60_000
const now = Date.now()

/** Presets as main lists them: one that needs nothing but its client id, one with every part. */
export const presetViews: readonly PresetView[] = [
  {
    id: 'contoso-id',
    name: 'Contoso ID',
    blanks: [
      { id: 'clientId', label: 'Application (client) ID', example: '7f3c1a52-98be', pattern: '[!-~]{1,200}' },
      {
        id: 'tenant',
        label: 'Tenant',
        hint: 'Its ID or domain, from the overview page. Left empty, any tenant may sign in.',
        example: 'contoso.example',
        pattern: '[A-Za-z0-9.-]+',
        fallback: 'common',
      },
      {
        id: 'region',
        label: 'Region',
        hint: 'The first part of the address of its console.',
        example: 'eu-1',
        pattern: '[a-z]{2}-[0-9]',
      },
    ],
    secretLabel: 'Client secret value',
    scopes: [
      { name: 'openid', meaning: 'Know who you are: an ID token' },
      { name: 'profile', meaning: 'See your name and picture' },
      { name: 'offline_access', meaning: 'Stay signed in: a refresh token' },
      { name: 'https://graph.contoso.example/Mail.Read', meaning: 'Read your mail' },
      { name: 'https://graph.contoso.example/Calendars.Read', meaning: 'Read your calendars' },
    ],
    defaultScopes: ['openid', 'profile', 'offline_access'],
    redirect: {
      field: 'Mobile and desktop applications',
      register: 'http://127.0.0.1/callback',
      isPasted: false,
      isAnyPort: true,
      notes: ['The console takes 127.0.0.1 only in the manifest.'],
    },
    console: {
      url: 'https://console.contoso.example/apps',
      steps: [
        'Choose “New registration” and name the app.',
        'Under “Authentication”, add the platform “Mobile and desktop applications”.',
        'Under “Certificates & secrets”, make a client secret and copy its value.',
      ],
    },
    troubles: [
      {
        symptom: 'The page says that the redirect URI does not match',
        change: 'Register it under “Mobile and desktop applications”, not under “Web”.',
      },
      {
        symptom: 'The token endpoint answers invalid_client',
        change: 'Enter the secret’s value, not its ID.',
      },
    ],
    remembered: ['A refresh token is kept for 90 days.', 'The consent page can be left out for a tenant.'],
  },
  ...['Dropbox', 'GitHub', 'GitLab', 'Google', 'Notion', 'Slack', 'Spotify'].map(
    (name): PresetView => ({
      id: name.toLowerCase(),
      name,
      blanks: [{ id: 'clientId', label: 'Client ID', example: 'abc123', pattern: '[!-~]{1,200}' }],
      ...(name === 'Spotify' ? {} : { secretLabel: 'Client secret' }),
      scopes: [],
      defaultScopes: [],
      redirect: {
        field: 'Redirect URIs',
        isPasted: name === 'Notion',
        isAnyPort: name !== 'Notion',
        notes: name === 'Notion' ? ['After you sign in, the browser ends at that address. Paste it.'] : [],
      },
      console: { url: `https://console.${name.toLowerCase()}.example/`, steps: ['Make an app.'] },
      troubles: [],
      remembered: [],
    }),
  ),
]

/** A setup that uses the folded part, a key and a certificate. */
export function strictSetup(setup: SetupView): SetupView {
  return {
    ...setup,
    clientAuthentication: 'private_key_jwt',
    hasClientSecret: false,
    pushedRequests: 'always',
    usesDpop: true,
    usesRequestObject: true,
    resources: ['https://graph.contoso.example/v1.0', 'urn:contoso:payroll'],
    apis: [
      ...setup.apis,
      {
        name: 'Payroll',
        baseUrl: 'https://pay.contoso.example',
        resource: 'urn:contoso:payroll',
        requests: [],
      },
    ],
    authorizationDetails: '[\n  { "type": "payment_initiation", "actions": ["initiate"] }\n]',
    tokenParameters: { audience: 'https://graph.contoso.example' },
    signingKey: {
      algorithm: 'ES256',
      keyId: 'qWl1wEy2VYwBhH0nGm4H1Cz6k0y1o0Jq0m8s5m3S5pA',
      publicJwks: JSON.stringify(
        {
          keys: [
            {
              kty: 'EC',
              crv: 'P-256',
              x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
              y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
              kid: 'qWl1wEy2VYwBhH0nGm4H1Cz6k0y1o0Jq0m8s5m3S5pA',
              alg: 'ES256',
              use: 'sig',
            },
          ],
        },
        null,
        2,
      ),
    },
    certificate: {
      subject: 'CN=keyfold.contoso.example, O=Contoso',
      endsAtMs: now + 90 * 24 * 60 * minute,
      fingerprint: 'f2ca1bb6c7e907d06dafe4687e579fce76b37e4e93b7605022da52e6ccc26fd2',
    },
  }
}

const unreachable = makeProblem(
  'offline',
  'network',
  {
    title: 'The provider could not be reached',
    detail: 'This computer has no connection to the network.',
    nextStep: 'Keyfold tries again by itself. Check the connection if it stays so.',
  },
  { host: 'login.contoso.example' },
)

/** An account whose ledger has every kind of difference and whose renewal is put off. */
export function troubledAccount(account: AccountView): AccountView {
  return {
    ...account,
    scopesAsked: ['openid', 'profile', 'Mail.Read', 'Files.Read'],
    scopesGranted: ['openid', 'profile', 'Mail.Read', 'Tasks.Read'],
    scopesInToken: ['openid', 'Mail.Read', 'Tasks.Read'],
    scopesNeeded: ['Mail.Send'],
    retryAtMs: now + 41_000,
    problem: unreachable,
  }
}

export const pendingRevocations: readonly PendingRevocation[] = [
  {
    id: 'r-1',
    setupName: 'Contoso (Entra)',
    label: 'grace@contoso.example',
    sinceMs: now - 12 * minute,
    isTrying: false,
    nextTryAtMs: now + 4 * minute,
    lastProblem: unreachable,
  },
  {
    id: 'r-2',
    setupName: 'Demo shop',
    label: 'ada@example.test',
    sinceMs: now - 3_000,
    isTrying: true,
  },
]

export const signOuts: readonly SignOutView[] = [
  {
    id: 'o-1',
    setupName: 'Contoso (Entra)',
    label: 'grace@contoso.example',
    phase: 'waiting',
    deadlineMs: now + 100_000,
  },
]

export const awaitingDevice: SignInView = {
  attemptId: 's-1',
  setupId: 'contoso',
  setupName: 'Contoso (Entra)',
  phase: 'awaitingDevice',
  steps: [
    { name: 'discover', state: 'done', note: 'Code for login.contoso.example', durationMs: 131 },
    { name: 'listen', state: 'pending' },
    { name: 'openBrowser', state: 'pending' },
    { name: 'wait', state: 'active' },
    { name: 'exchange', state: 'pending' },
    { name: 'verify', state: 'pending' },
    { name: 'store', state: 'pending' },
  ],
  startedAtMs: now - 20_000,
  device: {
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://login.contoso.example/device',
    verificationUriComplete: 'https://login.contoso.example/device?user_code=WDJB-MJHT',
  },
  deadlineMs: now + 580_000,
  isBrowserInDoubt: false,
}
