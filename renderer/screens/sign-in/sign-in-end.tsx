import type { SignInView } from '../../../contract/models.ts'
import { selectAccount, selectSetup } from '../../state/selectors.ts'
import { useActions, useMirror, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import styles from './sign-in-screen.module.css'
import { texts } from './texts.ts'

/** How a sign-in ended, with what comes next. */
export function SignInEnd({ signIn }: { signIn: SignInView }) {
  const actions = useActions()
  const [tryAgain, isStarting] = usePending(() => actions.connectAgain(signIn))
  const again = (
    <Button kind="primary" icon="refresh" isPending={isStarting} onPress={tryAgain}>
      {texts.tryAgain}
    </Button>
  )
  // The demo's setup is made by Keyfold itself.
  const canEdit = useMirror((state) => selectSetup(state, signIn.setupId)?.kind === 'custom')
  const isAccountThere = useMirror(
    (state) => signIn.accountId !== undefined && selectAccount(state, signIn.accountId) !== undefined,
  )
  const edit = canEdit ? (
    <Button icon="edit" onPress={() => actions.goTo({ screen: 'setups', setupId: signIn.setupId })}>
      {texts.editSetup}
    </Button>
  ) : null
  const back = (
    <Button kind="quiet" onPress={() => actions.goTo({ screen: 'accounts' })}>
      {texts.backToAccounts}
    </Button>
  )

  if (signIn.phase === 'done') return <SignInDone signIn={signIn} />
  if (signIn.phase === 'failed' && signIn.problem) {
    return (
      <>
        <h2 className={styles.headline}>{texts.failed}</h2>
        <div role="alert">
          <ProblemCard problem={signIn.problem} headingLevel={3} onCopy={actions.copyText}>
            {again}
            {edit}
          </ProblemCard>
        </div>
        {isAccountThere ? <p className={styles.lead}>{texts.accountAsBefore}</p> : null}
      </>
    )
  }
  return (
    <>
      <div>
        <h2 className={styles.headline}>{signIn.phase === 'failed' ? texts.failed : texts.cancelled}</h2>
        <p className={styles.lead}>
          {isAccountThere ? `${texts.cancelledText} ${texts.accountAsBefore}` : texts.cancelledText}
        </p>
      </div>
      <div className={styles.actions}>
        {again}
        {edit}
        {back}
      </div>
    </>
  )
}

function SignInDone({ signIn }: { signIn: SignInView }) {
  const actions = useActions()
  const accountId = signIn.connectedAccountId
  const account = useMirror((state) => (accountId ? selectAccount(state, accountId) : undefined))
  return (
    <>
      <div>
        <h2 className={styles.headline}>{texts.done}</h2>
        <p className={styles.lead}>
          {account ? (
            <>
              {texts.signedInAs}
              <strong>
                <ForeignText>{account.label}</ForeignText>
              </strong>
              {'. '}
            </>
          ) : null}
          {signIn.hasReplaced
            ? texts.doneReplaced
            : account?.keptIn === 'memory'
              ? texts.doneInMemory
              : texts.doneText}
        </p>
      </div>
      <div className={styles.actions}>
        {accountId ? (
          <Button
            kind="primary"
            icon="browse"
            autoFocus
            onPress={() => actions.goTo({ screen: 'explorer', accountId })}
          >
            {texts.browse}
          </Button>
        ) : null}
        <Button kind="quiet" onPress={() => actions.goTo({ screen: 'accounts' })}>
          {texts.backToAccounts}
        </Button>
      </div>
    </>
  )
}
