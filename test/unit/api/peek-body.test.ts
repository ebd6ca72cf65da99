import { expect, it } from 'vitest'
import { peekBody } from '../../../main/api/peek-body.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function* bodyOf(...chunks: (string | Error | Promise<string>)[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Error) throw chunk
    yield Buffer.from(await chunk)
  }
}

it('gives a short body whole, twice', async () => {
  const { beginning, body } = await peekBody(bodyOf('a', 'b'), createFakeClock())
  expect(Buffer.from(beginning).toString()).toBe('ab')
  await expect(readAll(body)).resolves.toBe('ab')
})

it('loses nothing of a body that is longer than its beginning', async () => {
  const parts = ['x'.repeat(60_000), 'y'.repeat(60_000), 'z'.repeat(60_000)]
  const { beginning, body } = await peekBody(bodyOf(...parts), createFakeClock())
  expect(beginning.byteLength).toBe(65_536)
  await expect(readAll(body)).resolves.toBe(parts.join(''))
})

it('waits two seconds for the beginning, and goes on with what comes later', async () => {
  const clock = createFakeClock()
  let send: (text: string) => void = () => {}
  const late = new Promise<string>((resolve) => {
    send = resolve
  })
  const peeking = peekBody(bodyOf('now ', late, ' end'), clock)
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(2_000)
  const { beginning, body } = await peeking
  expect(Buffer.from(beginning).toString()).toBe('now ')
  send('later')
  await expect(readAll(body)).resolves.toBe('now later end')
})

it('leaves a failure to the one who reads the body', async () => {
  const { beginning, body } = await peekBody(bodyOf('start', new Error('cut')), createFakeClock())
  expect(Buffer.from(beginning).toString()).toBe('start')
  await expect(readAll(body)).rejects.toThrow('cut')
})
