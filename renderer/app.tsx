import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { AccountsScreen } from './screens/accounts/accounts-screen.tsx'
import { ConnectScreen } from './screens/connect/connect-screen.tsx'
import { SettingsScreen } from './screens/settings/settings-screen.tsx'
import { SetupsScreen } from './screens/setups/setups-screen.tsx'
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx'
import { FindButton } from './shell/find-button.tsx'
import { ProgramBanners } from './shell/program-banners.tsx'
import { Shell } from './shell/shell.tsx'
import { VaultBanner } from './shell/vault-banner.tsx'
import type { AppState } from './state/app-state.ts'
import { AppStateContext } from './state/use-app-state.ts'
import type { View } from './state/view.ts'
import { ScreenSlotsContext } from './ui/screen.tsx'

const loadExplorer = () => import('./screens/explorer/explorer-screen.tsx')
const loadSetupForm = () => import('./screens/setups/setup-form-screen.tsx')

const loadPresets = () => import('./screens/presets/presets-screen.tsx')

// The largest screens are not read on the way to the first one.
const ExplorerScreen = lazy(async () => ({ default: (await loadExplorer()).ExplorerScreen }))
const SetupFormScreen = lazy(async () => ({ default: (await loadSetupForm()).SetupFormScreen }))
const PresetsScreen = lazy(async () => ({ default: (await loadPresets()).PresetsScreen }))

/** The window: the shell and the screen in view. Screens do not know each other; they meet here. */
export function App({ state }: { state: AppState }) {
  const view = useStore(state.view, (viewState) => viewState.view)
  const visit = useStore(state.view, (viewState) => viewState.visit)
  const slots = useMemo(
    () => ({ toolbarEnd: <FindButton />, banner: <Banners />, shouldTakeFocus: visit > 0 }),
    [visit],
  )
  useEffect(() => {
    // Read in once the window has time, so that no screen is waited for.
    const idle = requestIdleCallback(() => void Promise.all([loadExplorer(), loadSetupForm(), loadPresets()]))
    return () => cancelIdleCallback(idle)
  }, [])
  return (
    <AppStateContext value={state}>
      <Shell>
        <ScreenSlotsContext value={slots}>
          <Suspense key={visit} fallback={null}>
            <ScreenOf view={view} />
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
      return view.setupId ? <SetupFormScreen setupId={view.setupId} draft={view.draft} /> : <SetupsScreen />
    case 'presets':
      return <PresetsScreen presetId={view.presetId} />
    case 'settings':
      return <SettingsScreen />
  }
}
