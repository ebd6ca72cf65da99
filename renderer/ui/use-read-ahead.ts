import { useEffect } from 'react'

/**
 * Reads components in ahead of their use, once there is time for it and `isTime` is true: main serves their files, and
 * asked for sooner they would hold up what the first screen shows. `components` is one list that never changes.
 */
export function useReadAhead(
  isTime: boolean,
  components: ReadonlyArray<{ readonly load: () => Promise<unknown> }>,
): void {
  useEffect(() => {
    if (!isTime) return
    const idle = requestIdleCallback(() => void Promise.all(components.map(({ load }) => load())))
    return () => cancelIdleCallback(idle)
  }, [isTime, components])
}
