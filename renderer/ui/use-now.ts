import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined
let nowMs = Date.now()

function tick(): void {
  nowMs = Date.now()
  for (const listener of listeners) listener()
  // The next full second: every text on the screen changes at once.
  timer = setTimeout(tick, 1_000 - (nowMs % 1_000))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) tick()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(timer)
    timer = undefined
  }
}

function readNow(): number {
  // Without a ticker the last value may be old.
  if (timer === undefined && Date.now() - nowMs > 1_000) nowMs = Date.now()
  return nowMs
}

/** The time in ms since 1970, renewed each second. Use it in the smallest component: only that one renders again. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow)
}
