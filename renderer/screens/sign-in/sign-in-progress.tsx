import type { SignInView } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { DeviceCode } from './device-code.tsx'
import styles from './sign-in-screen.module.css'
import { StepList } from './step-list.tsx'
import { isPasted, texts } from './texts.ts'

/** A sign-in that goes on: what happens now, and always a way out. */
export function SignInProgress({ signIn }: { signIn: SignInView }) {
  const actions = useActions()
  const { attemptId, phase } = signIn
  const [openBrowser, isOpening] = usePending(() => actions.openBrowser(attemptId))
  const [paste, isPasting] = usePending(() => actions.pasteAddress(attemptId))
  const [cancel, isCancelling] = usePending(() => actions.cancelSignIn(attemptId))
  const isWaiting = phase === 'awaitingBrowser'
  if (phase === 'awaitingDevice' && signIn.device) {
    return (
      <>
        <DeviceCode device={signIn.device} attemptId={attemptId} />
        <StepList signIn={signIn} />
        <div className={styles.actions}>
          <Button shortcut="Esc" isPending={isCancelling} onPress={cancel}>
            {texts.cancel}
          </Button>
        </div>
      </>
    )
  }

  return (
    <>
      <Headline signIn={signIn} />
      {signIn.isBrowserInDoubt && isWaiting && !isPasted(signIn) ? (
        <p className={styles.doubt}>
          <Icon name="alert" />
          <span>
            <strong>{texts.doubt}</strong>
            <br />
            {texts.doubtText}
          </span>
        </p>
      ) : null}
      {signIn.pasteProblem ? (
        <div role="alert">
          <ProblemCard problem={signIn.pasteProblem} tone="warning" isCompact onCopy={actions.copyText} />
        </div>
      ) : null}
      <StepList signIn={signIn} />
      <div className={styles.ways}>
        <div className={styles.actions}>
          <Button icon="external" isDisabled={!isWaiting} isPending={isOpening} onPress={openBrowser}>
            {texts.openAgain}
          </Button>
          {isWaiting ? (
            <CopyButton label={texts.copyLink} onCopy={() => actions.copySignInLink(attemptId)} />
          ) : (
            <Button icon="copy" isDisabled>
              {texts.copyLink}
            </Button>
          )}
          <Button
            icon="paste"
            {...(isPasted(signIn) && { kind: 'primary' as const })}
            isDisabled={!isWaiting}
            isPending={isPasting}
            onPress={paste}
          >
            {texts.paste}
          </Button>
          <Button kind="quiet" shortcut="Esc" isPending={isCancelling} onPress={cancel}>
            {texts.cancel}
          </Button>
        </div>
        {isPasted(signIn) ? null : <p className={styles.hint}>{texts.pasteHint}</p>}
      </div>
    </>
  )
}

function Headline({ signIn }: { signIn: SignInView }) {
  if (signIn.phase === 'awaitingBrowser') {
    const isByHand = isPasted(signIn)
    return (
      <div>
        <h2 className={styles.headline}>{isByHand ? texts.waitingToPaste : texts.waiting}</h2>
        <p className={styles.lead}>
          {texts.opened}
          <strong>
            <ForeignText>{signIn.authorizationHost ?? texts.yourProvider}</ForeignText>
          </strong>
          {isByHand ? (
            <>
              {texts.inYourBrowserToPaste}
              <strong>
                <ForeignText>{new URL(signIn.redirectUri ?? '').host}</ForeignText>
              </strong>
              {texts.pasteThen}
            </>
          ) : (
            texts.inYourBrowser
          )}
        </p>
      </div>
    )
  }
  const isBefore = signIn.phase === 'discovering' || signIn.phase === 'listening'
  return (
    <div>
      <h2 className={styles.headline}>{isBefore ? texts.preparing : texts.finishing}</h2>
      <p className={styles.lead}>{isBefore ? texts.preparingText : texts.finishingText}</p>
    </div>
  )
}
