/**
 * A text of the provider's making as evidence: control and direction characters removed, cut.
 * Nothing else of an answer's body becomes evidence, because a body may hold tokens.
 */
export function printable(text: unknown, maxLength = 300): string | undefined {
  if (typeof text !== 'string') return undefined
  const clean = text
    .slice(0, maxLength * 4)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
