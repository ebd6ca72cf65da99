import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** One way in which a secret may have been written. */
interface Form {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * Searches every file below a folder for secrets: raw, as UTF-16 (Chromium's storage), base64 and base64url at each
 * of the three alignments, URL-encoded, and hex. Gives a line for each find, which names the secret by its place in
 * the list only. The folders to skip are not looked into.
 */
export function findInFiles(
  folder: string,
  secrets: readonly string[],
  skip: readonly string[] = [],
): string[] {
  for (;;) {
    try {
      return filesBelow(folder, skip).flatMap((path) =>
        findInBytes(readFileSync(path), secrets).map((found) => `${relative(folder, path)}: ${found}`),
      )
    } catch (error) {
      // A program that runs has removed or renamed a file since it was listed: only a whole search counts.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

function filesBelow(folder: string, skip: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (skip.includes(path)) return []
    if (entry.isDirectory()) return filesBelow(path, skip)
    return entry.isFile() ? [path] : []
  })
}

/** Searches bytes as {@link findInFiles} does. */
export function findInBytes(bytes: Buffer, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret, index) =>
    formsOf(secret)
      .filter((form) => bytes.includes(form.bytes))
      .map((form) => `secret ${index + 1} ${form.name}`),
  )
}

/** The command lines of every process that may be read. */
export function readCommandLines(): Buffer {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`)
      } catch {
        return Buffer.alloc(0)
      }
    })
  return Buffer.concat(lines)
}

/** Every form that the search knows, to plant them. */
export function formsOf(secret: string): readonly Form[] {
  const raw = Buffer.from(secret)
  const urlEncoded = encodeURIComponent(secret)
  const percentEncoded = [...raw].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return [
    { name: 'raw', bytes: raw },
    { name: 'UTF-16', bytes: Buffer.from(secret, 'utf16le') },
    { name: 'hex', bytes: Buffer.from(raw.toString('hex')) },
    { name: 'HEX', bytes: Buffer.from(raw.toString('hex').toUpperCase()) },
    { name: 'URL-encoded', bytes: Buffer.from(percentEncoded) },
    ...(urlEncoded === secret ? [] : [{ name: 'URL-encoded', bytes: Buffer.from(urlEncoded) }]),
    ...[0, 1, 2].flatMap((offset) => [
      { name: `base64 at ${offset}`, bytes: base64At(raw, offset, 'base64') },
      { name: `base64url at ${offset}`, bytes: base64At(raw, offset, 'base64url') },
    ]),
  ]
}

/** The characters that the secret's bytes have in base64 when `offset` bytes stand before it, whatever these are. */
function base64At(raw: Buffer, offset: number, encoding: 'base64' | 'base64url'): Buffer {
  const start = (3 - offset) % 3
  const whole = raw.subarray(start, raw.length - ((raw.length - start) % 3))
  return Buffer.from(whole.toString(encoding))
}
