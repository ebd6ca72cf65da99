import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

/** Chromium cuts elements at 33,554,428 device pixels; half of it leaves room for zoom. */
const maxHeightPx = 16_000_000
const overscanRows = 6

/** The rows in view and where they stand. */
export interface VirtualRows {
  /** Rows [from, to) are to be drawn. */
  readonly from: number
  readonly to: number
  /** Rows that are in view without being cut. */
  readonly pageRows: number
  /** Height of the element that holds the rows, in px. */
  readonly heightPx: number
  /** Where a row stands in that element, in px. */
  offsetOf(index: number): number
  /** Scrolls as little as is needed to bring a row into view. */
  scrollTo(index: number): void
}

/** Where the rows stand for a place of the scroll bar; pure, for all that is measured. */
export function placeRows(count: number, rowHeightPx: number, viewPx: number, scrollTopPx: number) {
  const fullPx = count * rowHeightPx
  const heightPx = Math.min(fullPx, maxHeightPx)
  // Past the limit one pixel of the scroll bar stands for several of the rows.
  const scale = fullPx <= maxHeightPx ? 1 : (fullPx - viewPx) / (heightPx - viewPx)
  const topPx = scrollTopPx * scale
  const first = Math.floor(topPx / rowHeightPx)
  const from = Math.max(0, Math.min(first - overscanRows, count))
  const to = Math.max(from, Math.min(count, Math.ceil((topPx + viewPx) / rowHeightPx) + overscanRows))
  return { from, to, heightPx, scale, topPx }
}

/**
 * Which rows of one height are in view inside a box that scrolls. Everything is arithmetic on the scroll position: no
 * memory or time goes with the number of rows, which may be ten million and grow ten times a second (TanStack's
 * virtualizer walks all rows at each change of their number).
 *
 * `headerPx` is the height of what stays on top of the rows.
 */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeightPx: number,
  headerPx = 0,
): VirtualRows {
  const [view, setView] = useState({ scrollTopPx: 0, viewPx: 600 })

  useLayoutEffect(() => {
    const box = scroller.current
    if (box === null) return
    const measure = () => {
      const next = { scrollTopPx: box.scrollTop, viewPx: Math.max(0, box.clientHeight - headerPx) }
      setView((now) => (now.scrollTopPx === next.scrollTopPx && now.viewPx === next.viewPx ? now : next))
    }
    measure()
    box.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => {
      box.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [scroller, headerPx])

  const { scrollTopPx, viewPx } = view
  const { from, to, heightPx, scale, topPx } = placeRows(count, rowHeightPx, viewPx, scrollTopPx)

  const scrollTo = useCallback(
    (index: number) => {
      const box = scroller.current
      if (box === null) return
      const shownPx = Math.max(0, box.clientHeight - headerPx)
      const placed = placeRows(count, rowHeightPx, shownPx, box.scrollTop)
      const rowTopPx = index * rowHeightPx
      if (rowTopPx < placed.topPx) box.scrollTop = rowTopPx / placed.scale
      else if (rowTopPx + rowHeightPx > placed.topPx + shownPx) {
        box.scrollTop = (rowTopPx + rowHeightPx - shownPx) / placed.scale
      }
    },
    [scroller, count, rowHeightPx, headerPx],
  )

  return {
    from,
    to,
    heightPx,
    pageRows: Math.max(1, Math.floor(viewPx / rowHeightPx) - 1),
    offsetOf: (index) => (scale === 1 ? index * rowHeightPx : index * rowHeightPx - topPx + scrollTopPx),
    scrollTo,
  }
}
