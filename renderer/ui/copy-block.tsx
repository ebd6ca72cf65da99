import styles from './copy-block.module.css'
import { CopyButton } from './copy-button.tsx'

/** Lines to copy into another program, such as a terminal, whole and as they are. */
export function CopyBlock(props: { text: string; label: string; onCopy: () => Promise<boolean> }) {
  return (
    <div className={styles.block}>
      <pre className={styles.text}>{props.text}</pre>
      <CopyButton label={props.label} onCopy={props.onCopy} />
    </div>
  )
}
