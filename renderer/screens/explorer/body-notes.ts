import type { BodyStatus } from '../../state/responses.ts'
import { formatPlural } from '../../ui/format.ts'

/** What is to be known of a body that is not quite as it should be, a sentence each. */
export function describeBody(status: BodyStatus, mediaType: string | undefined): string[] {
  const notes: string[] = []
  const { fault } = status
  if (fault !== undefined) {
    const isDeclared = mediaType !== undefined && /json/i.test(mediaType)
    const what = isDeclared ? 'This is not valid JSON' : 'This begins like JSON and is none'
    notes.push(
      `${what}: ${fault.message}, at line ${fault.line}, column ${fault.column}. It is shown as text.`,
    )
  }
  if (status.isBinary) notes.push('These bytes are no text; what can be read of them is shown.')
  if (status.invalidUtf8Count > 0) {
    notes.push(
      `${formatPlural(status.invalidUtf8Count, 'place is', 'places are')} not valid UTF-8 and shown as �.`,
    )
  }
  if (status.loneSurrogateCount > 0) {
    notes.push(
      `${formatPlural(status.loneSurrogateCount, 'half', 'halves')} of a character stand alone and are shown as �.`,
    )
  }
  if (status.hasByteOrderMark) notes.push('Begins with a byte order mark.')
  if (status.charset !== undefined) notes.push(`Sent as ${status.charset}.`)
  return notes
}
