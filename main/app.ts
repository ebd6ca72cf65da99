import { join } from 'node:path'
import type { CallArgs } from '../contract/ipc.ts'
import type { DisconnectOutcome, ProviderSetup, VaultHealth } from '../contract/models.ts'
import { ProblemError } from '../contract/problem.ts'
import { type Account, viewAccount } from './accounts/account.ts'
import { createAccountBook } from './accounts/account-book.ts'
import { scopesToAdd } from './accounts/connect.ts'
import { disconnect } from './accounts/disconnect.ts'
import { exchangeAccount } from './accounts/exchange.ts'
import { exchangeToRepeat } from './accounts/exchange-again.ts'
import { createKeepAlive } from './accounts/keep-alive.ts'
import { keepSignIn } from './accounts/keep-sign-in.ts'
import { createPendingRevocations } from './accounts/pending-revocations.ts'
import { createSignIns } from './accounts/sign-ins.ts'
import { createSignOuts } from './accounts/sign-outs.ts'
import { createRequests } from './api/requests.ts'
import { createHandlers } from './ipc/handlers.ts'
import type { Handlers } from './ipc/router.ts'
import type { Client } from './oauth/client.ts'
import { renewClientCredentials } from './oauth/client-credentials-grant.ts'
import { startDirectSignIn } from './oauth/direct-sign-in.ts'
import { describeDiscovery } from './oauth/discovery.ts'
import { refreshGrant } from './oauth/refresh.ts'
import { type RevocationAnswer, revokeGrant } from './oauth/revoke.ts'
import { startSignIn } from './oauth/sign-in.ts'
import { signOutAtProvider, signOutLimitMs } from './oauth/sign-out.ts'
import { findSignOutEndpoint, isSignOutOffered } from './oauth/sign-out-endpoint.ts'
import { isTransient } from './oauth/transient.ts'
import type { Ports } from './ports.ts'
import { createDemo, demoSetupId } from './providers/demo.ts'
import { createSetups } from './providers/setups.ts'
import { findQuitLoss, type QuitLoss } from './quit-loss.ts'
import { createRequestAccounts } from './request-accounts.ts'
import { saveSetup } from './setup-change.ts'
import { removeSetup } from './setup-removal.ts'
import { createState } from './state.ts'
import { createUpdates } from './updates/updates.ts'
import { createVault } from './vault/vault.ts'
import { waitAtMost } from './wait-at-most.ts'

/** The program: everything that Keyfold knows and does, without Electron. */
export interface App {
  readonly handlers: Handlers
  /** Opens the vault and loads the accounts. Never rejects: what came of it stands in the state. */
  start(): Promise<void>
  /** What would be lost by ending now: records whose newest text could not be saved. */
  findLoss(): QuitLoss | undefined
  /** Tries once more to save them, within a limit. Never rejects. */
  saveUnsaved(): Promise<void>
  /** Ends sign-ins and requests and waits for writes under way. */
  close(): Promise<void>
}

