import type { ResponseHead } from '../../contract/models.ts'

/** Where a response stands among its pages, from 1; `of` where the last one is known. */
export interface PagePlace {
  readonly page: number
  readonly of?: number
}

function readNumber(url: string | undefined, name: string): number | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const text = new URL(url).searchParams.get(name)
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/**
 * The page's number, by the `page` parameter of the request's address and its links; by `offset` and `limit` where those
 * are used. Undefined where the API tells nothing of pages.
 */
export function findPagePlace(
  head: Pick<ResponseHead, 'url' | 'links' | 'totalCount'>,
): PagePlace | undefined {
  const { links } = head
  if (links.next === undefined && links.prev === undefined) return undefined
  const next = readNumber(links.next, 'page')
  const prev = readNumber(links.prev, 'page')
  const page = readNumber(head.url, 'page') ?? (next === undefined ? prev && prev + 1 : next - 1)
  if (page !== undefined && page >= 1) {
    const last = links.next === undefined ? page : readNumber(links.last, 'page')
    return last === undefined ? { page } : { page, of: last }
  }
  const limit = readNumber(head.url, 'limit') ?? readNumber(links.next ?? links.prev, 'limit')
  if (limit === undefined || limit === 0) return undefined
  const place = Math.floor((readNumber(head.url, 'offset') ?? 0) / limit) + 1
  return head.totalCount === undefined
    ? { page: place }
    : { page: place, of: Math.ceil(head.totalCount / limit) }
}
