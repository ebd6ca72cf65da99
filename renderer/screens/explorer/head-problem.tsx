import type { ResponseHead } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import styles from './explorer.module.css'

export interface HeadProblemProps {
  head: ResponseHead
  onSignIn: () => void
  /** Asks the provider for scopes besides those that the account has. */
  onAskForScopes: (scopes: readonly string[]) => Promise<void>
}

/** What the API refused, above its answer, with the way to mend it: the scopes that it wants, or a new sign-in. */
export function HeadProblem({ head, onSignIn, onAskForScopes }: HeadProblemProps) {
  const actions = useActions()
  const { problem, missingScopes = [] } = head
  if (problem === undefined) return null
  return (
    <div className={styles.problemAbove}>
      <ProblemCard problem={problem} onCopy={actions.copyText}>
        {missingScopes.length > 0 ? (
          <AskForScopes scopes={missingScopes} onAsk={onAskForScopes} />
        ) : ['needs_sign_in', 'token_not_accepted', 'insufficient_scope'].includes(problem.code) ? (
          <Button icon="signIn" onPress={onSignIn}>
            Sign in again
          </Button>
        ) : null}
      </ProblemCard>
    </div>
  )
}

interface AskForScopesProps {
  scopes: readonly string[]
  onAsk: HeadProblemProps['onAskForScopes']
}

/** A step-up: signs in again with the scopes that the API wants. Declined, the account stays as it is. */
function AskForScopes({ scopes, onAsk }: AskForScopesProps) {
  const [ask, isAsking] = usePending(() => onAsk(scopes))
  return (
    <Button icon="signIn" isPending={isAsking} onPress={ask}>
      Ask for {makeControlsVisible(scopes.join(', '))}
    </Button>
  )
}
