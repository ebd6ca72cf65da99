import type { StoreApi } from 'zustand/vanilla'
import type { Bridge, CallArgs, CallName, CallResult, Result } from '../../contract/ipc.ts'
import type { DisconnectOutcome, Settings, SignInView } from '../../contract/models.ts'
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

  async function connect(setupId: string, accountId?: string): Promise<void> {
    const started = await perform('account.connect', accountId ? { setupId, accountId } : { setupId })
    if (started) goTo({ screen: 'signIn', attemptId: started.attemptId })
  }

  return {
    goTo,
    connect,
    setPaletteOpen: (isPaletteOpen: boolean) => viewStore.setState({ isPaletteOpen }),
    setSidebarWidth: (sidebarWidth: number) => viewStore.setState({ sidebarWidth }),
    reload: () => mirror.reload(),
    dismissNotice: notices.dismiss,

    /** Starts the demo provider and signs in there. */
    async connectDemo(): Promise<void> {
      const started = await perform('demo.start', {})
      if (started) await connect(started.setupId)
    },
    async refreshAccount(accountId: string): Promise<void> {
      await perform('account.refresh', { accountId })
    },
    /** Revokes and deletes, then says which of the two happened. */
    async disconnectAccount(accountId: string, name: string): Promise<void> {
      const outcome = await perform('account.disconnect', { accountId })
      if (!outcome) return
      const { view } = viewStore.getState()
      if (view.screen === 'explorer' && view.accountId === accountId) goTo({ screen: 'accounts' })
      notices.post({
        tone: outcome.revocation === 'failed' ? 'warn' : 'ok',
        title: `${name} was disconnected`,
        text: [outcomeTexts[outcome.revocation], outcome.problem?.nextStep].filter(Boolean).join(' '),
        ...(outcome.problem ? { problem: outcome.problem } : {}),
      })
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
