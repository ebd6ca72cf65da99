import type { ReactNode } from 'react'
import styles from './key-values.module.css'

/** Facts as a list of names and values. */
export function KeyValues({ children }: { children: ReactNode }) {
  return <dl className={styles.list}>{children}</dl>
}

/** One fact of {@link KeyValues}. */
export function KeyValue({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
