import { type ReactNode, useEffect, useState } from 'react'

/** Shows its children once it has stood for a while: a way out of what should have ended by then. */
export function AfterDelay({ delayMs, children }: { delayMs: number; children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isOver ? children : null
}
