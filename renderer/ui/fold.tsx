import { type ReactNode, useState } from 'react'
import styles from './fold.module.css'
import { Icon } from './icon.tsx'

export interface FoldProps {
  title: string
  /** A few quiet words behind the title, such as what is in there. */
  note?: string | undefined
  /** Holds it open: something in it needs to be seen. */
  isForcedOpen?: boolean
  isOpenAtFirst?: boolean
  children: ReactNode
}

/** A part that most people do not need, behind its title. */
export function Fold({ title, note, isForcedOpen = false, isOpenAtFirst = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  return (
    <details
      className={styles.fold}
      open={isOpen || isForcedOpen}
      onToggle={(event) => {
        // Of this part, not of one that is folded inside it.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open)
      }}
    >
      <summary className={styles.summary}>
        <Icon name="chevronRight" />
        {title}
        {note ? <span className={styles.note}>{note}</span> : null}
      </summary>
      <div className={styles.content}>{children}</div>
    </details>
  )
}