/** Wires the services to each other and to the calls of the contract. */
export function createApp(ports: Ports): App {
  const { clock, http, log } = ports
  const updates = createUpdates({
    engine: ports.updateEngine,
    clock,
    log,
    onChange: (view) => state.set('updates', view),
  })
  const vault = createVault({ dir: join(ports.dataDir, 'vault'), secretBox: ports.secretBox, clock, log })
  const state = createState(
    {
      setups: [],
      accounts: [],
      signIns: [],
      pendingRevocations: [],
      signOuts: [],
      vault: vault.health(),
      settings: ports.plainStore.readSettings(),
      updates: updates.view(),
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
        .map((account) => {
          const setup = byId.get(account.setupId)
          return viewAccount(account, setup, setup && isSignOutOffered(http, setup))
        })
        .sort((one, other) => one.connectedAtMs - other.connectedAtMs),
    )
  }

  async function clientOf(setup: ProviderSetup): Promise<Client> {
    return { setup, ...(await setups.credentials(setup.id)) }
  }

  const clientOfAccount = ({ setupId }: Account) => clientOf(setups.find(setupId))

  const mayAskUnasked = (setupId: string) => setupId !== demoSetupId || demo.isRunning()

  const revocations = createPendingRevocations({
    vault,
    clock,
    log,
    setupName: (setupId) => setups.all().find(({ id }) => id === setupId)?.name ?? 'A removed setup',
    mayTryUnasked: mayAskUnasked,
    onChange: (views) => state.set('pendingRevocations', views),
    async revoke({ setupId, grant }): Promise<RevocationAnswer> {
      try {
        if (setupId === demoSetupId) await demo.start()
        const signal = AbortSignal.timeout(revocationLimitMs)
        const outcome = await revokeGrant({
          http,
          clock,
          client: await clientOf(setups.find(setupId)),
          grant,
          signal,
        })
        const isPending = outcome.problem !== undefined && isTransient(outcome.problem)
        return isPending ? { ...outcome, revocation: 'pending' } : outcome
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        return { revocation: isTransient(error.problem) ? 'pending' : 'failed', problem: error.problem }
      }
    },
  })

  const signOuts = createSignOuts({
    clock,
    log,
    limitMs: signOutLimitMs,
    onChange: (views) => state.set('signOuts', views),
  })

  async function signOut(account: Account): Promise<NonNullable<DisconnectOutcome['signOut']>> {
    try {
      const setup = setups.find(account.setupId)
      const signal = AbortSignal.timeout(revocationLimitMs)
      const endpoint = await findSignOutEndpoint({ http, clock, setup, signal })
      if (endpoint === undefined) return 'notOffered'
      const idToken = account.record?.grant.idToken
      const { openBrowser } = ports
      signOuts.start({ setupName: setup.name, label: account.label }, (ended) =>
        signOutAtProvider({ endpoint, setup, idToken, clock, openBrowser, signal: ended }),
      )
      return 'opened'
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      log.info('signOut.notStarted', { code: error.problem.code })
      return 'failed'
    }
  }

  const keepAlive = createKeepAlive({
    book,
    clock,
    log,
    discard: ({ id, setupId, label }, grant) => {
      void revocations.discard({ accountId: id, setupId, label, grant })
    },
    mayRenewUnasked: (account) => mayAskUnasked(account.setupId),
    refresh: async (account, resource) => {
      if (account.setupId === demoSetupId) await demo.start()
      const { record } = account
      if (record === undefined) throw new Error('an account without a record has nothing to refresh')
      const client = await clientOfAccount(account)
      if (record.isForClient)
        return renewClientCredentials({ http, clock, client, grant: record.grant, resource })
      return refreshGrant({ http, clock, client, ...record, resource })
    },
  })

  const signIns = createSignIns({
    onChange: (views) => state.set('signIns', views),
    run: ({ attemptId, client, accountId, scopesAdded, onChange }) => {
      const { setup } = client
      const account = accountId === undefined ? undefined : book.find(accountId)
      const isDirect = setup.grant !== undefined && setup.grant !== 'authorization_code'
      return (isDirect ? startDirectSignIn : startSignIn)({
        attemptId,
        client,
        ...(account && { account: { id: account.id, ...loginHintOf(account) } }),
        http,
        clock,
        log,
        openBrowser: ports.openBrowser,
        onChange,
        store: async (grant, subject, signal) => {
          const tokens = {
            book,
            clock,
            setup,
            grant,
            subject,
            signedInAgain: accountId,
            scopesAdded,
            isForClient: setup.grant === 'client_credentials',
            offersSignOut: isSignOutOffered(http, setup),
            revocations,
          }
          const connected = await keepSignIn(tokens, signal)
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
    accounts: createRequestAccounts({ book, keepAlive, setups, demo, clock }),
  })

  let openings = 0

  async function openVault(): Promise<void> {
    openings += 1
    await vault.open().finally(() => {
      openings -= 1
    })
    await loadFromVault()
  }

  /** A keyring that answers after its limit opens the vault without being asked again. */
  function noteHealth(health: VaultHealth): void {
    const hasOpened = health.state === 'open' && state.get('vault').state !== 'open'
    state.set('vault', health)
    if (hasOpened && openings === 0) void loadFromVault()
    book.noteSaved()
  }

  async function loadFromVault(): Promise<void> {
    tellSetups()
    await book.load()
    // A crash between the two steps of disconnecting leaves both records.
    for (const accountId of await revocations.load()) {
      if (!book.has(accountId)) continue
      await book.remove(accountId).catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error
        log.warn('account.notDeleted', { code: error.problem.code })
      })
    }
    keepAlive.plan()
  }

  async function exchangeFor({ setupId, ...exchange }: CallArgs<'account.exchange'>, replaced?: string) {
    const { setupId: own } = book.find(exchange.accountId)
    const [owner, client] = [await clientOf(setups.find(own)), await clientOf(setups.find(setupId ?? own))]
    const signal = AbortSignal.timeout(discoveryLimitMs)
    return exchangeAccount({ http, clock, book, keepAlive, owner, client, exchange, replaced, signal })
  }

  const handlers = createHandlers({
    ports,
    state,
    vault,
    setups,
    demo,
    updates,
    keepAlive,
    signIns,
    revocations,
    signOuts,
    requests,
    openVault,
    discover: (issuer) => describeDiscovery({ http, issuer, signal: AbortSignal.timeout(discoveryLimitMs) }),
    async connect(setupId, accountId, scopes) {
      const setup = setupId === demoSetupId ? await demo.start() : setups.find(setupId)
      const account = accountId === undefined ? undefined : book.find(accountId)
      const scopesAdded = scopesToAdd(setup, account, scopes)
      const client = await clientOf({ ...setup, scopes: [...setup.scopes, ...scopesAdded] })
      return signIns.start({ client, accountId, scopesAdded })
    },
    exchange: exchangeFor,
    async exchangeAgain(accountId, scopes) {
      await exchangeFor(exchangeToRepeat(book, accountId, scopes), accountId)
    },
    disconnect: (accountId, signsOutAtProvider) =>
      disconnect({
        book,
        keepAlive,
        revocations,
        log,
        accountId,
        signOut: signsOutAtProvider ? signOut : undefined,
      }),
    saveSetup: (draft, clientSecret) => saveSetup(draft, clientSecret, { setups, vault }),
    removeSetup: (setupId) => removeSetup(setupId, { setups, book, revocations }),
    changeSettings(settings) {
      ports.plainStore.writeSettings(settings)
      state.set('settings', settings)
    },
  })

  return {
    handlers,
    async start() {
      vault.onChange(noteHealth)
      await openVault()
    },
    findLoss: () => findQuitLoss(vault, setups),
    async saveUnsaved() {
      // A locked keyring is not asked: that may be a prompt, and quitting must not wait for one.
      if (vault.health().state !== 'open') return
      await waitAtMost(clock, saveLimitMs, vault.open())
    },
    async close() {
      updates.close()
      requests.cancelAll()
      revocations.close()
      await Promise.all([keepAlive.close(), signIns.close(), signOuts.close()])
      await vault.close()
    },
  }
}

/** `login_hint` (OpenID Connect Core 1.0 §3.1.2.1) is an address that the person signs in with; a display name is none. */
function loginHintOf(account: Account): { loginHint?: string } {
  return account.label.includes('@') ? { loginHint: account.label } : {}
}

const discoveryLimitMs = 30_000
/** A disk that hangs must not keep the question before quitting from being asked. */
const saveLimitMs = 3_000
/** Disconnecting must not keep the person waiting for a provider that does not answer. */
const revocationLimitMs = 10_000
