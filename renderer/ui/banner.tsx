import type { ReactNode } from 'react'
import styles from './banner.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface BannerProps {
  tone: 'info' | 'warn' | 'bad'
  icon?: IconName
  title: string
  children: ReactNode
  /** What the person can do about it. */
  actions?: ReactNode
}

/** A state of the whole program that the person should know of, over the screen's content. */
export function Banner({ tone, icon = 'info', title, children, actions }: BannerProps) {
  return (
    <section className={classNames(styles.banner, styles[tone])} aria-label={title}>
      <Icon name={icon} className={styles.icon} />
      <div className={styles.text}>
        <strong>{title}</strong>
        <div>{children}</div>
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  )
}
