import { orders } from './orders.ts'

/** The most that `/big` sends, in megabytes of 1,000,000 bytes. */
export const maxBigMegabytes = 300

const rowsPerChunk = 200

/**
 * A JSON array of numbered rows, in chunks, of at least as many megabytes as asked for and less than
 * one chunk (about 40 kB) more. Memory stays flat: a chunk is made when the last one was taken.
 */
export function* generateBigJson(megabytes: number): Generator<string> {
  const wantedBytes = megabytes * 1_000_000
  let writtenBytes = 1
  let row = 0
  yield '['
  while (writtenBytes < wantedBytes - 1) {
    const rows = Array.from({ length: rowsPerChunk }, () => createRow(row++))
    const chunk = `${row === rowsPerChunk ? '' : ',\n'}${rows.join(',\n')}`
    writtenBytes += Buffer.byteLength(chunk)
    yield chunk
  }
  yield ']'
}

function createRow(index: number): string {
  const order = orders[index % orders.length]
  return JSON.stringify({
    row: index,
    order: order?.id,
    placed: order?.placed,
    customer: order?.customer.name,
    city: order?.customer.address.city,
    status: order?.status,
    total: order?.total,
    items: order?.items.map(({ sku, quantity }) => ({ sku, quantity })),
  })
}
