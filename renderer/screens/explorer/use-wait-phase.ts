import { useEffect, useState } from 'react'

/** How a wait is shown: not at all under 300 ms, then by name, after 3 s with what can be done. */
export type WaitPhase = 'unseen' | 'named' | 'long'

/** The phase of a wait that began at `sinceMs` (ms since 1970); `unseen` where there is none. */
export function useWaitPhase(sinceMs: number | undefined): WaitPhase {
  const [phase, setPhase] = useState<WaitPhase>('unseen')
  useEffect(() => {
    setPhase('unseen')
    if (sinceMs === undefined) return
    const age = Date.now() - sinceMs
    const named = setTimeout(() => setPhase('named'), 300 - age)
    const long = setTimeout(() => setPhase('long'), 3_000 - age)
    return () => {
      clearTimeout(named)
      clearTimeout(long)
    }
  }, [sinceMs])
  return phase
}
