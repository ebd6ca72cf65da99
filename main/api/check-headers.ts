import { ProblemError } from '../../contract/problem.ts'
import { headerRefused } from './problems.ts'

/** Fields that Keyfold or the connection sets (RFC 9110 §7.6.1); a typed one could redirect or split the request. */
const reservedFields: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Checks the header fields of a draft and gives them with names in lower case. Throws a ProblemError. */
export function checkHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const checked: Record<string, string> = Object.create(null)
  for (const [typedName, value] of Object.entries(headers)) {
    const name = typedName.toLowerCase()
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name)) {
      throw new ProblemError(headerRefused(typedName, 'Its name is not a name of a header field.'))
    }
    if (reservedFields.has(name) || name.startsWith('proxy-')) {
      throw new ProblemError(headerRefused(typedName, 'Keyfold or the connection sets this header field.'))
    }
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new ProblemError(
        headerRefused(typedName, 'Its value has a line break or a character outside of Latin-1.'),
      )
    }
    if (name in checked) throw new ProblemError(headerRefused(typedName, 'It is there twice.'))
    checked[name] = value
  }
  return checked
}
