import type { ReactNode } from 'react'
import type { AccountView, SignInView } from '../../contract/models.ts'
import { accountStateDots, accountStateLabels } from '../state/account-state.ts'
import { useViewState } from '../state/use-app-state.ts'
import { isSameView, type View } from '../state/view.ts'
import { classNames } from '../ui/class-names.ts'
import { makeControlsVisible } from '../ui/foreign-text.tsx'
import { initialOf } from '../ui/initial.ts'
import { Countdown } from '../ui/relative-time.tsx'
import { type DotShape, StateDot } from '../ui/state-dot.tsx'
import styles from './sidebar.module.css'
import { SidebarItem } from './sidebar-item.tsx'
import { texts } from './texts.ts'

/** A connected account in the sidebar. */
export function AccountItem({ account, isCollapsed }: { account: AccountView; isCollapsed: boolean }) {
  const detail = `${accountStateLabels[account.state]} · ${makeControlsVisible(account.label)}`
  return (
    <Entry
      view={{ screen: 'explorer', accountId: account.id }}
      name={makeControlsVisible(account.name)}
      hint={detail}
      dot={accountStateDots[account.state]}
      isCollapsed={isCollapsed}
    >
      {detail}
    </Entry>
  )
}

/** A sign-in under way in the sidebar, with the time that is left for it. */
export function SignInItem({ signIn, isCollapsed }: { signIn: SignInView; isCollapsed: boolean }) {
  return (
    <Entry
      view={{ screen: 'signIn', attemptId: signIn.attemptId }}
      name={makeControlsVisible(signIn.setupName)}
      hint={texts.signingIn}
      dot="busy"
      isCollapsed={isCollapsed}
    >
      {texts.signingIn}
      {signIn.deadlineMs ? (
        <>
          {' · '}
          <Countdown deadlineMs={signIn.deadlineMs} />
        </>
      ) : null}
    </Entry>
  )
}

interface EntryProps {
  view: View
  name: string
  /** What the tooltip says behind the name. */
  hint: string
  dot: DotShape
  isCollapsed: boolean
  /** The line below the name. */
  children: ReactNode
}

/** One account or sign-in under way: its state's dot, its name and a line of detail; collapsed, its initial. */
function Entry({ view, name, hint, dot, isCollapsed, children }: EntryProps) {
  const isCurrent = useViewState((state) => isSameView(state.view, view))
  return (
    <SidebarItem
      view={view}
      isCurrent={isCurrent}
      className={classNames(styles.account)}
      isCollapsed={isCollapsed}
      hint={`${name}: ${hint}`}
    >
      <StateDot shape={dot} />
      {isCollapsed ? (
        <span className={styles.initial} aria-hidden="true">
          {initialOf(name)}
        </span>
      ) : (
        <span className={styles.lines}>
          <bdi className={styles.name}>{name}</bdi>
          <bdi className={styles.detail}>{children}</bdi>
        </span>
      )}
    </SidebarItem>
  )
}
