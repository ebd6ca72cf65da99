import type { AccountView } from '../../../contract/models.ts'
import { accountStateDots, accountStateLabels, accountStateTones } from '../../state/account-state.ts'
import { Chip } from '../../ui/chip.tsx'
import { EndTime } from '../../ui/relative-time.tsx'
import { useNow } from '../../ui/use-now.ts'

/** Beside the account's name: when its access token ends, or the state that it is in instead. */
export function TokenChip({ account }: { account: AccountView }) {
  const nowMs = useNow()
  if (account.state !== 'connected') {
    return (
      <Chip tone={accountStateTones[account.state]} dot={accountStateDots[account.state]}>
        {accountStateLabels[account.state]}
      </Chip>
    )
  }
  if (account.accessEndsAtMs === undefined) return null
  return (
    <Chip tone={account.accessEndsAtMs > nowMs ? 'ok' : 'neutral'} icon="clock">
      token <EndTime timeMs={account.accessEndsAtMs} />
    </Chip>
  )
}
