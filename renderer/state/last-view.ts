import type { StoreApi } from 'zustand/vanilla'
import type { MirrorState } from './mirror.ts'
import type { View, ViewState } from './view.ts'

const key = 'keyfold.lastView'
const explorerPrefix = 'explorer '
const screens = ['accounts', 'setups', 'settings'] as const

/** What is kept of a view: its screen, and of an explorer its account. Sign-ins and forms are not come back to. */
function nameOf(view: View): string | undefined {
  if (view.screen === 'explorer') return explorerPrefix + view.accountId
  if (view.screen === 'presets') return 'setups'
  if (view.screen === 'exchange') return 'accounts'
  return screens.find((screen) => screen === view.screen)
}

/**
 * Shows the view that the window was left with, and keeps the one that it is left with next. The first paint waits for
 * nothing: an account's explorer follows once main has told of the account. Where the person goes somewhere first, or the
 * account is gone, the window stays where it is.
 */
export function keepLastView(
  view: StoreApi<ViewState>,
  mirror: StoreApi<MirrorState>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): void {
  const last = storage.getItem(key) ?? ''
  const screen = screens.find((name) => name === last)
  if (screen) view.setState({ view: { screen } })
  else if (last.startsWith(explorerPrefix)) showOnceKnown(view, mirror, last.slice(explorerPrefix.length))
  view.subscribe((state, previous) => {
    const name = state.view === previous.view ? undefined : nameOf(state.view)
    if (name !== undefined) storage.setItem(key, name)
  })
}

function showOnceKnown(view: StoreApi<ViewState>, mirror: StoreApi<MirrorState>, accountId: string): void {
  const stop = mirror.subscribe(({ slices }) => {
    const hasGone = view.getState().visit > 0
    // None yet: the vault is still being read.
    if (!hasGone && (slices === undefined || slices.accounts.length === 0)) return
    stop()
    if (!hasGone && slices?.accounts.some(({ id }) => id === accountId)) {
      view.setState({ view: { screen: 'explorer', accountId } })
    }
  })
}
