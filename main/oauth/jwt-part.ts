import { Buffer } from 'node:buffer'
import { isRecord } from './printable.ts'

/** A JWT's header (0) or payload (1) without any check; empty where it is no JWT. For what is checked elsewhere. */
export function readJwtPart(jwt: string, index: 0 | 1): Record<string, unknown> {
  try {
    const part: unknown = JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString())
    return isRecord(part) ? part : {}
  } catch {
    return {}
  }
}
