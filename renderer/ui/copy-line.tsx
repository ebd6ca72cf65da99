import { CopyButton } from './copy-button.tsx'
import styles from './copy-line.module.css'

/** One line to copy into another program, whole. */
export function CopyLine(props: { text: string; label: string; onCopy: () => Promise<boolean> }) {
  return (
    <div className={styles.line}>
      <span className={styles.text}>{props.text}</span>
      <CopyButton label={props.label} onCopy={props.onCopy} />
    </div>
  )
}
