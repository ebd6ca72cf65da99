import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { findInterfaceFile, interfaceScheme } from './interface-path.ts'

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

/** Serves the built interface from `root`, read through `fs` so that the files may stand inside the asar. */
export function serveInterface(root: string): void {
  protocol.handle(interfaceScheme, async (request) => {
    if (request.method !== 'GET') return refuse(405)
    const file = findInterfaceFile(request.url, root)
    if (file === undefined) return refuse(404)
    try {
      const bytes = await readFile(file.path)
      return new Response(bytes, { headers: { ...commonHeaders, 'content-type': file.mediaType } })
    } catch {
      return refuse(404)
    }
  })
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: commonHeaders })
}
