import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { TooltipTrigger } from 'react-aria-components/Tooltip'
import type { AccountView, SignInView } from '../../contract/models.ts'
import { accountStateDots, accountStateLabels } from '../state/account-state.ts'
import { selectRunningSignIns } from '../state/selectors.ts'
import { useActions, useMirror, useViewState } from '../state/use-app-state.ts'
import { isSameView, type ScreenName, type View } from '../state/view.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { makeControlsVisible } from '../ui/foreign-text.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Countdown } from '../ui/relative-time.tsx'
import { StateDot } from '../ui/state-dot.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import styles from './sidebar.module.css'
import { texts } from './texts.ts'

/** The places of Keyfold and its accounts, with their states by shape and word. Collapsed it shows signs and tooltips. */
export function Sidebar({ isCollapsed }: { isCollapsed: boolean }) {
  const actions = useActions()
  const slices = useMirror((state) => state.slices)
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
        {slices?.accounts.map((account) => (
          <li key={account.id}>
            <AccountItem account={account} isCollapsed={isCollapsed} />
          </li>
        ))}
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
    </div>
  )
}

interface ItemProps {
  view: View
  /** True also where a view inside this place is shown. */
  isCurrent: boolean
  className: string
  /** The whole text, shown as the tooltip. */
  hint: string
  /** Collapsed, the hint is also the name; else the text is. */
  isCollapsed: boolean
  shortcut?: string
  children: ReactNode
}

function Item({ view, isCurrent, className, hint, isCollapsed, shortcut, children }: ItemProps) {
  const actions = useActions()
  return (
    <TooltipTrigger delay={700} closeDelay={0}>
      <AriaButton
        className={classNames(styles.item, className, isCurrent && styles.current)}
        {...(isCurrent ? { 'aria-current': 'page' } : {})}
        {...(isCollapsed ? { 'aria-label': hint } : {})}
        onPress={() => actions.goTo(view)}
      >
        {children}
      </AriaButton>
      <Tooltip shortcut={shortcut}>{hint}</Tooltip>
    </TooltipTrigger>
  )
}

/** The place that a view stands in. */
function placeOf(view: View): ScreenName {
  return view.screen === 'presets' ? 'setups' : view.screen
}

function Place(props: { view: View; icon: IconName; label: string; shortcut: string; isCollapsed: boolean }) {
  const { view, icon, label, shortcut, isCollapsed } = props
  const isCurrent = useViewState((state) => placeOf(state.view) === view.screen)
  return (
    <Item
      view={view}
      isCurrent={isCurrent}
      className={classNames(styles.place)}
      isCollapsed={isCollapsed}
      hint={label}
      shortcut={shortcut}
    >
      <Icon name={icon} />
      {isCollapsed ? null : <span className={styles.name}>{label}</span>}
    </Item>
  )
}

function AccountItem({ account, isCollapsed }: { account: AccountView; isCollapsed: boolean }) {
  const view: View = { screen: 'explorer', accountId: account.id }
  const isCurrent = useViewState((state) => isSameView(state.view, view))
  const name = makeControlsVisible(account.name)
  const detail = `${accountStateLabels[account.state]} · ${makeControlsVisible(account.label)}`
  return (
    <Item
      view={view}
      isCurrent={isCurrent}
      className={classNames(styles.account)}
      isCollapsed={isCollapsed}
      hint={`${name}: ${detail}`}
    >
      <StateDot shape={accountStateDots[account.state]} />
      {isCollapsed ? (
        <span className={styles.initial} aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
      ) : (
        <span className={styles.lines}>
          <bdi className={styles.name}>{name}</bdi>
          <bdi className={styles.detail}>{detail}</bdi>
        </span>
      )}
    </Item>
  )
}

function SignInItem({ signIn, isCollapsed }: { signIn: SignInView; isCollapsed: boolean }) {
  const view: View = { screen: 'signIn', attemptId: signIn.attemptId }
  const isCurrent = useViewState((state) => isSameView(state.view, view))
  const name = makeControlsVisible(signIn.setupName)
  return (
    <Item
      view={view}
      isCurrent={isCurrent}
      className={classNames(styles.account)}
      isCollapsed={isCollapsed}
      hint={`${name}: ${texts.signingIn}`}
    >
      <StateDot shape="busy" />
      {isCollapsed ? (
        <span className={styles.initial} aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
      ) : (
        <span className={styles.lines}>
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.detail}>
            {texts.signingIn}
            {signIn.deadlineMs ? (
              <>
                {' · '}
                <Countdown deadlineMs={signIn.deadlineMs} />
              </>
            ) : null}
          </span>
        </span>
      )}
    </Item>
  )
}
