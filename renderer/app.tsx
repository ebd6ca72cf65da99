import { useMemo } from 'react'
import { useStore } from 'zustand'
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx'
import { ConnectScreen } from './screens/connect/connect-screen.tsx'
import { ExplorerScreen } from './screens/explorer/explorer-screen.tsx'
import { SettingsScreen } from './screens/settings/settings-screen.tsx'
import { SetupFormScreen } from './screens/setups/setup-form-screen.tsx'
import { SetupsScreen } from './screens/setups/setups-screen.tsx'
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx'
import { FindButton } from './shell/find-button.tsx'
import { Shell } from './shell/shell.tsx'
import { VaultBanner } from './shell/vault-banner.tsx'
import type { AppState } from './state/app-state.ts'
import { AppStateContext } from './state/use-app-state.ts'
import type { View } from './state/view.ts'
import { ScreenSlotsContext } from './ui/screen.tsx'

/** The window: the shell and the screen in view. Screens do not know each other; they meet here. */
export function App({ state }: { state: AppState }) {
  const view = useStore(state.view, (viewState) => viewState.view)
  const visit = useStore(state.view, (viewState) => viewState.visit)
  const slots = useMemo(
    () => ({ toolbarEnd: <FindButton />, banner: <VaultBanner />, shouldTakeFocus: visit > 0 }),
    [visit],
  )
  return (
    <AppStateContext value={state}>
      <Shell>
        <ScreenSlotsContext value={slots}>
          <ScreenOf key={visit} view={view} />
        </ScreenSlotsContext>
      </Shell>
    </AppStateContext>
  )
}

function ScreenOf({ view }: { view: View }) {
  switch (view.screen) {
    case 'accounts':
      return <AccountsScreen />
    case 'connect':
      return <ConnectScreen />
    case 'signIn':
      return <SignInScreen attemptId={view.attemptId} />
    case 'explorer':
      return <ExplorerScreen accountId={view.accountId} />
    case 'setups':
      return view.setupId ? <SetupFormScreen setupId={view.setupId} /> : <SetupsScreen />
    case 'settings':
      return <SettingsScreen />
  }
}
