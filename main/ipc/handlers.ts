import type { CallArgs, CallResult } from '../../contract/ipc.ts'
import type { DisconnectOutcome, DiscoveryView, Settings } from '../../contract/models.ts'
import type { KeepAlive } from '../accounts/keep-alive.ts'
import type { PendingRevocations } from '../accounts/pending-revocations.ts'
import type { SignIns } from '../accounts/sign-ins.ts'
import type { SignOuts } from '../accounts/sign-outs.ts'
import type { Requests } from '../api/requests.ts'
import type { Ports, Vault } from '../ports.ts'
import type { Demo } from '../providers/demo.ts'
import { listPresets, makeDraft } from '../providers/preset-service.ts'
import type { Setups } from '../providers/setups.ts'
import type { State } from '../state.ts'
import type { Updates } from '../updates/updates.ts'
import type { Handlers } from './router.ts'

/** What the calls of the contract reach. */
export interface Services {
  readonly ports: Ports
  readonly state: State
  readonly updates: Updates
  readonly vault: Vault
  readonly setups: Setups
  readonly demo: Demo
  readonly keepAlive: KeepAlive
  readonly signIns: SignIns
  readonly revocations: PendingRevocations
  readonly signOuts: SignOuts
  readonly requests: Requests
  readonly discover: (issuer: string) => Promise<DiscoveryView>
  readonly connect: (
    setupId: string,
    accountId: string | undefined,
    scopes: readonly string[],
  ) => Promise<string>
  readonly exchange: (exchange: CallArgs<'account.exchange'>) => Promise<CallResult<'account.exchange'>>
  readonly exchangeAgain: (accountId: string, scopes: readonly string[]) => Promise<void>
  readonly disconnect: (accountId: string, signsOutAtProvider: boolean) => Promise<DisconnectOutcome>
  readonly saveSetup: Setups['save']
  readonly removeSetup: (setupId: string) => Promise<void>
  readonly changeSettings: (settings: Settings) => void
  readonly openVault: () => Promise<void>
}

/** The handler of every call: arguments come validated, expected failures are thrown as ProblemErrors. */
export function createHandlers(services: Services): Handlers {
  const { ports, state, updates, vault, setups, demo, keepAlive, signIns, revocations, signOuts, requests } =
    services
  return {
    'app.snapshot': () => ({ revision: state.revision(), slices: state.slices(), about: ports.about }),
    'app.openLink': async ({ url }) => ({ opened: await ports.confirmAndOpenLink(url) }),
    'app.copyText': async ({ text }) => {
      await ports.clipboard.writeText(text)
      return {}
    },
    'app.openDataFolder': async () => {
      await ports.openFolder(ports.dataDir)
      return {}
    },

    'settings.change': ({ settings }) => {
      services.changeSettings(settings)
      return {}
    },
    // A download outlives the call: its progress stands in the slice.
    'update.check': async () => {
      await updates.check(state.get('settings').updateChannel ?? 'stable')
      return {}
    },
    'update.download': () => {
      void updates.download()
      return {}
    },
    'update.install': async () => {
      // Before the installation, not after it: from then on the old version is gone.
      if (await ports.confirmQuit()) updates.install()
      return {}
    },
    'update.postpone': () => {
      updates.postpone()
      return {}
    },
    'vault.retry': async () => {
      await services.openVault()
      return {}
    },
    'vault.startAnew': async () => {
      await vault.startAnew()
      await services.openVault()
      return {}
    },

    'setup.discover': ({ issuer }) => services.discover(issuer),
    'setup.save': async ({ setup, clientSecret }) => ({
      setupId: (await services.saveSetup(setup, clientSecret)).id,
    }),
    'setup.makeKey': async ({ setupId, algorithm }) => {
      await setups.changeCredentials(setupId, { type: 'makeKey', algorithm })
      return {}
    },
    'setup.importKey': async ({ setupId, ...key }) => {
      await setups.changeCredentials(setupId, { type: 'importKey', ...key })
      return {}
    },
    'setup.removeKey': async ({ setupId }) => {
      await setups.changeCredentials(setupId, { type: 'remove', kind: 'key' })
      return {}
    },
    'setup.importCertificate': async ({ setupId, ...pair }) => {
      await setups.changeCredentials(setupId, { type: 'importCertificate', ...pair })
      return {}
    },
    'setup.removeCertificate': async ({ setupId }) => {
      await setups.changeCredentials(setupId, { type: 'remove', kind: 'certificate' })
      return {}
    },
    'setup.remove': async ({ setupId }) => {
      await services.removeSetup(setupId)
      return {}
    },
    'preset.list': () => ({ presets: listPresets() }),
    'preset.apply': ({ presetId, blanks }) => makeDraft(presetId, blanks),
    'demo.start': async () => ({ setupId: (await demo.start()).id }),

    'account.connect': async ({ setupId, accountId, scopes = [] }) => ({
      attemptId: await services.connect(setupId, accountId, scopes),
    }),
    'account.exchange': (exchange) => services.exchange(exchange),
    'account.exchangeAgain': async ({ accountId, scopes = [] }) => {
      await services.exchangeAgain(accountId, scopes)
      return {}
    },
    'account.refresh': async ({ accountId }) => {
      await keepAlive.refreshNow(accountId)
      return {}
    },
    'account.disconnect': ({ accountId, signOutAtProvider }) =>
      services.disconnect(accountId, signOutAtProvider === true),
    'revocation.retry': ({ revocationId }) => revocations.tryNow(revocationId),
    'revocation.giveUp': async ({ revocationId }) => {
      await revocations.giveUp(revocationId)
      return {}
    },
    'signOut.dismiss': ({ signOutId }) => {
      signOuts.dismiss(signOutId)
      return {}
    },

    'signIn.cancel': ({ attemptId }) => {
      signIns.find(attemptId).cancel()
      return {}
    },
    'signIn.openBrowser': async ({ attemptId }) => {
      await signIns.find(attemptId).openBrowserAgain()
      return {}
    },
    'signIn.copyLink': async ({ attemptId }) => {
      const url = await signIns.find(attemptId).authorizationUrl()
      if (url !== undefined) await ports.clipboard.writeText(url)
      return {}
    },
    'signIn.pasteAddress': async ({ attemptId }) => {
      signIns.find(attemptId).pasteAddress(await ports.clipboard.readText())
      return {}
    },
    'signIn.dismiss': ({ attemptId }) => {
      signIns.dismiss(attemptId)
      return {}
    },

    'request.send': ({ requestId, request }) => requests.send(requestId, request),
    'request.cancel': ({ requestId }) => {
      requests.cancel(requestId)
      return {}
    },
  }
}
