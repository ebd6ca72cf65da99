import styles from './key-hint.module.css'
import { formatShortcut } from './platform.ts'

/** A shortcut beside a label, as this system writes it. Hidden from screen readers, which get `aria-keyshortcuts`. */
export function KeyHint({ shortcut }: { shortcut: string }) {
  return (
    <span className={styles.hint} aria-hidden="true">
      {formatShortcut(shortcut)}
    </span>
  )
}
