import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'
import { ForeignText } from './foreign-text.tsx'
import { Icon } from './icon.tsx'
import styles from './problem-card.module.css'

/** What a problem card shows; the contract's Problem has this shape. */
export interface ShownProblem {
  readonly code: string
  readonly side: string
  readonly title: string
  readonly detail: string
  readonly nextStep: string
  readonly evidence: ReadonlyArray<{ readonly label: string; readonly value: string }>
}

const sides: Readonly<Record<string, string>> = {
  you: 'On your side',
  'this computer': 'On this computer',
  network: 'On the network',
  provider: 'At the provider',
  api: 'At the API',
  keyfold: 'In Keyfold',
}

/** From this length on a detail may be cut in the card; the whole then stands among the folded facts. */
const longDetail = 300

/** A problem as plain text, to paste into a message. */
function formatProblem(problem: ShownProblem): string {
  const facts = problem.evidence.map(({ label, value }) => `${label}: ${value}`)
  return [
    problem.title,
    problem.detail,
    `Next step: ${problem.nextStep}`,
    `Side: ${problem.side}`,
    `Code: ${problem.code}`,
    ...facts,
  ].join('\n')
}

export interface ProblemCardProps {
  problem: ShownProblem
  /** `problem`: something failed. `warning`: something goes on all the same. */
  tone?: 'problem' | 'warning'
  /** Puts the details on the clipboard. Without it there is no copy button. */
  onCopy?: (text: string) => Promise<boolean>
  /** Buttons for the next step. */
  children?: ReactNode
  headingLevel?: 2 | 3
  /** Smaller, inside another card. */
  isCompact?: boolean
}

/** A problem: what happened, whose side it is on, the next step; the details are folded. */
export function ProblemCard(props: ProblemCardProps) {
  const { problem, tone = 'problem', onCopy, children, headingLevel = 2, isCompact = false } = props
  const Heading = `h${headingLevel}` as const
  const titleId = useId()
  return (
    <section
      className={classNames(styles.card, styles[tone], isCompact && styles.compact)}
      aria-labelledby={titleId}
    >
      <span className={styles.icon}>
        <Icon name="alert" />
      </span>
      <div className={styles.body}>
        <Heading id={titleId} className={styles.title}>
          <ForeignText>{problem.title}</ForeignText>
        </Heading>
        <p className={styles.detail}>
          <ForeignText>{problem.detail}</ForeignText>
        </p>
        <p className={styles.next}>
          <Icon name="arrowRight" />
          <ForeignText>{problem.nextStep}</ForeignText>
        </p>
        <details className={styles.details}>
          <summary>
            <Icon name="chevronRight" />
            {sides[problem.side] ?? problem.side} · <code>{problem.code}</code>
          </summary>
          {problem.detail.length > longDetail ? (
            <p className={styles.whole}>
              <ForeignText>{problem.detail}</ForeignText>
            </p>
          ) : null}
          {problem.evidence.length > 0 ? (
            <dl className={styles.evidence}>
              {problem.evidence.map(({ label, value }) => (
                <div key={label}>
                  <dt>
                    <ForeignText>{label}</ForeignText>
                  </dt>
                  <dd>
                    <ForeignText isCode>{value}</ForeignText>
                  </dd>
                </div>
              ))}
            </dl>
          ) : (
            <p className={styles.none}>No further facts were seen.</p>
          )}
        </details>
        {children || onCopy ? (
          <div className={styles.actions}>
            {children}
            {onCopy ? (
              <CopyButton label="Copy details" onCopy={() => onCopy(formatProblem(problem))} />
            ) : null}
          </div>
        ) : null}
      </div>
    </section>
  )
}
