import type { ReactNode } from 'react'
import styles from './lead.module.css'

/** What a screen is for, in a sentence or two above the rest of it. */
export function Lead({ children }: { children: ReactNode }) {
  return <p className={styles.lead}>{children}</p>
}
