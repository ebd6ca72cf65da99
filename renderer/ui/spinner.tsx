import styles from './spinner.module.css'

/** A spinner that appears only after 300 ms, so that what is quick does not flicker. Say in words beside it what is awaited. */
export function Spinner() {
  return (
    <svg className={styles.spinner} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" className={styles.track} />
      <path d="M8 2a6 6 0 0 1 6 6" />
    </svg>
  )
}
