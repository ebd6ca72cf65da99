import styles from './skeleton.module.css'

/** A quiet placeholder line; it appears only after 300 ms. Its container carries `aria-busy` and a label. */
export function Skeleton({ width }: { width: string }) {
  return <span className={styles.line} style={{ width }} />
}
