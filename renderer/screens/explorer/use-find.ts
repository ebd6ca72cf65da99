import { useCallback, useEffect, useRef, useState } from 'react'
import type { BodyClient } from '../../state/responses.ts'

/** Where a text was found; `none` where the response does not hold it. */
export type Found =
  | { readonly position: number; readonly trail: readonly number[]; readonly lineIndex: number }
  | 'none'
  | undefined

/** Finding a text in a body: one search at a time, a new one gives up the one before. */
export function useFind(body: BodyClient | undefined) {
  const [found, setFound] = useState<Found>()
  const finding = useRef<AbortController>(undefined)
  const forget = useCallback(() => setFound(undefined), [])

  /** Finds the first place at or after the byte `from`, and goes on at the beginning. An empty text finds nothing. */
  const find = async (text: string, from: number) => {
    finding.current?.abort()
    if (body === undefined || text.trim() === '') {
      setFound(undefined)
      return
    }
    const abort = new AbortController()
    finding.current = abort
    try {
      setFound((await body.ask('find', { text, from }, abort.signal)) ?? 'none')
    } catch {
      // Given up for the next text.
    }
  }
  useEffect(() => () => finding.current?.abort(), [])
  return { found, find, forget }
}
