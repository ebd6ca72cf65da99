import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './state-dot.module.css'

/** What a dot says by its shape, besides its colour: disc, half disc, triangle, square, ring. */
export type DotShape = 'on' | 'busy' | 'attention' | 'locked' | 'idle'

const shapes: Record<DotShape, ReactNode> = {
  on: <circle cx="7" cy="7" r="4.5" fill="currentColor" />,
  busy: (
    <>
      <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 2.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
    </>
  ),
  attention: <path d="M7 2l5.5 10h-11z" fill="currentColor" />,
  locked: <rect x="3" y="3" width="8" height="8" rx="1" fill="currentColor" />,
  idle: <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
}

/** The dot of a state. Its label always stands beside it in words. */
export function StateDot({ shape }: { shape: DotShape }) {
  return (
    <svg className={classNames(styles.dot, styles[shape])} viewBox="0 0 14 14" aria-hidden="true">
      {shapes[shape]}
    </svg>
  )
}
