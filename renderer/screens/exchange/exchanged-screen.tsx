import type { CallResult } from '../../../contract/ipc.ts'
import { accountActionLabels } from '../../state/account-state.ts'
import { useAccount, useActions } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Screen } from '../../ui/screen.tsx'
import styles from './exchange-screen.module.css'
import { texts } from './texts.ts'

/** What came of an exchange: the new account, without its token. */
export function ExchangedScreen(props: {
  result: CallResult<'account.exchange'>
  /** Absent where the account that it came from is gone. */
  onAgain: (() => void) | undefined
}) {
  const { result, onAgain } = props
  const { accountId, issuedType } = result
  const actions = useActions()
  const account = useAccount(accountId)
  const scopes = account?.scopesGranted ?? []
  return (
    <Screen
      title={texts.title}
      subtitle={account?.name}
      actions={
        <Button kind="quiet" onPress={() => actions.goTo({ screen: 'accounts' })}>
          {texts.accounts}
        </Button>
      }
    >
      <div role="status">
        <CardGroup title={texts.done}>
          <div className={styles.done}>
            <p>{texts.doneText}</p>
            <KeyValues>
              <KeyValue label={texts.account}>
                <ForeignText>{account?.label ?? texts.goneTitle}</ForeignText>
              </KeyValue>
              <KeyValue label={texts.issued}>
                {issuedType === undefined ? texts.notSaid : texts.issuedTypes[issuedType]}
              </KeyValue>
              <KeyValue label={texts.ends}>
                {account?.accessEndsAtMs === undefined ? (
                  texts.noEnd
                ) : (
                  <RelativeTime timeMs={account.accessEndsAtMs} />
                )}
              </KeyValue>
              <KeyValue label={texts.granted}>
                <span className={styles.chips}>
                  {scopes.length === 0 ? texts.noScopes : null}
                  {scopes.map((scope) => (
                    <Chip key={scope}>
                      <ForeignText>{scope}</ForeignText>
                    </Chip>
                  ))}
                </span>
              </KeyValue>
            </KeyValues>
            <div className={styles.actions}>
              <Button icon="browse" onPress={() => actions.goTo({ screen: 'explorer', accountId })}>
                {accountActionLabels.browse}
              </Button>
              {onAgain ? (
                <Button kind="quiet" onPress={onAgain}>
                  {texts.again}
                </Button>
              ) : null}
            </div>
          </div>
        </CardGroup>
      </div>
    </Screen>
  )
}
