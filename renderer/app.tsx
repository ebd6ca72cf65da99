import { Suspense, useDeferredValue, useMemo } from 'react'
import { useStore } from 'zustand'
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx'
import { FindButton } from './shell/find-button.tsx'
import { ProgramBanners } from './shell/program-banners.tsx'
import { Shell } from './shell/shell.tsx'
import { texts } from './shell/texts.ts'
import { VaultBanner } from './shell/vault-banner.tsx'
import type { AppState } from './state/app-state.ts'
import { AppStateContext } from './state/use-app-state.ts'
import type { View } from './state/view.ts'
import { onDemand } from './ui/on-demand.ts'
import { Screen, ScreenSlotsContext } from './ui/screen.tsx'
import { useReadAhead } from './ui/use-read-ahead.ts'

// Home is what stands on the way to the first frame; every other screen is read when there is time for it.
const ConnectScreen = onDemand(() => import('./screens/connect/connect-screen.tsx'), 'ConnectScreen')
const ExchangeScreen = onDemand(() => import('./screens/exchange/exchange-screen.tsx'), 'ExchangeScreen')
const ExplorerScreen = onDemand(() => import('./screens/explorer/explorer-screen.tsx'), 'ExplorerScreen')
const PresetsScreen = onDemand(() => import('./screens/presets/presets-screen.tsx'), 'PresetsScreen')
const SettingsScreen = onDemand(() => import('./screens/settings/settings-screen.tsx'), 'SettingsScreen')
const SetupFormScreen = onDemand(() => import('./screens/setups/setup-form-screen.tsx'), 'SetupFormScreen')
const SetupsScreen = onDemand(() => import('./screens/setups/setups-screen.tsx'), 'SetupsScreen')
const SignInScreen = onDemand(() => import('./screens/sign-in/sign-in-screen.tsx'), 'SignInScreen')

/** In the order in which they are read in. */
const otherScreens = [
  ConnectScreen,
  SignInScreen,
  ExplorerScreen,
  ExchangeScreen,
  SettingsScreen,
  SetupsScreen,
  SetupFormScreen,
  PresetsScreen,
]

/** The window: the shell and the screen in view. Screens do not know each other; they meet here. */
export function App({ state }: { state: AppState }) {
  // Deferred: the screen before stays until the next one is read in.
  const view = useDeferredValue(useStore(state.view, (viewState) => viewState.view))
  const visit = useDeferredValue(useStore(state.view, (viewState) => viewState.visit))
  const slots = useMemo(
    () => ({ toolbarEnd: <FindButton />, banner: <Banners />, shouldTakeFocus: visit > 0 }),
    [visit],
  )
  const hasData = useStore(state.mirror.store, (mirror) => mirror.status !== 'loading')
  useReadAhead(hasData, otherScreens)
  return (
    <AppStateContext value={state}>
      <Shell>
        <ScreenSlotsContext value={slots}>
          <Suspense fallback={<OpeningScreen view={view} />}>
            <ScreenOf key={visit} view={view} />
          </Suspense>
        </ScreenSlotsContext>
      </Shell>
    </AppStateContext>
  )
}

function Banners() {
  return (
    <>
      <ProgramBanners />
      <VaultBanner />
    </>
  )
}

/** The frame of a screen that is being read in. Only that of the window's first one is ever seen. */
function OpeningScreen({ view }: { view: View }) {
  const isNamed = view.screen === 'setups' || view.screen === 'settings'
  return <Screen title={isNamed ? texts[view.screen] : texts.accounts}>{null}</Screen>
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
    case 'exchange':
      return <ExchangeScreen accountId={view.accountId} />
    case 'setups':
      return view.setupId ? <SetupFormScreen setupId={view.setupId} draft={view.draft} /> : <SetupsScreen />
    case 'presets':
      return <PresetsScreen presetId={view.presetId} />
    case 'settings':
      return <SettingsScreen />
  }
}
