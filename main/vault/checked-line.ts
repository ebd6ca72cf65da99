import { createHash } from 'node:crypto'

const pattern = /^(\{.*),"checksum":"([0-9a-f]{32})"\}\n$/s

/**
 * One line of JSON whose last member is a checksum of the rest (the first 128 bits of SHA-256, hex).
 * It tells a damaged line from one of a newer format, and that without a key: it guards against accidents, and the
 * authenticated encryption guards against tampering. Every future format keeps this form and the member `format`.
 */
export function writeCheckedLine(fields: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(fields)
  return `${text.slice(0, -1)},"checksum":"${checksumOf(text)}"}\n`
}

/** The members of a checked line, without the checksum; undefined where the line is damaged. */
export function readCheckedLine(line: string): Readonly<Record<string, unknown>> | undefined {
  const match = pattern.exec(line)
  if (match === null) return undefined
  const text = `${match[1]}}`
  if (checksumOf(text) !== match[2]) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32)
}
