import { extname, join } from 'node:path'

/** The scheme and host under which the interface is served: `app://keyfold/`. */
export const interfaceScheme = 'app'
const interfaceHost = 'keyfold'
/** The one page of the interface. */
export const interfaceUrl = `${interfaceScheme}://${interfaceHost}/index.html`

/** What the build writes; a file of any other kind is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Names of letters, digits, `-`, `_` and `.`, none beginning with a dot: no `..`, no `%`, no `\`, no drive. */
const plainPath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/

/** A file of the build and how it is served. */
export interface InterfaceFile {
  readonly path: string
  readonly mediaType: string
}

/**
 * Finds the file behind an address of the interface, by allow-list: anything but a plain path on
 * `app://keyfold` with a known extension is undefined. The address is read as sent, so that an encoded
 * or a relative path is refused even where a URL parser would have resolved it.
 */
export function findInterfaceFile(address: string, root: string): InterfaceFile | undefined {
  const prefix = `${interfaceScheme}://${interfaceHost}`
  if (!address.startsWith(`${prefix}/`)) return undefined
  const [path = ''] = address.slice(prefix.length).split(/[?#]/, 1)
  if (!plainPath.test(path)) return undefined
  const mediaType = mediaTypes[extname(path)]
  return mediaType === undefined ? undefined : { path: join(root, path), mediaType }
}

/** The files that the head of the built page names, relative to it: its scripts and style sheets. */
export function listNamedFiles(html: string): readonly string[] {
  return [...html.matchAll(/ (?:src|href)="\.\/([^"]+)"/g)].flatMap(([, name]) => (name ? [name] : []))
}

/** True for an address of the interface itself, whatever the path. */
export function isInterfaceUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === `${interfaceScheme}:` && url.host === interfaceHost && url.username === ''
}
