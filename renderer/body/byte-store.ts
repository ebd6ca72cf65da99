const blockBits = 18
const blockBytes = 1 << blockBits
const blockMask = blockBytes - 1

/**
 * The bytes of a body as they came, in blocks of 256 KiB: it grows without ever copying what it holds, so a body costs
 * its own length and at most one block more.
 */
export class ByteStore {
  readonly #blocks: Uint8Array<ArrayBuffer>[] = []
  #length = 0

  /** Bytes held. */
  get length(): number {
    return this.#length
  }

  /** Appends a copy of `bytes`. */
  append(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      const used = this.#length & blockMask
      if (used === 0) this.#blocks.push(new Uint8Array(blockBytes))
      const block = this.#blocks[this.#blocks.length - 1] as Uint8Array
      const count = Math.min(bytes.length - from, blockBytes - used)
      block.set(bytes.subarray(from, from + count), used)
      this.#length += count
      from += count
    }
  }

  /** The byte at `position`, which must be below {@link length}. */
  at(position: number): number {
    return (this.#blocks[position >>> blockBits] as Uint8Array)[position & blockMask] as number
  }

  /** From `position` to the end of the block that it lies in, as far as it is filled: for loops over neighbours. */
  near(position: number): Uint8Array<ArrayBuffer> {
    const block = this.#blocks[position >>> blockBits] as Uint8Array<ArrayBuffer>
    const blockStart = position - (position & blockMask)
    return block.subarray(position & blockMask, Math.min(blockBytes, this.#length - blockStart))
  }

  /** The bytes in [from, to): a view where they lie in one block, a copy otherwise. Not to be written to. */
  slice(from: number, to: number): Uint8Array<ArrayBuffer> {
    const end = Math.min(to, this.#length)
    const start = Math.min(from, end)
    const first = start >>> blockBits
    if (start === end) return new Uint8Array(0)
    if (first === (end - 1) >>> blockBits) {
      const block = this.#blocks[first] as Uint8Array<ArrayBuffer>
      return block.subarray(start & blockMask, ((end - 1) & blockMask) + 1)
    }
    const out = new Uint8Array(end - start)
    for (let at = start; at < end; ) {
      const block = this.#blocks[at >>> blockBits] as Uint8Array
      const count = Math.min(end - at, blockBytes - (at & blockMask))
      out.set(block.subarray(at & blockMask, (at & blockMask) + count), at - start)
      at += count
    }
    return out
  }

  /** The bytes as the parts of a Blob, without copying. */
  parts(): Uint8Array<ArrayBuffer>[] {
    const last = this.#blocks.length - 1
    return this.#blocks.map((block, index) =>
      index === last ? block.subarray(0, this.#length - last * blockBytes) : block,
    )
  }
}
