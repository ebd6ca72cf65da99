import { type ReactNode, useEffect, useState } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import styles from './notice-list.module.css'

/** A notice as it is drawn. */
export interface ShownNotice {
  readonly id: number
  readonly tone: 'ok' | 'warn' | 'bad'
  readonly title: string
  readonly text: ReactNode
  /** How long it stays, in ms; without it, until it is dismissed. */
  readonly staysMs?: number
}

/** Notices over the lower right corner of the window. They never take the focus; a pointer or the focus on one holds it. */
export function NoticeList({
  notices,
  onDismiss,
}: {
  notices: readonly ShownNotice[]
  onDismiss: (id: number) => void
}) {
  return (
    <section className={styles.region} aria-label="Notices">
      <ul className={styles.list} aria-live="polite" aria-relevant="additions">
        {notices.map((notice) => (
          <Notice key={notice.id} notice={notice} onDismiss={onDismiss} />
        ))}
      </ul>
    </section>
  )
}

function Notice({ notice, onDismiss }: { notice: ShownNotice; onDismiss: (id: number) => void }) {
  const [isHeld, setHeld] = useState(false)
  const { id, staysMs } = notice
  useEffect(() => {
    if (isHeld || staysMs === undefined) return
    const timer = setTimeout(() => onDismiss(id), staysMs)
    return () => clearTimeout(timer)
  }, [isHeld, staysMs, id, onDismiss])
  return (
    <li
      className={classNames(styles.notice, styles[notice.tone])}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={notice.tone === 'ok' ? 'check' : 'alert'} className={styles.icon} />
      <div className={styles.body}>
        <strong>{notice.title}</strong>
        <div className={styles.text}>{notice.text}</div>
      </div>
      <IconButton icon="close" label="Dismiss" onPress={() => onDismiss(id)} />
    </li>
  )
}
