import { join } from 'node:path'
import { makeProblem, ProblemError } from '../contract/problem.ts'
import { type Account, viewAccount } from './accounts/account.ts'
import { createAccountBook } from './accounts/account-book.ts'
import { storeGrant } from './accounts/connect.ts'
import { disconnect } from './accounts/disconnect.ts'
import { createKeepAlive } from './accounts/keep-alive.ts'
import { createSignIns } from './accounts/sign-ins.ts'
import { createRequests } from './api/requests.ts'
import { createHandlers } from './ipc/handlers.ts'
import type { Handlers } from './ipc/router.ts'
import { describeDiscovery } from './oauth/discovery.ts'
import type { Grant } from './oauth/grant.ts'
import { refreshGrant } from './oauth/refresh.ts'
import { revokeGrant } from './oauth/revoke.ts'
import { startSignIn } from './oauth/sign-in.ts'
import type { Ports } from './ports.ts'
import { createDemo, demoSetupId } from './providers/demo.ts'
import { createSetups } from './providers/setups.ts'
import { createState } from './state.ts'
import { createVault } from './vault/vault.ts'

/** The program: everything that Keyfold knows and does, without Electron. */
export interface App {
  readonly handlers: Handlers
  /** Opens the vault and loads the accounts. Never rejects: what came of it stands in the state. */
  start(): Promise<void>
  /** Ends sign-ins and requests and waits for writes under way. */
  close(): Promise<void>
}

/** Wires the services to each other and to the calls of the contract. */
export function createApp(ports: Ports): App {
  const { clock, http, log } = ports
  const vault = createVault({ dir: join(ports.dataDir, 'vault'), secretBox: ports.secretBox, clock, log })
  const state = createState(
    {
      setups: [],
      accounts: [],
      signIns: [],
      vault: vault.health(),
      settings: ports.plainStore.readSettings(),
    },
    ports.emit,
  )
  const setups = createSetups({ store: ports.plainStore, vault, onChange: tellSetups })
  const demo = createDemo({ process: ports.demo, setups })
  const book = createAccountBook({ vault, clock, log, onChange: tellAccounts })

  function tellSetups(): void {
    state.set('setups', setups.views())
    // Accounts show their setup's name.
    if (book.all().length > 0) tellAccounts()
  }

  function tellAccounts(): void {
    const byId = new Map(setups.all().map((setup) => [setup.id, setup]))
    state.set(
      'accounts',
      book
        .all()
        .map((account) => viewAccount(account, byId.get(account.setupId)))
        .sort((one, other) => one.connectedAtMs - other.connectedAtMs),
    )
  }

  async function clientOf(account: Account) {
    const setup = setups.find(account.setupId)
    const { secret: clientSecret } = await setups.credentials(setup.id)
    return { setup, ...(clientSecret !== undefined && { clientSecret }) }
  }

  async function revoke(account: Account, grant: Grant) {
    const signal = AbortSignal.timeout(revocationLimitMs)
    return revokeGrant({ http, ...(await clientOf(account)), grant, signal })
  }

  const keepAlive = createKeepAlive({
    book,
    clock,
    log,
    discard: (account, grant) => void revoke(account, grant),
    mayRenewUnasked: (account) => account.setupId !== demoSetupId || demo.isRunning(),
    refresh: async (account, signal) => {
      if (account.setupId === demoSetupId) await demo.start()
      const { record } = account
      if (record === undefined) throw new Error('an account without a record has nothing to refresh')
      return refreshGrant({ http, clock, ...(await clientOf(account)), ...record, signal })
    },
  })

  const signIns = createSignIns({
    onChange: (views) => state.set('signIns', views),
    run: ({ attemptId, setup, clientSecret, accountId, onChange }) => {
      const account = accountId === undefined ? undefined : book.find(accountId)
      return startSignIn({
        attemptId,
        setup,
        ...(clientSecret !== undefined && { clientSecret }),
        ...(account && { account: { id: account.id, ...loginHintOf(account) } }),
        http,
        clock,
        log,
        openBrowser: ports.openBrowser,
        onChange,
        store: async (grant, subject) => {
          const connected = await storeGrant({ book, clock, setup, grant, subject, signedInAgain: accountId })
          keepAlive.forget(connected.accountId)
          keepAlive.plan()
          return connected
        },
      })
    },
  })

  const requests = createRequests({
    http,
    clock,
    log,
    openBodyChannel: ports.openBodyChannel,
    accounts: {
      accessToken: async (accountId, signal) => {
        if (book.find(accountId).setupId === demoSetupId) await demo.start()
        return keepAlive.accessToken(accountId, signal)
      },
      renew: keepAlive.renew,
      setupOf: (accountId) => setups.find(book.find(accountId).setupId),
      scopesGranted: (accountId) => book.find(accountId).record?.grant.scopesGranted ?? [],
      secretsOf: (accountId) => {
        const grant = book.find(accountId).record?.grant
        return [grant?.accessToken, grant?.refreshToken, grant?.idToken].filter((one) => one !== undefined)
      },
    },
  })

  async function openVault(): Promise<void> {
    await vault.open()
    tellSetups()
    await book.load()
    keepAlive.plan()
  }

  const handlers = createHandlers({
    ports,
    state,
    vault,
    setups,
    demo,
    keepAlive,
    signIns,
    requests,
    openVault,
    discover: (issuer) => describeDiscovery({ http, issuer, signal: AbortSignal.timeout(discoveryLimitMs) }),
    async connect(setupId, accountId) {
      const setup = setupId === demoSetupId ? await demo.start() : setups.find(setupId)
      return signIns.start({ setup, clientSecret: (await setups.credentials(setupId)).secret, accountId })
    },
    disconnect: (accountId) =>
      disconnect({
        book,
        keepAlive,
        log,
        accountId,
        revoke: async (account) =>
          account.record ? revoke(account, account.record.grant) : { revocation: 'notOffered' },
      }),
    async removeSetup(setupId) {
      if (book.all().some((account) => account.setupId === setupId)) throw new ProblemError(setupInUse())
      await setups.remove(setupId)
    },
    changeSettings(settings) {
      ports.plainStore.writeSettings(settings)
      state.set('settings', settings)
    },
  })

  return {
    handlers,
    async start() {
      vault.onChange((health) => state.set('vault', health))
      await openVault()
    },
    async close() {
      keepAlive.close()
      requests.cancelAll()
      await signIns.close()
      await vault.close()
    },
  }
}

/** `login_hint` (OpenID Connect Core 1.0 §3.1.2.1) is an address that the person signs in with; a display name is none. */
function loginHintOf(account: Account): { loginHint?: string } {
  return account.label.includes('@') ? { loginHint: account.label } : {}
}

const discoveryLimitMs = 30_000
/** Disconnecting must not keep the person waiting for a provider that does not answer. */
const revocationLimitMs = 10_000

function setupInUse() {
  return makeProblem('setup_in_use', 'you', {
    title: 'Accounts are still connected with this setup',
    detail: 'Removing the setup would leave them without a way to be renewed or disconnected.',
    nextStep: 'Disconnect its accounts first.',
  })
}
