import { useEffect, useState } from 'react'
import type { BodyClient } from '../../state/responses.ts'

/** How a value is named in the two usual notations. */
export interface ValuePath {
  /** RFC 9535, such as `$.items[0].sku`. */
  readonly jsonPath: string
  /** RFC 6901, such as `/items/0/sku`. */
  readonly pointer: string
}

/** The path to a value, from the numbers of the children that lead to it; undefined until the worker has told. */
export function usePath(body: BodyClient, trail: readonly number[] | undefined): ValuePath | undefined {
  const [path, setPath] = useState<ValuePath>()
  const key = trail === undefined ? undefined : JSON.stringify(trail)
  useEffect(() => {
    if (key === undefined) {
      setPath(undefined)
      return
    }
    const abort = new AbortController()
    body.ask('path', { trail: JSON.parse(key) as number[] }, abort.signal).then(setPath, () => undefined)
    return () => abort.abort()
  }, [body, key])
  return path
}
