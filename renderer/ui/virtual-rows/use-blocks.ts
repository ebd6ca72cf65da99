import { useCallback, useEffect, useRef, useState } from 'react'

const blockItems = 100
/** Blocks kept; those used last stay. */
const maxBlocks = 60

interface Block<Item> {
  readonly items: readonly Item[]
  readonly version: string
}

/**
 * Items that are fetched in blocks as they come into view. A new `version` fetches what is in view anew while the old is
 * still shown; a new `source` forgets everything.
 */
export function useBlocks<Item>(
  source: string,
  version: string,
  load: (from: number, to: number, signal: AbortSignal) => Promise<readonly Item[]>,
  from: number,
  to: number,
): (index: number) => Item | undefined {
  const blocks = useRef(new Map<number, Block<Item>>())
  const known = useRef(source)
  const [, redraw] = useState(0)
  const latest = useRef(load)
  latest.current = load
  if (known.current !== source) {
    known.current = source
    blocks.current = new Map()
  }

  const first = Math.floor(from / blockItems)
  const last = Math.floor(Math.max(from, to - 1) / blockItems)
  useEffect(() => {
    const abort = new AbortController()
    const cache = blocks.current
    const fetchBlock = async (number: number) => {
      const at = number * blockItems
      try {
        const items = await latest.current(at, at + blockItems, abort.signal)
        if (abort.signal.aborted) return
        cache.delete(number)
        cache.set(number, { items, version: `${source} ${version}` })
        for (const old of [...cache.keys()].slice(0, -maxBlocks)) cache.delete(old)
        redraw((count) => count + 1)
      } catch {
        // Given up, or the body is gone: the rows stay empty.
      }
    }
    for (let number = first; number <= last; number++) {
      if (cache.get(number)?.version !== `${source} ${version}`) void fetchBlock(number)
    }
    return () => abort.abort()
  }, [source, version, first, last])

  return useCallback(
    (index: number) => blocks.current.get(Math.floor(index / blockItems))?.items[index % blockItems],
    [],
  )
}
