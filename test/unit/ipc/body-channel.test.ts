import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { type BodyMessage, bodyChunkBytes, bodyInitialCredit } from '../../../contract/ipc.ts'
import { type BodyPort, sendBodyOver } from '../../../main/ipc/body-channel.ts'

const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** A real pair of ports; Electron's port hands its listeners an event, Node's the data. */
function open() {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const mainEnd: BodyPort = {
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      port1.on(event, (data: unknown) => listener({ data })),
    start: () => port1.start(),
    postMessage: (message) => port1.postMessage(message),
  }
  const received: BodyMessage[] = []
  port2.on('message', (message: BodyMessage) => received.push(message))
  const channel = sendBodyOver(mainEnd)
  let readCount = 0
  port1.on('message', () => {
    readCount += 1
  })
  return { channel, page: port2, received, readCount: () => readCount }
}

const endOf = (totalBytes: number) => ({ type: 'end', totalBytes, durationMs: 1 }) as const

async function receive(page: MessagePort, received: BodyMessage[], count: number): Promise<void> {
  while (received.length < count) await once(page, 'message')
}

it('cuts a body into chunks and ends with the last message', async () => {
  const { channel, page, received } = open()
  const bytes = new Uint8Array(bodyChunkBytes + 3).map((_, index) => index % 251)
  await channel.send(bytes)
  channel.finish(endOf(bytes.length))
  await receive(page, received, 3)
  const chunks = received.flatMap((message) => (message.type === 'chunk' ? [message.bytes] : []))
  expect(chunks.map((chunk) => chunk.length)).toEqual([bodyChunkBytes, 3])
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  expect(received.at(-1)).toEqual(endOf(bytes.length))
})

it('sends no more chunks than the window has given credit for', async () => {
  const { channel, page, received } = open()
  const sent: number[] = []
  const sending = (async () => {
    for (let index = 0; index < bodyInitialCredit + 2; index += 1) {
      await channel.send(Uint8Array.of(index))
      sent.push(index)
    }
  })()
  await receive(page, received, bodyInitialCredit)
  expect(sent).toHaveLength(bodyInitialCredit)
  page.postMessage({ type: 'credit', chunks: 1 })
  await receive(page, received, bodyInitialCredit + 1)
  expect(sent.length).toBeLessThanOrEqual(bodyInitialCredit + 1)
  page.postMessage({ type: 'credit', chunks: 1 })
  await sending
})

it('G108 credit that is not a credit gives none', async () => {
  const { channel, page, received, readCount } = open()
  for (let index = 0; index < bodyInitialCredit; index += 1) await channel.send(Uint8Array.of(index))
  let isSent = false
  const sending = channel.send(Uint8Array.of(8)).then(() => {
    isSent = true
  })
  const noCredit = [
    null,
    'credit',
    { type: 'credit' },
    { type: 'other', chunks: 1 },
    { type: 'credit', chunks: '1' },
    { type: 'credit', chunks: 0.5 },
    { type: 'credit', chunks: -5 },
    { type: 'credit', chunks: Number.NaN },
    { type: 'credit', chunks: 1e30 },
  ]
  for (const message of noCredit) page.postMessage(message)
  await expect.poll(readCount).toBe(noCredit.length)
  expect(isSent).toBe(false)
  page.postMessage({ type: 'credit', chunks: 1 })
  await sending
  await receive(page, received, bodyInitialCredit + 1)
})

it('G108 credit beyond what a window may hold is worth no more', async () => {
  const { channel, page, received, readCount } = open()
  page.postMessage({ type: 'credit', chunks: 1_000_000 })
  await expect.poll(readCount).toBe(1)
  for (let index = 0; index < bodyInitialCredit; index += 1) await channel.send(Uint8Array.of(index))
  const tooMuch = channel.send(Uint8Array.of(9))
  channel.finish(endOf(bodyInitialCredit))
  await expect(tooMuch).rejects.toThrow('has ended')
  await receive(page, received, bodyInitialCredit + 1)
  expect(received.at(-1)?.type).toBe('end')
})

it('rejects and aborts when the window is gone, also while it waits', async () => {
  const { channel, page } = open()
  for (let index = 0; index < bodyInitialCredit; index += 1) await channel.send(Uint8Array.of(index))
  const waiting = channel.send(Uint8Array.of(9))
  page.close()
  await expect(waiting).rejects.toThrow('stopped reading')
  expect(channel.signal.aborted).toBe(true)
  await expect(channel.send(Uint8Array.of(1))).rejects.toThrow('stopped reading')
})

it('never sends what lies beside a view in the same buffer', async () => {
  const { channel, page, received } = open()
  const pool = Buffer.from('secret-token|public|secret-token')
  await channel.send(pool.subarray(13, 19))
  await receive(page, received, 1)
  const [message] = received
  if (message?.type !== 'chunk') throw new Error('no chunk came')
  expect(Buffer.from(message.bytes.buffer).toString()).toBe('public')
})

it('sends nothing after the last message, not a chunk that waited for credit either', async () => {
  const { channel, page, received } = open()
  const waiting = channel.send(new Uint8Array(bodyChunkBytes * (bodyInitialCredit + 1)))
  await receive(page, received, bodyInitialCredit)
  channel.finish(endOf(0))
  await expect(waiting).rejects.toThrow('ended')
  page.postMessage({ type: 'credit', chunks: 1 })
  await expect(channel.send(Uint8Array.of(1))).rejects.toThrow('ended')
  await receive(page, received, bodyInitialCredit + 1)
  expect(received.at(-1)).toEqual(endOf(0))
})
