import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'accent'

/** A short word in a pill: a state, a count, a scope. */
export function Chip({
  children,
  tone = 'neutral',
  icon,
}: {
  children: ReactNode
  tone?: Tone
  icon?: IconName | undefined
}) {
  return (
    <span className={classNames(styles.chip, styles[tone])}>
      {icon ? <Icon name={icon} /> : null}
      <span className={styles.text}>{children}</span>
    </span>
  )
}
