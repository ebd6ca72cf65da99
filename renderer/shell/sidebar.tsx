import { type MouseEvent, Suspense, useState } from 'react'
import { selectRunningSignIns } from '../state/selectors.ts'
import { useActions, useMirror, useViewState } from '../state/use-app-state.ts'
import type { ScreenName, View } from '../state/view.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { type MenuPlace, placeOfMenu } from '../ui/menu-place.ts'
import { onDemand } from '../ui/on-demand.ts'
import { useGrowingList } from '../ui/use-growing-list.ts'
import styles from './sidebar.module.css'
import { AccountItem, SignInItem } from './sidebar-entries.tsx'
import { SidebarItem } from './sidebar-item.tsx'
import { texts } from './texts.ts'

const AccountMenu = onDemand(() => import('./account-menu.tsx'), 'AccountMenu')

/** The places of Keyfold and its accounts, with their states by shape and word. Collapsed it shows signs and tooltips. */
export function Sidebar({ isCollapsed }: { isCollapsed: boolean }) {
  const actions = useActions()
  const slices = useMirror((state) => state.slices)
  const accounts = slices?.accounts ?? []
  const { shown, end } = useGrowingList(accounts)
  const [menu, setMenu] = useState<{ accountId: string; place: MenuPlace }>()
  const menuAccount = menu && accounts.find(({ id }) => id === menu.accountId)
  const openMenu = (event: MouseEvent<HTMLLIElement>, accountId: string) => {
    const button = event.currentTarget.querySelector('button')
    if (!button) return
    event.preventDefault()
    // The focus comes back here from the menu.
    button.focus()
    setMenu({ accountId, place: placeOfMenu(event, button) })
  }
  const running = slices ? selectRunningSignIns(slices) : []
  return (
    <div className={classNames(styles.sidebar, isCollapsed && styles.collapsed)} data-pane="sidebar">
      <div className={styles.brand} aria-hidden="true">
        <span className={styles.mark}>
          <Icon name="key" />
        </span>
        {isCollapsed ? null : 'Keyfold'}
      </div>
      <div className={styles.top}>
        <Place
          view={{ screen: 'accounts' }}
          icon="accounts"
          label={texts.accounts}
          shortcut="Mod+1"
          isCollapsed={isCollapsed}
        />
        <IconButton icon="plus" label={texts.connect} onPress={() => actions.goTo({ screen: 'connect' })} />
      </div>
      <ul className={styles.accounts} aria-label={texts.accounts}>
        {shown.map((account, index) => (
          <li
            key={account.id}
            aria-setsize={accounts.length + running.length}
            aria-posinset={index + 1}
            {...(menu?.accountId === account.id ? { 'data-menu-open': true } : {})}
            onContextMenu={(event) => openMenu(event, account.id)}
          >
            <AccountItem account={account} isCollapsed={isCollapsed} />
          </li>
        ))}
        {end ? <li ref={end} aria-hidden="true" /> : null}
        {running.map((signIn) => (
          <li key={signIn.attemptId}>
            <SignInItem signIn={signIn} isCollapsed={isCollapsed} />
          </li>
        ))}
      </ul>
      <Place
        view={{ screen: 'setups' }}
        icon="plug"
        label={texts.setups}
        shortcut="Mod+2"
        isCollapsed={isCollapsed}
      />
      <Place
        view={{ screen: 'settings' }}
        icon="settings"
        label={texts.settings}
        shortcut="Mod+3"
        isCollapsed={isCollapsed}
      />
      <Suspense fallback={null}>
        {menu && menuAccount ? (
          <AccountMenu account={menuAccount} place={menu.place} onClose={() => setMenu(undefined)} />
        ) : null}
      </Suspense>
    </div>
  )
}

/** The place that a view stands in. */
function placeOf(view: View): ScreenName {
  if (view.screen === 'presets') return 'setups'
  return view.screen === 'connect' || view.screen === 'exchange' ? 'accounts' : view.screen
}

function Place(props: { view: View; icon: IconName; label: string; shortcut: string; isCollapsed: boolean }) {
  const { view, icon, label, shortcut, isCollapsed } = props
  const isCurrent = useViewState((state) => placeOf(state.view) === view.screen)
  return (
    <SidebarItem
      view={view}
      isCurrent={isCurrent}
      className={classNames(styles.place)}
      isCollapsed={isCollapsed}
      hint={label}
      shortcut={shortcut}
    >
      <Icon name={icon} />
      {isCollapsed ? null : <span className={styles.name}>{label}</span>}
    </SidebarItem>
  )
}
