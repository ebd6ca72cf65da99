import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { ForeignText } from './foreign-text.tsx'
import styles from './screen.module.css'

/** What the shell puts into every screen: buttons at the end of the toolbar, banners over the content. */
export interface ScreenSlots {
  readonly toolbarEnd?: ReactNode
  readonly banner?: ReactNode
  /** False for the first screen after the start, which must not take the focus. */
  readonly shouldTakeFocus: boolean
}

/** What the shell gives to the screen in it. */
export const ScreenSlotsContext = createContext<ScreenSlots>({ shouldTakeFocus: false })

export interface ScreenProps {
  title: string
  subtitle?: string | undefined
  /** A state beside the title, such as a chip. */
  status?: ReactNode
  /** Buttons of this screen; one of them at most is primary. */
  actions?: ReactNode
  /** `page`: a centred column that scrolls. `full`: the content fills the window and scrolls by itself. */
  layout?: 'page' | 'full'
  children: ReactNode
}

/**
 * The frame of a screen: the toolbar with its heading, banners, the main landmark. When it opens, the focus goes to the
 * heading, so that keyboard and screen reader begin there.
 */
export function Screen({ title, subtitle, status, actions, layout = 'page', children }: ScreenProps) {
  const slots = useContext(ScreenSlotsContext)
  const heading = useRef<HTMLHeadingElement>(null)
  const shouldTakeFocus = useRef(slots.shouldTakeFocus)
  useEffect(() => {
    if (shouldTakeFocus.current) heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className={styles.screen}>
      <header className={styles.bar} data-pane="toolbar">
        <div className={styles.titles}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            <ForeignText isCut>{title}</ForeignText>
          </h1>
          {subtitle ? (
            <span className={styles.subtitle}>
              <ForeignText isCut>{subtitle}</ForeignText>
            </span>
          ) : null}
          {status ? <span className={styles.status}>{status}</span> : null}
        </div>
        <div className={styles.actions}>
          {slots.toolbarEnd}
          {actions}
        </div>
      </header>
      {slots.banner}
      <main className={layout === 'page' ? styles.page : styles.full} data-pane="content">
        {layout === 'page' ? <div className={styles.column}>{children}</div> : children}
      </main>
    </div>
  )
}
