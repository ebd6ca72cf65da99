import { useState } from 'react'
import type { PendingRevocation, SignOutView } from '../../../contract/models.ts'
import { useActions, usePending, useSlice } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Fold } from '../../ui/fold.tsx'
import { ForeignText, makeControlsVisible } from '../../ui/foreign-text.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Countdown, RelativeTime } from '../../ui/relative-time.tsx'
import styles from './ending-section.module.css'
import { texts } from './texts.ts'

/** What is left of disconnected accounts: tokens that are not revoked yet, and sign-outs in the browser. */
export function EndingSection() {
  const revocations = useSlice('pendingRevocations') ?? []
  const signOuts = useSlice('signOuts') ?? []
  if (revocations.length + signOuts.length === 0) return null
  const isDone = revocations.length === 0 && signOuts.every(({ phase }) => phase === 'signedOut')
  return (
    <CardGroup title={isDone ? texts.ended : texts.ending} hasRows>
      {signOuts.map((signOut) => (
        <SignOutRow key={signOut.id} signOut={signOut} />
      ))}
      {revocations.map((revocation) => (
        <RevocationRow key={revocation.id} revocation={revocation} />
      ))}
    </CardGroup>
  )
}

interface EndedAccount {
  readonly setupName: string
  readonly label: string
}

/** Which account it was, for screen readers. */
function nameEnded({ setupName, label }: EndedAccount): string {
  return `${makeControlsVisible(setupName)}, ${makeControlsVisible(label)}`
}

/** Which account it was. */
function Who({ setupName, label }: EndedAccount) {
  return (
    <div className={styles.who}>
      <ForeignText>{setupName}</ForeignText>
      <span className={styles.label}>
        <ForeignText>{label}</ForeignText>
      </span>
    </div>
  )
}

function RevocationRow({ revocation }: { revocation: PendingRevocation }) {
  const actions = useActions()
  const { id, setupName, label, sinceMs, isTrying, nextTryAtMs, lastProblem } = revocation
  const [isAsking, setAsking] = useState(false)
  const [retry, isRetrying] = usePending(() => actions.retryRevocation(revocation))
  const [giveUp, isGivingUp] = usePending(async () => {
    await actions.giveUpRevocation(id)
    setAsking(false)
  })
  return (
    <article className={styles.row} aria-label={nameEnded(revocation)}>
      <div>
        <Who setupName={setupName} label={label} />
        <p className={styles.state}>
          {isTrying ? (
            texts.revoking
          ) : (
            <>
              {texts.disconnected} <RelativeTime timeMs={sinceMs} />. {texts.nextTryOf}{' '}
              {nextTryAtMs === undefined ? texts.notTried : <Countdown deadlineMs={nextTryAtMs} />}
            </>
          )}
        </p>
      </div>
      <div className={styles.actions}>
        <Button isDisabled={isTrying && !isRetrying} isPending={isRetrying} onPress={retry}>
          {texts.retryNow}
        </Button>
        <Button kind="quiet" onPress={() => setAsking(true)}>
          {`${texts.giveUp}…`}
        </Button>
      </div>
      {lastProblem && !isTrying ? (
        <div className={styles.problem}>
          <Fold title={texts.lastTry} note={makeControlsVisible(lastProblem.title)}>
            <ProblemCard
              problem={lastProblem}
              tone="warning"
              isCompact
              headingLevel={3}
              onCopy={actions.copyText}
            />
          </Fold>
        </div>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.giveUpTitle(makeControlsVisible(setupName))}
        confirmLabel={texts.giveUp}
        isPending={isGivingUp}
        onConfirm={giveUp}
        onCancel={() => setAsking(false)}
      >
        <p>
          <bdi>{texts.giveUpText(makeControlsVisible(label))}</bdi>
        </p>
      </ConfirmDialog>
    </article>
  )
}

function SignOutRow({ signOut }: { signOut: SignOutView }) {
  const actions = useActions()
  const { id, setupName, label, phase, deadlineMs, problem } = signOut
  const [dismiss, isDismissing] = usePending(() => actions.dismissSignOut(id))
  const isWaiting = phase === 'waiting'
  return (
    <article className={styles.row} aria-label={nameEnded(signOut)}>
      <div>
        <Who setupName={setupName} label={label} />
        <p className={styles.state} role="status">
          {texts.signOuts[phase]}
          {isWaiting ? (
            <>
              {' ('}
              <Countdown deadlineMs={deadlineMs} />)
            </>
          ) : null}
        </p>
      </div>
      <div className={styles.actions}>
        <Button kind="quiet" isPending={isDismissing} onPress={dismiss}>
          {isWaiting ? texts.stopWaiting : texts.dismiss}
        </Button>
      </div>
      {problem ? (
        <div className={styles.problem}>
          <ProblemCard
            problem={problem}
            tone="warning"
            isCompact
            headingLevel={3}
            onCopy={actions.copyText}
          />
        </div>
      ) : null}
    </article>
  )
}
