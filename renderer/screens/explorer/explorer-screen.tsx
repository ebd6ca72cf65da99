import { useAccount } from '../../state/use-app-state.ts'
import { Screen } from '../../ui/screen.tsx'

/** Placeholder until the explorer lands. */
export function ExplorerScreen({ accountId }: { accountId: string }) {
  const account = useAccount(accountId)
  return (
    <Screen title={account?.name ?? 'Explorer'} subtitle={account?.label} layout="full">
      {null}
    </Screen>
  )
}
