import { isLoopbackHost } from '../local-hosts.ts'

/** Why an address is not opened in the browser or not called. */
export type UrlRefusal =
  | 'not a URL'
  | 'control characters'
  | 'starts like a command-line option'
  | 'scheme'
  | 'user name or password in the URL'
  | 'no host'
  | 'too long'

/** The parsed URL, or why the address is refused. */
export type UrlCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly refusal: UrlRefusal }

const longest = 16_384

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const unprintable = /[\u0000-\u0020\u007f-\u009f\u2028\u2029]/

/**
 * The one check of an address before it is handed to the system's browser or called: https, or http on loopback;
 * no user information, no white space or control characters, nothing that a launcher could read as an option.
 *
 * What it returns is the parsed URL; open its `href`, not the text that came in.
 */
export function checkOutsideUrl(text: string): UrlCheck {
  if (text.length > longest) return { ok: false, refusal: 'too long' }
  // The URL parser drops tabs and line breaks silently, so they are refused before it sees them.
  if (unprintable.test(text)) return { ok: false, refusal: 'control characters' }
  if (text.startsWith('-')) return { ok: false, refusal: 'starts like a command-line option' }
  if (!URL.canParse(text)) return { ok: false, refusal: 'not a URL' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, refusal: 'scheme' }
  // `https:example.test` and `https:\\example.test` parse, and are read differently elsewhere.
  if (!/^https?:\/\/[^/\\]/i.test(text)) return { ok: false, refusal: 'no host' }
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(text)) {
    return { ok: false, refusal: 'user name or password in the URL' }
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) return { ok: false, refusal: 'scheme' }
  return { ok: true, url }
}
