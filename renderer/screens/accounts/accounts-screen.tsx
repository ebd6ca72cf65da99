import { Suspense, useEffect } from 'react'
import { useActions, usePending, useSlice } from '../../state/use-app-state.ts'
import { AfterDelay } from '../../ui/after-delay.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatPlural } from '../../ui/format.ts'
import { onDemand } from '../../ui/on-demand.ts'
import { Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './accounts-screen.module.css'
import { texts } from './texts.ts'

// Cards with their menus and dialogs are read while main gets the accounts; the first frame shows their outlines.
const AccountList = onDemand(() => import('./account-list.tsx'), 'AccountList')
const EndingSection = onDemand(() => import('./ending-section.tsx'), 'EndingSection')

/** Home: every account with its state, and what can be done with it. */
export function AccountsScreen() {
  const actions = useActions()
  const accounts = useSlice('accounts')
  const connect = () => actions.goTo({ screen: 'connect' })
  useEffect(() => void AccountList.load(), [])

  if (!accounts) {
    return (
      <Screen title={texts.title}>
        <LoadingAccounts />
      </Screen>
    )
  }
  if (accounts.length === 0) {
    return (
      <Screen title={texts.title}>
        <EmptyAccounts onConnect={connect} />
        <Suspense fallback={null}>
          <EndingSection />
        </Suspense>
      </Screen>
    )
  }
  return (
    <Screen
      title={texts.title}
      subtitle={formatPlural(accounts.length, 'account')}
      actions={
        <Button kind="primary" icon="plus" onPress={connect}>
          {texts.connect}
        </Button>
      }
    >
      <Suspense fallback={<LoadingAccounts />}>
        <AccountList accounts={accounts} />
        <EndingSection />
      </Suspense>
    </Screen>
  )
}

function EmptyAccounts({ onConnect }: { onConnect: () => void }) {
  const actions = useActions()
  const [startDemo, isStarting] = usePending(actions.connectDemo)
  return (
    <EmptyState
      icon="key"
      title={texts.emptyTitle}
      note={texts.emptyDemo}
      actions={
        <>
          <Button kind="primary" onPress={onConnect}>
            {texts.connect}
          </Button>
          <Button isPending={isStarting} onPress={startDemo}>
            {texts.demo}
          </Button>
        </>
      }
    >
      <p>{texts.emptyText}</p>
    </EmptyState>
  )
}

/** Cards of the size that is to come, so that nothing jumps; after three seconds a way out. */
function LoadingAccounts() {
  const actions = useActions()
  return (
    <div className={styles.list} role="status" aria-label={texts.loading}>
      {['first', 'second'].map((key) => (
        <Card key={key}>
          <div className={styles.loading}>
            <Skeleton width="36px" height="36px" />
            <div className={styles.lines}>
              <Skeleton width="140px" />
              <Skeleton width="200px" />
            </div>
            <div className={styles.facts}>
              <Skeleton width="45%" />
              <Skeleton width="30%" />
              <Skeleton width="70%" />
            </div>
          </div>
        </Card>
      ))}
      <AfterDelay delayMs={3_000}>
        <div className={styles.slow}>
          {texts.slow}
          <Button icon="refresh" onPress={() => void actions.reload()}>
            {texts.tryAgain}
          </Button>
        </div>
      </AfterDelay>
    </div>
  )
}
