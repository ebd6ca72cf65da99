import type { AccountView } from '../../../contract/models.ts'
import { useGrowingList } from '../../ui/use-growing-list.ts'
import { AccountCard } from './account-card.tsx'
import styles from './accounts-screen.module.css'

/** Every account's card, in main's order; drawn as they come into view. */
export function AccountList({ accounts }: { accounts: readonly AccountView[] }) {
  const { shown, end } = useGrowingList(accounts)
  return (
    <ul className={styles.list}>
      {shown.map((account, index) => (
        <li key={account.id} aria-setsize={accounts.length} aria-posinset={index + 1}>
          <AccountCard account={account} />
        </li>
      ))}
      {end ? <li ref={end} aria-hidden="true" /> : null}
    </ul>
  )
}
