import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Why an address is not opened in the browser or not called. */
export type UrlRefusal =
  | 'not a URL'
  | 'control characters'
  | 'starts like a command-line option'
  | 'scheme'
  | 'user name or password in the URL'
  | 'no host'
  | 'too long'

export type UrlCheck =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly refusal: UrlRefusal }

/** The longest address that Electron's `shell.openExternal` takes on Windows, in characters. */
export const windowsOpenLimit = 2_081
const longest = 16_384

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const unprintable = /[\u0000-\u0020\u007f-\u009f\u2028\u2029]/

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4')
}
privateAddresses.addAddress('::', 'ipv6')
privateAddresses.addSubnet('fc00::', 7, 'ipv6')
privateAddresses.addSubnet('fe80::', 10, 'ipv6')

const loopbackAddresses = new BlockList()
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4')
loopbackAddresses.addAddress('::1', 'ipv6')

/**
 * The one check of an address before it is handed to the system's browser or called: https, or http on loopback;
 * no user information, no white space or control characters, nothing that a launcher could read as an option.
 *
 * What it returns is the parsed URL; open its `href`, not the text that came in. On Windows, compare the length of
 * `href` with {@link windowsOpenLimit} before opening.
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

/** True for a host that is this computer by its name or literal: `localhost`, 127.0.0.0/8, `[::1]`. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || isListed(loopbackAddresses, hostname)
}

/** True for an IP literal of a private or link-local network; names are not looked up. */
export function isPrivateLiteral(hostname: string): boolean {
  return isListed(privateAddresses, hostname)
}

function isListed(list: BlockList, hostname: string): boolean {
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  if (isIPv4(address)) return list.check(address, 'ipv4')
  return isIPv6(address) && list.check(address, 'ipv6')
}
