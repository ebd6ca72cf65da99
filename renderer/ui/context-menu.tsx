import { type ReactNode, useRef } from 'react'
import { Menu as AriaMenu } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { classNames } from './class-names.ts'
import type { MenuPlace } from './menu-place.ts'
import styles from './popover.module.css'

export interface ContextMenuProps {
  place: MenuPlace
  /** What it is about, for screen readers. */
  label: string
  /** Items of ./menu.tsx. */
  children: ReactNode
  onClose: () => void
}

/** The menu of what was right-clicked. It is open while it is rendered; the focus goes back to where it was. */
export function ContextMenu({ place, label, children, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span
        ref={anchor}
        className={styles.anchor}
        style={{ left: place.x, top: place.y }}
        aria-hidden="true"
      />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose()
        }}
        className={classNames(styles.popover)}
        placement="bottom start"
        offset={0}
        aria-label={label}
      >
        <AriaMenu className={classNames(styles.list)} aria-label={label} autoFocus="first" onClose={onClose}>
          {children}
        </AriaMenu>
      </Popover>
    </>
  )
}
