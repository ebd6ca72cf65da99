import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { type DotShape, StateDot } from './state-dot.tsx'

/** What a colour says. */
export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'accent'

export interface ChipProps {
  children: ReactNode
  tone?: Tone
  icon?: IconName | undefined
  /** A state's dot before the word. */
  dot?: DotShape
}

/** A short word in a pill: a state, a count, a scope. */
export function Chip({ children, tone = 'neutral', icon, dot }: ChipProps) {
  return (
    <span className={classNames(styles.chip, styles[tone])}>
      {icon ? <Icon name={icon} /> : null}
      {dot ? <StateDot shape={dot} /> : null}
      <span className={styles.text}>{children}</span>
    </span>
  )
}
