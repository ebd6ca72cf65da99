/** Thrown in a question that the screen took back. */
export class QuestionCancelled extends Error {}

const sliceMs = 8

/** Lets other messages in. setTimeout would be clamped to 4 ms when nested. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      resolve()
    }
    channel.port2.postMessage(0)
  })
}

/** A pause that costs nothing until its slice of time is used up; rejects with {@link QuestionCancelled}. */
export function makePause(isCancelled: () => boolean): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < sliceMs) return
    await breathe()
    if (isCancelled()) throw new QuestionCancelled()
    since = performance.now()
  }
}
