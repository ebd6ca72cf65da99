import type { Slices } from '../../contract/models.ts'
import { accountStateLabels } from '../state/account-state.ts'
import type { AppState } from '../state/app-state.ts'
import type { View } from '../state/view.ts'
import type { IconName } from '../ui/icon.tsx'
import { listAccountEntries, listRequestEntries } from './palette-accounts.ts'
import { texts } from './texts.ts'

/** One line of the command palette. */
export interface PaletteEntry {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon: IconName
  readonly shortcut?: string
  readonly run: () => void
}

/** As many accounts stand before what else there is; a palette without a query must not be a list of accounts alone. */
const firstAccounts = 8

/**
 * Everything that the palette offers: accounts, screens, settings, setups, what can be done with each account, known
 * requests. In the order in which they are shown where nothing was asked for.
 */
export function listPaletteEntries(slices: Slices | undefined, state: AppState): readonly PaletteEntry[] {
  const { actions } = state
  const go = (view: View) => () => actions.goTo(view)
  const accounts = (slices?.accounts ?? []).map(
    (account): PaletteEntry => ({
      id: `browse-${account.id}`,
      label: account.name,
      detail: `${accountStateLabels[account.state]} · ${account.label}`,
      icon: 'browse',
      run: go({ screen: 'explorer', accountId: account.id }),
    }),
  )
  const entries = accounts.slice(0, firstAccounts)
  if (state.view.getState().view.screen === 'explorer') {
    entries.push(
      {
        id: 'send',
        label: 'Send the request',
        icon: 'send',
        shortcut: 'Mod+Enter',
        run: () => state.choose('send'),
      },
      {
        id: 'find',
        label: 'Find in the response',
        icon: 'search',
        shortcut: 'Mod+F',
        run: () => state.choose('find'),
      },
    )
  }
  entries.push(
    {
      id: 'accounts',
      label: texts.accounts,
      icon: 'accounts',
      shortcut: 'Mod+1',
      run: go({ screen: 'accounts' }),
    },
    {
      id: 'connect',
      label: texts.connect,
      icon: 'plus',
      shortcut: 'Mod+N',
      run: go({ screen: 'connect' }),
    },
    { id: 'setups', label: texts.setups, icon: 'plug', shortcut: 'Mod+2', run: go({ screen: 'setups' }) },
    {
      id: 'new-setup',
      label: 'New provider setup',
      icon: 'plus',
      run: go({ screen: 'setups', setupId: 'new' }),
    },
    {
      id: 'presets',
      label: 'New provider setup from a preset',
      icon: 'plus',
      run: go({ screen: 'presets' }),
    },
    {
      id: 'settings',
      label: texts.settings,
      icon: 'settings',
      shortcut: 'Mod+3',
      run: go({ screen: 'settings' }),
    },
    { id: 'demo', label: 'Try the demo account', icon: 'play', run: () => void actions.connectDemo() },
  )
  for (const theme of ['system', 'light', 'dark'] as const) {
    if (!slices || slices.settings.theme === theme) continue
    entries.push({
      id: `theme-${theme}`,
      label: theme === 'system' ? 'Use the system’s theme' : `Use the ${theme} theme`,
      icon: 'settings',
      run: () => void actions.changeSettings({ ...slices.settings, theme }),
    })
  }
  if (slices && slices.updates.phase !== 'off') {
    entries.push({
      id: 'updates',
      label: 'Check for updates',
      icon: 'download',
      run: () => {
        go({ screen: 'settings' })()
        void actions.checkForUpdate()
      },
    })
  }
  entries.push(
    {
      id: 'data-folder',
      label: 'Open the data folder',
      icon: 'folder',
      run: () => void actions.openDataFolder(),
    },
    {
      id: 'shortcuts',
      label: texts.shortcuts,
      icon: 'info',
      shortcut: 'Mod+/',
      run: () => actions.setShortcutsOpen(true),
    },
    { id: 'about', label: 'About Keyfold', icon: 'info', run: () => state.choose('about') },
    ...accounts.slice(firstAccounts),
  )
  for (const setup of slices?.setups ?? []) {
    entries.push({
      id: `connect-${setup.id}`,
      label: `Connect with ${setup.name}`,
      icon: 'plug',
      run: () => void actions.connect(setup.id),
    })
    // The demo's is built in.
    if (setup.kind === 'demo') continue
    entries.push({
      id: `edit-${setup.id}`,
      label: `Edit setup ${setup.name}`,
      icon: 'edit',
      run: go({ screen: 'setups', setupId: setup.id }),
    })
  }
  if (slices) entries.push(...listAccountEntries(slices, state), ...listRequestEntries(slices, state))
  return entries
}
