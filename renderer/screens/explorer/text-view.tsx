import { useEffect, useRef, useState } from 'react'
import type { BodyClient, BodyStatus } from '../../state/responses.ts'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatCount } from '../../ui/format.ts'
import { useBlocks } from '../../ui/virtual-rows/use-blocks.ts'
import { useVirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts'
import styles from './text-view.module.css'

const lineHeightPx = 20

export interface TextViewProps {
  bodyId: string
  body: BodyClient
  status: BodyStatus
  /** A line to bring into view and mark. */
  markedLine?: number | undefined
}

/** The body as text, exactly as sent; long lines continue on the next one, marked by an arrow. */
export function TextView({ bodyId, body, status, markedLine }: TextViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // Until the worker has counted them all, as many as would fit: the first lines ask for the count.
  const [known, setKnown] = useState(0)
  const count = Math.max(status.lineCount, known)
  const rows = useVirtualRows(scroller, count, lineHeightPx)
  const version = `${status.receivedBytes} ${status.isComplete}`
  const lineAt = useBlocks(
    bodyId,
    version,
    async (from, to, signal) => {
      const lines = await body.ask('lines', { from, to }, signal)
      setKnown((now) => Math.max(now, from + lines.length))
      return lines
    },
    rows.from,
    Math.max(rows.to, 1),
  )

  const { scrollTo } = rows
  const isReady = markedLine !== undefined && markedLine < count
  useEffect(() => {
    if (isReady && markedLine !== undefined) scrollTo(markedLine)
  }, [isReady, markedLine, scrollTo])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard
    <section ref={scroller} className={styles.text} aria-label="Text of the response" tabIndex={0}>
      <div className={styles.lines} style={{ height: rows.heightPx }}>
        {Array.from({ length: rows.to - rows.from }, (_, at) => {
          const index = rows.from + at
          const line = lineAt(index)
          return (
            <div
              key={index}
              className={styles.line}
              data-marked={index === markedLine ? '' : undefined}
              style={{ transform: `translateY(${rows.offsetOf(index)}px)` }}
            >
              <span className={styles.number} aria-hidden="true">
                {line === undefined ? '' : line.isContinued ? '↪' : formatCount(line.number)}
              </span>
              <bdi className={styles.content}>{line === undefined ? '' : makeControlsVisible(line.text)}</bdi>
            </div>
          )
        })}
      </div>
    </section>
  )
}
