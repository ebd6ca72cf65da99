import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type ProtocolResponse, protocol } from 'electron'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { findInterfaceFile, interfaceScheme, listNamedFiles } from './interface-path.ts'

const commonHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/**
 * Declares `app://` (Electron security rule 18: no `file://`). Call it before the app is ready.
 *
 * `standard` and `secure` give the interface an origin of its own and a secure context. Left off on purpose:
 * `corsEnabled` (no other origin may ask for these files), `supportFetchAPI` (the interface fetches nothing),
 * `bypassCSP`, `allowServiceWorkers`, `stream`.
 */
export function registerInterfaceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: interfaceScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/**
 * Begins to read the page in `root` and the files that its head names: all that the first frame needs. Called before
 * Electron is ready, so that they are in memory when they are asked for.
 */
export function readFirstFiles(root: string): FirstFiles {
  const page = join(root, 'index.html')
  let html: Buffer
  try {
    html = readFileSync(page)
  } catch {
    return new Map()
  }
  const named = listNamedFiles(html.toString()).map((name) => join(root, name))
  return new Map([
    [page, Promise.resolve(html)],
    ...named.map((path) => [path, readOrNothing(path)] as const),
  ])
}

/** Files that are read already, by path; undefined where one could not be read. */
export type FirstFiles = Map<string, Promise<Buffer | undefined>>

/**
 * Serves the built interface from `root`, read through `fs` so that the files may stand inside the asar. What
 * {@link readFirstFiles} has read is served from memory, once.
 *
 * Not by `protocol.handle`: its first request loads Node's whole fetch, while the page waits (docs/adr/0010).
 */
export function serveInterface(root: string, first: FirstFiles): void {
  protocol.registerStreamProtocol(interfaceScheme, (request, answer) => {
    if (request.method !== 'GET') return answer(refusal(405))
    const file = findInterfaceFile(request.url, root)
    if (file === undefined) return answer(refusal(404))
    const bytes = first.get(file.path) ?? readOrNothing(file.path)
    first.delete(file.path)
    void bytes.then((data) =>
      answer(
        data
          ? { data: Readable.from([data]), headers: { ...commonHeaders, 'content-type': file.mediaType } }
          : refusal(404),
      ),
    )
  })
}

function readOrNothing(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined)
}

function refusal(statusCode: 404 | 405): ProtocolResponse {
  return { statusCode, data: Readable.from([]), headers: commonHeaders }
}
