import { useState } from 'react'
import type { AccountView } from '../../../contract/models.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { EndTime, RelativeTime } from '../../ui/relative-time.tsx'
import styles from './account-facts.module.css'
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
          {account.accessEndsAtMs === undefined ? texts.noEnd : <EndTime timeMs={account.accessEndsAtMs} />}
          {account.refreshedAtMs === undefined ? null : (
            <span className={styles.also}>
              {texts.refreshed} <RelativeTime timeMs={account.refreshedAtMs} />
            </span>
          )}
        </KeyValue>
        <KeyValue label={texts.connected}>
          <RelativeTime timeMs={account.connectedAtMs} />
        </KeyValue>
        <KeyValue label={texts.scopes}>
          <Scopes account={account} />
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

/** More than these are folded. */
const mostShown = 20

function Scopes({ account }: { account: AccountView }) {
  const [isOpen, setOpen] = useState(false)
  const granted = account.scopesGranted
  const notGranted = account.scopesAsked.filter((scope) => !granted.includes(scope))
  const shown = isOpen ? granted : granted.slice(0, mostShown)
  return (
    <span className={styles.chips}>
      {granted.length === 0 ? texts.noScopes : null}
      {shown.map((scope) => (
        <Chip key={scope}>
          <ForeignText>{scope}</ForeignText>
        </Chip>
      ))}
      {shown.length < granted.length ? (
        <Button kind="quiet" onPress={() => setOpen(true)}>
          {texts.showAllScopes(granted.length)}
        </Button>
      ) : null}
      {notGranted.map((scope) => (
        <Chip key={scope} tone="warn">
          <ForeignText>{`${scope}: ${texts.notGranted}`}</ForeignText>
        </Chip>
      ))}
    </span>
  )
}
