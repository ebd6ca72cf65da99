import type { AccountView } from '../../../contract/models.ts'
import { isTokenGivenUp } from '../../state/account-state.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { Countdown, EndTime, RelativeTime } from '../../ui/relative-time.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './account-facts.module.css'
import { ScopeLedger } from './scope-ledger.tsx'
import { texts } from './texts.ts'

/** When its tokens end and were renewed, what they are for, and what is weak about how they are kept. */
export function AccountFacts({ account }: { account: AccountView }) {
  const warnings = [
    account.keptIn === 'memory' ? texts.keptInMemory : undefined,
    account.canRefresh || account.state === 'needsSignIn' ? undefined : texts.cannotRefresh,
  ].filter((warning) => warning !== undefined)
  return (
    <div className={styles.facts}>
      <KeyValues>
        <KeyValue label={texts.accessToken}>
          <AccessEnd account={account} />
          {account.refreshedAtMs === undefined ? null : (
            <span className={styles.also}>
              {texts.refreshed} <RelativeTime timeMs={account.refreshedAtMs} />
            </span>
          )}
        </KeyValue>
        {account.retryAtMs === undefined ? null : (
          <KeyValue label={texts.nextTry}>
            <NextTry account={account} retryAtMs={account.retryAtMs} />
          </KeyValue>
        )}
        <KeyValue label={texts.connected}>
          <RelativeTime timeMs={account.connectedAtMs} />
        </KeyValue>
        <KeyValue label={texts.scopes}>
          <ScopeLedger account={account} />
        </KeyValue>
      </KeyValues>
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <Icon name="alert" />
          {warning}
        </p>
      ))}
    </div>
  )
}

function AccessEnd({ account }: { account: AccountView }) {
  const nowMs = useNow()
  if (isTokenGivenUp(account, nowMs)) return texts.notUsed
  return account.accessEndsAtMs === undefined ? texts.noEnd : <EndTime timeMs={account.accessEndsAtMs} />
}

/** A renewal that failed is tried again by itself; the person may do it now. */
function NextTry({ account, retryAtMs }: { account: AccountView; retryAtMs: number }) {
  const actions = useActions()
  const [refresh, isRefreshing] = usePending(() => actions.refreshAccount(account.id))
  return (
    <span className={styles.retry}>
      <Countdown deadlineMs={retryAtMs} />
      <Button
        kind="quiet"
        icon="refresh"
        isDisabled={account.state === 'refreshing'}
        isPending={isRefreshing}
        onPress={refresh}
      >
        {texts.tryNow}
      </Button>
    </span>
  )
}
