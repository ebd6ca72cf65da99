import type { SignInStep, SignInView } from '../../../contract/models.ts'
import { hasEnded } from '../../state/actions.ts'
import { classNames } from '../../ui/class-names.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Countdown } from '../../ui/relative-time.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './step-list.module.css'
import { askForTokensTexts, isPasted, pastedListenTexts, type StepTexts, stepTexts, texts } from './texts.ts'

const stateWords: Record<SignInStep['state'], string> = {
  pending: 'to come',
  active: 'now',
  done: 'done',
  failed: 'failed',
  skipped: 'not needed',
}

/** The steps of a sign-in from top to bottom, each with what was seen and how long it took. */
export function StepList({ signIn }: { signIn: SignInView }) {
  return (
    <ol className={styles.steps} aria-label={texts.steps}>
      {listSteps(signIn).map((step) => (
        <Step key={step.name} step={step} signIn={signIn} />
      ))}
    </ol>
  )
}

/** Without the steps that this way of signing in does not have: passed over, or between code and tokens of a device. */
function listSteps({ steps, device, phase }: SignInView): readonly SignInStep[] {
  if (phase === 'done') return steps.filter(({ state }) => state !== 'skipped')
  const reached = steps.findLastIndex(({ state }) => state !== 'pending')
  return steps.filter(
    ({ name, state }, index) =>
      state !== 'pending' || (index > reached && !(device !== undefined && name === 'exchange')),
  )
}

/** A client that signs in for itself asks for tokens without a code: nobody was waited for. */
function textsOf({ name, state }: SignInStep, signIn: SignInView): StepTexts {
  if (name === 'listen' && isPasted(signIn)) return pastedListenTexts
  const wait = signIn.steps.find((step) => step.name === 'wait')
  const isWithoutCode = wait?.state === 'pending' || wait?.state === 'skipped'
  const isReached = state === 'active' || state === 'done' || state === 'failed'
  return name === 'exchange' && isReached && isWithoutCode ? askForTokensTexts : stepTexts[name]
}

function Step({ step, signIn }: { step: SignInStep; signIn: SignInView }) {
  const words = textsOf(step, signIn)
  const done = hasEnded(signIn) ? (words.over ?? words.done) : words.done
  const label = step.state === 'done' ? done : step.state === 'active' ? words.active : words.pending
  const isWaiting = step.state === 'active' && step.name === 'wait'
  return (
    <li
      className={classNames(styles.step, styles[step.state])}
      {...(step.state === 'active' ? { 'aria-current': 'step' } : {})}
    >
      <span className={styles.ring}>
        <StepSign step={step} />
      </span>
      <div className={styles.text}>
        <span className={styles.label}>{label}</span>
        <VisuallyHidden>, {stateWords[step.state]}</VisuallyHidden>
        {isWaiting && signIn.deadlineMs ? (
          <span className={styles.note}>
            <Countdown deadlineMs={signIn.deadlineMs} />
          </span>
        ) : step.note && step.state !== 'pending' ? (
          <span className={styles.note}>
            <ForeignText>{step.note}</ForeignText>
          </span>
        ) : null}
      </div>
      <span className={styles.time}>
        {step.durationMs !== undefined && step.state !== 'active' && step.state !== 'pending'
          ? formatDuration(step.durationMs)
          : step.state === 'skipped'
            ? stateWords.skipped
            : null}
      </span>
    </li>
  )
}

function StepSign({ step }: { step: SignInStep }) {
  if (step.state === 'done') return <Icon name="check" />
  if (step.state === 'failed') return <Icon name="close" />
  if (step.state !== 'active') return null
  // Waiting for the person is no work of the computer: nothing turns.
  return step.name === 'wait' ? <span className={styles.alive} /> : <Spinner />
}
