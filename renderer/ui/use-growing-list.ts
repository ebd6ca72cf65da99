import { useEffect, useRef, useState } from 'react'

const stepRows = 20

/**
 * The first rows of a list of any length, and more of them as their end comes near: a thousand cards at once would hold
 * the window up for seconds. Put `end` on an empty element after the rows.
 */
export function useGrowingList<Item>(items: readonly Item[]) {
  const [limit, setLimit] = useState(stepRows * 2)
  const end = useRef<HTMLLIElement>(null)
  const isWhole = limit >= items.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: observed anew after each step, for the end may still be near
  useEffect(() => {
    const element = end.current
    if (!element || isWhole) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setLimit((now) => now + stepRows)
      },
      { scrollMargin: '800px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [limit, isWhole])
  return { shown: isWhole ? items : items.slice(0, limit), end: isWhole ? undefined : end }
}
