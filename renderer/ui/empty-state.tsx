import type { ReactNode } from 'react'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icon.tsx'

export interface EmptyStateProps {
  icon: IconName
  title: string
  /** What this place is for. */
  children: ReactNode
  /** The one action, and at most one beside it. */
  actions?: ReactNode
  /** Small print under the actions. */
  note?: string
}

/** A place with nothing in it yet: what it is for, and its one action. */
export function EmptyState({ icon, title, children, actions, note }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.badge}>
        <Icon name={icon} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{children}</div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
      {note ? <p className={styles.note}>{note}</p> : null}
    </div>
  )
}
