import { describe, expect, it } from 'vitest'
import { type BodyMessage, bodyChunkBytes } from '../../../contract/ipc.ts'
import { makeProblem, ProblemError } from '../../../contract/problem.ts'
import { sendBody } from '../../../main/api/body-stream.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createTestChannel } from '../../support/test-channel.ts'

async function* give(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  yield* chunks
}

const never = new AbortController().signal

describe('a body on its way to the window', () => {
  it('comes whole, in chunks that grow to the largest and share no buffer', async () => {
    const channel = createTestChannel()
    const whole = Buffer.alloc(5 * bodyChunkBytes + 7, 'keyfold ')
    const pieces = Array.from({ length: Math.ceil(whole.length / 65_536) }, (_, index) =>
      whole.subarray(index * 65_536, (index + 1) * 65_536),
    )
    const outcome = await sendBody({
      body: give(pieces),
      channel,
      clock: systemClock,
      sentAtMs: 0,
      signal: never,
    })
    expect(outcome).toEqual({ totalBytes: whole.length, isWhole: true })
    expect(Buffer.concat(channel.chunks).equals(whole)).toBe(true)
    const sizes = channel.chunks.map((chunk) => chunk.byteLength)
    expect(sizes[0]).toBe(65_536)
    expect(Math.max(...sizes)).toBe(bodyChunkBytes)
    expect(sizes.length).toBeLessThan(14)
    expect(channel.last).toMatchObject({ type: 'end', totalBytes: whole.length })
  })

  it('is divided where a part is larger than the largest chunk', async () => {
    const channel = createTestChannel()
    await sendBody({
      body: give([new Uint8Array(2 * bodyChunkBytes + 1)]),
      channel,
      clock: systemClock,
      sentAtMs: 0,
      signal: never,
    })
    expect(channel.chunks.map((chunk) => chunk.byteLength)).toEqual([bodyChunkBytes, bodyChunkBytes, 1])
  })

  it('does not wait for more than a moment when the source is slow', async () => {
    const clock = createFakeClock()
    const channel = createTestChannel()
    let finish = () => {}
    async function* slow(): AsyncGenerator<Uint8Array, undefined> {
      yield new Uint8Array(100)
      yield new Uint8Array(10)
      await new Promise<void>((resolve) => {
        finish = resolve
      })
    }
    const sent = sendBody({ body: slow(), channel, clock, sentAtMs: 0, signal: never })
    await eventually(() => expect(clock.waiting()).toBe(1))
    expect(channel.chunks.map((chunk) => chunk.byteLength)).toEqual([100])
    clock.advance(20)
    await eventually(() => expect(channel.chunks.map((chunk) => chunk.byteLength)).toEqual([100, 10]))
    finish()
    await sent
    expect(channel.last).toEqual({ type: 'end', totalBytes: 110, durationMs: 20 })
  })

  it('is read no further than the window has room for', async () => {
    let readParts = 0
    async function* endless(): AsyncGenerator<Uint8Array, undefined> {
      for (;;) {
        readParts++
        yield new Uint8Array(bodyChunkBytes)
      }
    }
    const channel = createTestChannel({ room: 3 })
    const controller = new AbortController()
    const sent = sendBody({
      body: endless(),
      channel,
      clock: systemClock,
      sentAtMs: 0,
      signal: controller.signal,
    })
    await eventually(() => expect(channel.chunks).toHaveLength(3))
    await new Promise(setImmediate)
    expect(readParts).toBe(4)
    channel.giveRoom(2)
    await eventually(() => expect(channel.chunks).toHaveLength(5))
    controller.abort(
      new ProblemError(makeProblem('cancelled', 'you', { title: '', detail: '', nextStep: '' })),
    )
    await sent
    expect(channel.last).toMatchObject({
      type: 'cut',
      totalBytes: 5 * bodyChunkBytes,
      problem: { code: 'cancelled' },
    })
  })

  it('ends with the problem that cut it, after what came before', async () => {
    const channel = createTestChannel()
    async function* cut(): AsyncGenerator<Uint8Array, undefined> {
      yield new Uint8Array(10)
      yield new Uint8Array(5)
      throw new ProblemError(
        makeProblem('connection_lost', 'network', { title: '', detail: '', nextStep: '' }),
      )
    }
    await sendBody({ body: cut(), channel, clock: systemClock, sentAtMs: 0, signal: never })
    expect(channel.last).toMatchObject({ type: 'cut', totalBytes: 15, problem: { code: 'connection_lost' } })
  })

  it('names no reason of somebody else', async () => {
    const channel = createTestChannel()
    // biome-ignore lint/correctness/useYield: it fails before its first part.
    async function* broken(): AsyncGenerator<Uint8Array, undefined> {
      throw new Error('Bearer tok-canary')
    }
    await sendBody({ body: broken(), channel, clock: systemClock, sentAtMs: 0, signal: never })
    expect(JSON.stringify(channel.last satisfies BodyMessage | undefined)).not.toContain('canary')
    expect(channel.last).toMatchObject({ type: 'cut', problem: { code: 'internal' } })
  })

  it('stops reading in silence when the window is gone', async () => {
    const channel = createTestChannel({ room: 1 })
    let isReturned = false
    async function* endless(): AsyncGenerator<Uint8Array, undefined> {
      try {
        for (;;) yield new Uint8Array(bodyChunkBytes)
      } finally {
        isReturned = true
      }
    }
    const sent = sendBody({ body: endless(), channel, clock: systemClock, sentAtMs: 0, signal: never })
    await eventually(() => expect(channel.chunks).toHaveLength(1))
    channel.close()
    expect(await sent).toMatchObject({ isWhole: false })
    expect(isReturned).toBe(true)
    expect(channel.last).toBeUndefined()
  })
})
