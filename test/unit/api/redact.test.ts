import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../main/api/redact.ts'

async function* give(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, undefined> {
  // Copies, because the redactor overwrites what it is given.
  for (const chunk of chunks) yield Uint8Array.from(chunk)
}

async function redact(secrets: readonly string[], chunks: readonly Uint8Array[]): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of createRedactor(secrets).bytes(give(chunks))) parts.push(Uint8Array.from(part))
  return Buffer.concat(parts)
}

/** The plain meaning: every place where a form of a secret lies becomes stars. */
function redactWhole(needles: readonly string[], bytes: Uint8Array): Buffer {
  const original = Buffer.from(bytes)
  const redacted = Buffer.from(bytes)
  for (const needle of needles.map((text) => Buffer.from(text))) {
    for (let at = 0; at + needle.length <= original.length; at++) {
      if (original.subarray(at, at + needle.length).equals(needle)) redacted.fill('*', at, at + needle.length)
    }
  }
  return redacted
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length))
}

const token = 'eyJhbGciOiJub25lIn0.e+/=.-_~x'

describe('the redactor', () => {
  it.each<[string, string]>([
    ['as it is', token],
    ['percent-encoded', encodeURIComponent(token)],
    [
      'percent-encoded in lower case',
      encodeURIComponent(token).replace(/%../g, (pair) => pair.toLowerCase()),
    ],
    ['escaped for JSON', token.replaceAll('/', '\\/')],
  ])('replaces a secret %s by as many stars', async (_name, form) => {
    const text = `{"echo":"Bearer ${form}","a":1}`
    const stars = `{"echo":"Bearer ${'*'.repeat(form.length)}","a":1}`
    expect((await redact([token], [Buffer.from(text)])).toString()).toBe(stars)
    expect(createRedactor([token]).text(text)).toBe(stars)
  })

  it.each(['base64', 'base64url'] as const)(
    'leaves no more than two bytes of a secret in %s, wherever it begins',
    async (encoding) => {
      for (const before of ['', 'x', 'xy', 'Authorization: Bearer ']) {
        const encoded = Buffer.from(`${before}${token}; more`).toString(encoding)
        const decoded = Buffer.from(
          (await redact([token], [Buffer.from(encoded)])).toString().replaceAll('*', 'A'),
          encoding,
        ).toString('latin1')
        for (let at = 0; at + 3 <= token.length; at++) expect(decoded).not.toContain(token.slice(at, at + 3))
      }
    },
  )

  it('finds secrets that overlap and that repeat themselves', async () => {
    const expected = redactWhole(['abababab', 'babacdcd'], Buffer.from('xabababababacdcdx'))
    expect(await redact(['abababab', 'babacdcd'], [Buffer.from('xabababababacdcdx')])).toEqual(expected)
    expect(expected.toString()).toBe('x***************x')
  })

  it('leaves other bytes as they are, holds nothing back of them, and copies none', async () => {
    const chunks = [Buffer.from([0, 255, 128]), Buffer.from('no secret here')]
    const seen: Uint8Array[] = []
    async function* source(): AsyncGenerator<Uint8Array, undefined> {
      for (const chunk of chunks) {
        yield chunk
        expect(seen.at(-1)?.buffer).toBe(chunk.buffer)
      }
    }
    for await (const part of createRedactor([token]).bytes(source())) seen.push(part)
    expect(Buffer.concat(seen)).toEqual(Buffer.concat(chunks))
  })

  it('does not take a short text for a secret', async () => {
    expect(createRedactor(['', 'a', 'bearer']).text('a bearer')).toBe('a bearer')
  })

  it('gives the same for every division into chunks', async () => {
    // Few letters, so that secrets nearly match and overlap often.
    const letters = fc.constantFrom('a', 'b')
    const secret = fc.string({ unit: letters, minLength: 8, maxLength: 14 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof({ weight: 2, arbitrary: fc.nat(2) }, { weight: 3, arbitrary: letters }), {
          maxLength: 40,
        }),
        fc.array(fc.nat(1_000), { maxLength: 30 }),
        async (secrets, pieces, cuts) => {
          const bytes = Buffer.from(
            pieces.map((piece) => (typeof piece === 'number' ? (secrets[piece] ?? '-') : piece)).join(''),
          )
          expect(await redact(secrets, cutAt(bytes, cuts))).toEqual(redactWhole(secrets, bytes))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gives the same for every division of arbitrary bytes with real tokens in them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constant(Buffer.from(token)))),
        fc.array(fc.nat(5_000), { maxLength: 30 }),
        async (pieces, cuts) => {
          const bytes = Buffer.concat(pieces)
          const redacted = await redact([token], cutAt(bytes, cuts))
          expect(redacted).toEqual(redactWhole([token], bytes))
          expect(redacted.includes(token)).toBe(false)
        },
      ),
    )
  })
})
