import { useEffect } from 'react'
import { hasEnded } from '../../state/actions.ts'
import { selectSignIn } from '../../state/selectors.ts'
import { useActions, useMirror } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SignInEnd } from './sign-in-end.tsx'
import { SignInProgress } from './sign-in-progress.tsx'
import styles from './sign-in-screen.module.css'
import { StepList } from './step-list.tsx'
import { texts } from './texts.ts'

/** One sign-in: its steps as they go, the ways out of waiting, and how it ended. */
export function SignInScreen({ attemptId }: { attemptId: string }) {
  const actions = useActions()
  const signIn = useMirror((state) => selectSignIn(state, attemptId))
  const isRunning = signIn !== undefined && !hasEnded(signIn)

  useEffect(() => {
    if (!isRunning) return
    function onKeyDown(event: KeyboardEvent): void {
      // A dialog or the palette over the screen takes its own Escape.
      if (
        event.key !== 'Escape' ||
        event.defaultPrevented ||
        document.querySelector('[role=dialog], [role=alertdialog]')
      )
        return
      void actions.cancelSignIn(attemptId)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [isRunning, attemptId, actions])

  if (!signIn) {
    return (
      <Screen title={texts.title}>
        <EmptyState
          icon="key"
          title={texts.gone}
          actions={
            <Button kind="primary" onPress={() => actions.goTo({ screen: 'accounts' })}>
              {texts.backToAccounts}
            </Button>
          }
        >
          <p>{texts.goneText}</p>
        </EmptyState>
      </Screen>
    )
  }
  return (
    <Screen title={signIn.accountId ? texts.titleAgain : texts.title} subtitle={signIn.setupName}>
      <div className={styles.signIn}>
        {isRunning ? (
          <SignInProgress signIn={signIn} />
        ) : (
          <>
            <SignInEnd signIn={signIn} />
            <StepList signIn={signIn} />
          </>
        )}
      </div>
    </Screen>
  )
}
