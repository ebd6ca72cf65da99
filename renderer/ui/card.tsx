import { type ReactNode, useId } from 'react'
import styles from './card.module.css'
import { classNames } from './class-names.ts'

/** A sheet that groups what belongs together. */
export function Card({ children, isPadded = false }: { children: ReactNode; isPadded?: boolean }) {
  return <div className={classNames(styles.card, isPadded && styles.padded)}>{children}</div>
}

/** A card under a quiet heading. */
export function CardGroup({
  title,
  children,
  hasRows = false,
}: {
  title: string
  children: ReactNode
  hasRows?: boolean
}) {
  const id = useId()
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h2 id={id} className={styles.caption}>
        {title}
      </h2>
      <div className={classNames(styles.card, hasRows ? styles.rows : styles.padded)}>{children}</div>
    </section>
  )
}
