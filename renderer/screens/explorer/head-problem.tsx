import type { AccountView, ResponseHead } from '../../../contract/models.ts'
import { regainLabel } from '../../state/account-state.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import styles from './explorer.module.css'

export interface HeadProblemProps {
  account: AccountView
  head: ResponseHead
}

/** What the API refused, above its answer, with the way to mend it: the scopes that it wants, or a new sign-in. */
export function HeadProblem({ account, head }: HeadProblemProps) {
  const actions = useActions()
  const { problem, missingScopes = [] } = head
  if (problem === undefined) return null
  return (
    <div className={styles.problemAbove}>
      <ProblemCard problem={problem} onCopy={actions.copyText}>
        {missingScopes.length > 0 ? (
          <AskForScopes account={account} scopes={missingScopes} />
        ) : ['needs_sign_in', 'token_not_accepted', 'insufficient_scope'].includes(problem.code) ? (
          <Button icon="signIn" onPress={() => void actions.regain(account)}>
            {regainLabel(account)}
          </Button>
        ) : null}
      </ProblemCard>
    </div>
  )
}

/** A step-up: signs in again with the scopes that the API wants. Declined, the account stays as it is. */
function AskForScopes({ account, scopes }: { account: AccountView; scopes: readonly string[] }) {
  const actions = useActions()
  const [ask, isAsking] = usePending(() => actions.askForScopes(account, scopes))
  return (
    <Button icon="signIn" isPending={isAsking} onPress={ask}>
      Ask for {makeControlsVisible(scopes.join(', '))}
    </Button>
  )
}
