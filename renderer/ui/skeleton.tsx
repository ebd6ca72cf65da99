import styles from './skeleton.module.css'

/** A quiet placeholder, a line high unless told; it appears only after 300 ms. Its container carries the label. */
export function Skeleton({ width, height = '12px' }: { width: string; height?: string }) {
  return <span className={styles.line} style={{ width, height }} />
}
