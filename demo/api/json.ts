/**
 * JSON with whole numbers of any size: a bigint is written as a number, which `JSON.stringify`
 * refuses and `JSON.parse` reads with a loss above 2^53. That loss is what the demo lets apps meet.
 */
export function toJson(value: unknown): string {
  const marked = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `\u0000${item}` : item,
  )
  return marked.replaceAll(/"\\u0000(-?\d+)"/g, '$1')
}
