import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react'
import styles from './split-pane.module.css'

export interface SplitPaneProps {
  /** The pane whose width is set. */
  side: ReactNode
  /** The landmark that the sized pane is, with its name; the divider belongs to it. */
  landmark: { as: 'nav' | 'aside'; label: string }
  children: ReactNode
  /** Where the sized pane stands. */
  sideAt: 'start' | 'end'
  /** The name of the divider, such as "Width of the sidebar". */
  label: string
  /** Widths in px. */
  width: number
  minWidth: number
  maxWidth: number
  onResize: (width: number) => void
  /** False hides the divider: the pane has its natural width. */
  isResizable?: boolean
}

const keyStepPx = 16

/** Two panes side by side with a divider that is dragged, or moved with the arrow keys, Home and End. */
export function SplitPane(props: SplitPaneProps) {
  const {
    side,
    landmark,
    children,
    sideAt,
    label,
    width,
    minWidth,
    maxWidth,
    onResize,
    isResizable = true,
  } = props
  const start = useRef<{ x: number; width: number } | undefined>(undefined)
  const direction = sideAt === 'start' ? 1 : -1
  const resize = (next: number) => onResize(Math.round(Math.min(maxWidth, Math.max(minWidth, next))))

  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: width - direction * keyStepPx,
      ArrowRight: width + direction * keyStepPx,
      Home: minWidth,
      End: maxWidth,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    resize(next)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) resize(start.current.width + direction * (event.clientX - start.current.x))
  }
  const divider = (
    // biome-ignore lint/a11y/useSemanticElements: a divider that is moved is the separator role with a value, no <hr>
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={minWidth}
      aria-valuemax={maxWidth}
      tabIndex={0}
      className={styles.divider}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined
      }}
      onDoubleClick={() => resize((minWidth + maxWidth) / 2)}
    />
  )
  const Landmark = landmark.as
  const sized = (
    <Landmark aria-label={landmark.label} className={styles.landmark}>
      {sideAt === 'end' && isResizable ? divider : null}
      <div className={styles.side} {...(isResizable ? { style: { width } } : {})}>
        {side}
      </div>
      {sideAt === 'start' && isResizable ? divider : null}
    </Landmark>
  )
  return (
    <div className={styles.split}>
      {sideAt === 'start' ? sized : null}
      <div className={styles.rest}>{children}</div>
      {sideAt === 'end' ? sized : null}
    </div>
  )
}
