import type { SetupView } from '../../contract/models.ts'

type Apis = SetupView['apis']

/** The whole address of what stands in the path field; an address that is whole already stays. */
export function joinAddress(baseUrl: string, path: string): string {
  const text = path.trim()
  if (/^https?:\/\//i.test(text) || baseUrl === '') return text
  if (text === '') return baseUrl
  return `${baseUrl.replace(/\/+$/, '')}${/^[/?]/.test(text) ? '' : '/'}${text}`
}

/** An address as the request line shows it: the API it belongs to, and the path. */
export function splitAddress(apis: Apis, url: string): { readonly apiIndex: number; readonly path: string } {
  let best = { apiIndex: 0, path: url, length: -1 }
  apis.forEach((api, apiIndex) => {
    const base = api.baseUrl.replace(/\/+$/, '')
    const rest = url.slice(base.length)
    if (!url.startsWith(base) || base.length <= best.length || !/^([/?#]|$)/.test(rest)) return
    best = { apiIndex, path: rest, length: base.length }
  })
  return { apiIndex: best.apiIndex, path: best.path }
}

/** Path and query of an address, to name it in few words. */
export function shortAddress(apis: Apis, url: string): string {
  return splitAddress(apis, url).path || '/'
}
