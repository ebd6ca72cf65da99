import type { StoreApi } from 'zustand/vanilla'
import type { Bridge, CallArgs, CallName, CallResult, Result } from '../../contract/ipc.ts'
import type {
  AccountView,
  DisconnectOutcome,
  PendingRevocation,
  Settings,
  SignInView,
} from '../../contract/models.ts'
import type { FilledBlanks } from '../../contract/presets.ts'
import { describeBridgeFailure } from './bridge-failure.ts'
import type { Mirror } from './mirror.ts'
import type { Notices } from './notices.ts'
import { isSameView, type View, type ViewState } from './view.ts'

/** True once a sign-in can change no more. */
export function hasEnded(signIn: SignInView): boolean {
  return signIn.phase === 'done' || signIn.phase === 'failed' || signIn.phase === 'cancelled'
}

const outcomeTexts: Record<DisconnectOutcome['revocation'], string> = {
  revoked: 'The provider revoked its tokens, and they were deleted here.',
  notOffered:
    'Its tokens were deleted here. This provider offers no revocation: what it granted ends when its tokens do.',
  pending:
    'Its tokens can no longer be used here. The provider could not be reached to revoke them; Keyfold goes on trying.',
  failed: 'Its tokens were deleted here, but the provider did not revoke them.',
}

const retriedTexts: Record<Exclude<DisconnectOutcome['revocation'], 'pending'>, string> = {
  revoked: 'The provider has now revoked its tokens.',
  notOffered: 'The provider offers no revocation any more: what it granted ends when its tokens do.',
  failed: 'The provider refused to revoke its tokens.',
}

const signOutTexts: Record<NonNullable<DisconnectOutcome['signOut']>, string> = {
  opened: 'Your browser was opened to sign you out at the provider.',
  notOffered: 'The provider offers no sign-out: your session there goes on in the browser.',
  failed: 'The browser could not be opened to sign you out: your session there goes on.',
}

/** What a person can do, as the screens call it. */
export type Actions = ReturnType<typeof createActions>

