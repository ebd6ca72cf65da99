/**
 * How well `query` fits `text`: each of its letters in order; higher is better, undefined where one is missing.
 * Letters that begin a word or follow the one before count more, gaps less.
 */
export function scoreMatch(text: string, query: string): number | undefined {
  const haystack = text.toLowerCase()
  let score = 0
  let at = 0
  let previous = -2
  for (const letter of query.toLowerCase().replace(/\s+/g, '')) {
    const found = haystack.indexOf(letter, at)
    if (found === -1) return undefined
    const isWordStart = found === 0 || /[^\p{L}\p{N}]/u.test(haystack[found - 1] ?? '')
    score += found === previous + 1 ? 6 : isWordStart ? 5 : 1
    score -= Math.min(3, (found - at) * 0.1)
    previous = found
    at = found + letter.length
  }
  return score - haystack.length * 0.01
}

/** The entries that fit, the best first; all of them in their order where nothing is asked. */
export function filterFuzzy<Entry>(
  entries: readonly Entry[],
  query: string,
  textOf: (entry: Entry) => string,
): readonly Entry[] {
  if (query.trim() === '') return entries
  return entries
    .map((entry, order) => ({ entry, order, score: scoreMatch(textOf(entry), query) }))
    .filter((match): match is typeof match & { score: number } => match.score !== undefined)
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .map(({ entry }) => entry)
}
