import type { AccountView } from '../../../contract/models.ts'
import { Chip } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { EndTime, RelativeTime } from '../../ui/relative-time.tsx'
import styles from './account-facts.module.css'
import { texts } from './texts.ts'

/** When its tokens end and were renewed, what they are for, and what is weak about how they are kept. */
export function AccountFacts({ account }: { account: AccountView }) {
  const notGranted = account.scopesAsked.filter((scope) => !account.scopesGranted.includes(scope))
  const warnings = [
    account.keptIn === 'memory' ? texts.keptInMemory : undefined,
    account.canRefresh ? undefined : texts.cannotRefresh,
  ].filter((warning) => warning !== undefined)
  return (
    <div className={styles.facts}>
      <dl className={styles.times}>
        <div>
          <dt>{texts.accessToken}</dt>
          <dd>
            {account.accessEndsAtMs === undefined ? texts.noEnd : <EndTime timeMs={account.accessEndsAtMs} />}
          </dd>
        </div>
        <div>
          <dt>{texts.refreshed}</dt>
          <dd>
            {account.refreshedAtMs === undefined ? (
              texts.never
            ) : (
              <RelativeTime timeMs={account.refreshedAtMs} />
            )}
          </dd>
        </div>
        <div>
          <dt>{texts.connected}</dt>
          <dd>
            <RelativeTime timeMs={account.connectedAtMs} />
          </dd>
        </div>
      </dl>
      <dl>
        <div className={styles.scopes}>
          <dt>{texts.scopes}</dt>
          <dd className={styles.chips}>
            {account.scopesGranted.length === 0 ? texts.noScopes : null}
            {account.scopesGranted.map((scope) => (
              <Chip key={scope}>
                <ForeignText>{scope}</ForeignText>
              </Chip>
            ))}
            {notGranted.map((scope) => (
              <Chip key={scope} tone="warn">
                <ForeignText>{`${scope}: ${texts.notGranted}`}</ForeignText>
              </Chip>
            ))}
          </dd>
        </div>
      </dl>
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <Icon name="alert" />
          {warning}
        </p>
      ))}
    </div>
  )
}
