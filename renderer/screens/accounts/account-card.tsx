import { useId } from 'react'
import type { AccountView } from '../../../contract/models.ts'
import {
  accountActionLabels,
  accountStateDots,
  accountStateLabels,
  accountStateTones,
  isUsable,
  mayRefreshNow,
  regainLabel,
} from '../../state/account-state.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Tile } from '../../ui/tile.tsx'
import styles from './account-card.module.css'
import { AccountFacts } from './account-facts.tsx'
import { texts } from './texts.ts'

/** One account: who at which provider, its state, its facts, what can be done with it. */
export function AccountCard({ account }: { account: AccountView }) {
  const actions = useActions()
  const headingId = useId()
  const [regain, isStarting] = usePending(() => actions.regain(account))
  const needsSignIn = account.state === 'needsSignIn'
  const browse = () => actions.goTo({ screen: 'explorer', accountId: account.id })

  return (
    <Card>
      <article className={styles.account} aria-labelledby={headingId}>
        <header className={styles.head}>
          <Tile name={account.name} />
          <div className={styles.who}>
            <h2 id={headingId} className={styles.name}>
              <ForeignText isCut>{account.name}</ForeignText>
            </h2>
            <div className={styles.label}>
              <ForeignText isCut>{account.label}</ForeignText>
            </div>
          </div>
          <Chip tone={accountStateTones[account.state]} dot={accountStateDots[account.state]}>
            {accountStateLabels[account.state]}
          </Chip>
          <div className={styles.actions}>
            {needsSignIn ? (
              <Button icon="signIn" isPending={isStarting} onPress={regain}>
                {regainLabel(account)}
              </Button>
            ) : (
              <Button icon="browse" isDisabled={!isUsable(account)} onPress={browse}>
                {accountActionLabels.browse}
              </Button>
            )}
            <Menu
              label={texts.more}
              trigger={<IconButton icon="more" label={`${texts.more}: ${account.name}`} />}
            >
              {needsSignIn ? (
                <MenuItem icon="browse" onAction={browse}>
                  {accountActionLabels.browse}
                </MenuItem>
              ) : (
                <MenuItem icon="signIn" onAction={regain}>
                  {regainLabel(account)}
                </MenuItem>
              )}
              <MenuItem
                icon="refresh"
                isDisabled={!mayRefreshNow(account)}
                onAction={() => void actions.refreshAccount(account.id)}
              >
                {accountActionLabels.refresh}
              </MenuItem>
              <MenuItem
                icon="key"
                isDisabled={!isUsable(account)}
                onAction={() => actions.goTo({ screen: 'exchange', accountId: account.id })}
              >
                {`${accountActionLabels.exchange}…`}
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon="unplug" isDanger onAction={() => actions.askToDisconnect(account.id)}>
                {`${accountActionLabels.disconnect}…`}
              </MenuItem>
            </Menu>
          </div>
        </header>
        {account.problem ? (
          <div className={styles.inset}>
            <ProblemCard
              problem={account.problem}
              tone="warning"
              isCompact
              headingLevel={3}
              onCopy={actions.copyText}
            />
          </div>
        ) : null}
        <div className={styles.inset}>
          <AccountFacts account={account} />
        </div>
      </article>
    </Card>
  )
}