/** What the person can do. Failures are posted as notices, but for those whose Result is returned. */
export function createActions(
  bridge: Bridge,
  mirror: Mirror,
  viewStore: StoreApi<ViewState>,
  notices: Notices,
) {
  /** Calls main; a rejection becomes a Problem. */
  function ask<Name extends CallName>(name: Name, args: CallArgs<Name>): Promise<Result<CallResult<Name>>> {
    return bridge.call(name, args).catch(describeBridgeFailure)
  }

  /** Calls main and posts a failure; undefined where it failed. */
  async function perform<Name extends CallName>(
    name: Name,
    args: CallArgs<Name>,
  ): Promise<CallResult<Name> | undefined> {
    const result = await ask(name, args)
    if (result.ok) return result.value
    if (result.problem.code !== 'cancelled') notices.postProblem(result.problem)
    return undefined
  }

  function findSignIn(attemptId: string): SignInView | undefined {
    return mirror.store.getState().slices?.signIns.find((signIn) => signIn.attemptId === attemptId)
  }

  /** Goes to a view. A sign-in that has ended is dismissed when its screen is left. */
  function goTo(view: View): void {
    const { view: current, visit } = viewStore.getState()
    viewStore.setState({ isPaletteOpen: false })
    if (isSameView(current, view)) return
    viewStore.setState({ view, visit: visit + 1 })
    if (current.screen !== 'signIn') return
    const left = findSignIn(current.attemptId)
    if (left && hasEnded(left)) void ask('signIn.dismiss', { attemptId: left.attemptId })
  }

  /** What the sign-ins of this window were started with, so that one that failed can be tried again as it was. */
  const startedWith = new Map<string, CallArgs<'account.connect'>>()

  async function startSignIn(args: CallArgs<'account.connect'>): Promise<void> {
    const started = await perform('account.connect', args)
    if (!started) return
    startedWith.set(started.attemptId, args)
    goTo({ screen: 'signIn', attemptId: started.attemptId })
  }

  const connect = (setupId: string) => startSignIn({ setupId })

  /** The way back to an account's access: a sign-in, or its exchange once more where it came by one. */
  async function regain(account: AccountView, scopes: readonly string[] = []): Promise<void> {
    const args = { accountId: account.id, ...(scopes.length > 0 && { scopes: [...scopes] }) }
    if (account.exchangedFrom !== undefined) await perform('account.exchangeAgain', args)
    else await startSignIn({ ...args, setupId: account.setupId })
  }

  return {
    goTo,
    connect,
    /** Signs in to an account again, or exchanges again; which, {@link regainLabel} says. */
    regain: (account: AccountView) => regain(account),
    setPaletteOpen: (isPaletteOpen: boolean) => viewStore.setState({ isPaletteOpen }),
    setSidebarWidth: (sidebarWidth: number) => viewStore.setState({ sidebarWidth }),
    /** Puts a warning of the program away for good, by the key of {@link warningKey}. */
    hideWarning: (key: string) =>
      viewStore.setState(({ hiddenWarnings }) => ({ hiddenWarnings: [...hiddenWarnings, key] })),
    setShortcutsOpen: (isShortcutsOpen: boolean) => viewStore.setState({ isShortcutsOpen }),
    /** Asks before an account is disconnected; undefined: no more. */
    askToDisconnect: (accountId: string | undefined) => viewStore.setState({ disconnecting: accountId }),
    reload: () => mirror.reload(),
    dismissNotice: notices.dismiss,

    /** The same, and asks for scopes besides those that the account has: a step-up. */
    askForScopes: regain,
    /** Starts a sign-in as one that ended was started. */
    connectAgain: ({ attemptId, setupId, accountId }: SignInView) =>
      startSignIn(startedWith.get(attemptId) ?? (accountId ? { setupId, accountId } : { setupId })),

    /** Starts the demo provider and signs in there. */
    async connectDemo(): Promise<void> {
      const started = await perform('demo.start', {})
      if (started) await connect(started.setupId)
    },
    async refreshAccount(accountId: string): Promise<void> {
      await perform('account.refresh', { accountId })
    },
    exchangeToken: (args: CallArgs<'account.exchange'>) => ask('account.exchange', args),
    /** Revokes, deletes and, where it is asked for, signs out at the provider; then says which of them happened. */
    async disconnectAccount(accountId: string, name: string, signOutAtProvider = false): Promise<void> {
      const outcome = await perform('account.disconnect', {
        accountId,
        ...(signOutAtProvider && { signOutAtProvider }),
      })
      if (!outcome) return
      const { view } = viewStore.getState()
      if ('accountId' in view && view.accountId === accountId) goTo({ screen: 'accounts' })
      notices.post({
        tone: outcome.revocation === 'failed' || outcome.signOut === 'failed' ? 'warn' : 'ok',
        title: `${name} was disconnected`,
        text: [
          outcomeTexts[outcome.revocation],
          outcome.problem?.nextStep,
          outcome.signOut && signOutTexts[outcome.signOut],
        ]
          .filter(Boolean)
          .join(' '),
        ...(outcome.problem ? { problem: outcome.problem } : {}),
      })
    },

    /** Asks the provider again to revoke. What it answered otherwise stands in the pending revocation. */
    async retryRevocation(revocation: PendingRevocation): Promise<void> {
      const outcome = await perform('revocation.retry', { revocationId: revocation.id })
      if (!outcome || outcome.revocation === 'pending') return
      notices.post({
        tone: outcome.revocation === 'failed' ? 'warn' : 'ok',
        title: `${revocation.setupName}, ${revocation.label}`,
        text: retriedTexts[outcome.revocation],
        ...(outcome.problem ? { problem: outcome.problem } : {}),
      })
    },
    async giveUpRevocation(revocationId: string): Promise<void> {
      await perform('revocation.giveUp', { revocationId })
    },
    async dismissSignOut(signOutId: string): Promise<void> {
      await perform('signOut.dismiss', { signOutId })
    },

    async cancelSignIn(attemptId: string): Promise<void> {
      await perform('signIn.cancel', { attemptId })
    },
    async openBrowser(attemptId: string): Promise<void> {
      await perform('signIn.openBrowser', { attemptId })
    },
    async copySignInLink(attemptId: string): Promise<boolean> {
      return (await perform('signIn.copyLink', { attemptId })) !== undefined
    },
    /** Main reads the clipboard. What it refused stands in the sign-in itself; anything else is posted. */
    async pasteAddress(attemptId: string): Promise<void> {
      const result = await ask('signIn.pasteAddress', { attemptId })
      if (result.ok || findSignIn(attemptId)?.pasteProblem?.code === result.problem.code) return
      notices.postProblem(result.problem)
    },

    discover: (issuer: string) => ask('setup.discover', { issuer }),
    saveSetup: (args: CallArgs<'setup.save'>) => ask('setup.save', args),
    listPresets: () => ask('preset.list', {}),
    applyPreset: (presetId: string, blanks: FilledBlanks) => ask('preset.apply', { presetId, blanks }),
    makeKey: (args: CallArgs<'setup.makeKey'>) => ask('setup.makeKey', args),
    importKey: (args: CallArgs<'setup.importKey'>) => ask('setup.importKey', args),
    removeKey: (setupId: string) => ask('setup.removeKey', { setupId }),
    importCertificate: (args: CallArgs<'setup.importCertificate'>) => ask('setup.importCertificate', args),
    removeCertificate: (setupId: string) => ask('setup.removeCertificate', { setupId }),
    async removeSetup(setupId: string): Promise<boolean> {
      return (await perform('setup.remove', { setupId })) !== undefined
    },

    async retryVault(): Promise<void> {
      await perform('vault.retry', {})
    },
    async startVaultAnew(): Promise<void> {
      await perform('vault.startAnew', {})
    },
    async changeSettings(settings: Settings): Promise<void> {
      await perform('settings.change', { settings })
    },
    async checkForUpdate(): Promise<void> {
      await perform('update.check', {})
    },
    async downloadUpdate(): Promise<void> {
      await perform('update.download', {})
    },
    async installUpdate(): Promise<void> {
      await perform('update.install', {})
    },
    async postponeUpdate(): Promise<void> {
      await perform('update.postpone', {})
    },
    async copyText(text: string): Promise<boolean> {
      return (await perform('app.copyText', { text })) !== undefined
    },
    async openLink(url: string): Promise<void> {
      await perform('app.openLink', { url })
    },
    async openDataFolder(): Promise<void> {
      await perform('app.openDataFolder', {})
    },
  }
}
