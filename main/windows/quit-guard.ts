import type { QuitLoss } from '../quit-loss.ts'

/** Stands between a wish to quit and the end: what is only in memory is saved first, or its loss agreed to. */
export interface QuitGuard {
  /**
   * To be asked when the system is about to quit or to close the last window. True: not now. The guard then saves
   * what it can, asks the person about the rest, and quits by itself where nothing stands in the way.
   */
  isHolding(): boolean
  /** Saves what it can and asks about the rest. True: quit. Who asks while a question is open shares its answer. */
  confirm(): Promise<boolean>
  /** Once the services are closed there is nothing to save and nothing to keep open. */
  release(): void
}

export interface QuitGuardOptions {
  /** What would be lost by quitting now; undefined where nothing would. */
  findLoss(): QuitLoss | undefined
  /** Tries once more to save, within a limit. Never rejects. */
  save(): Promise<void>
  /** Asks the person whether to quit all the same. */
  ask(loss: QuitLoss): Promise<boolean>
  quit(): void
}

export function createQuitGuard({ findLoss, save, ask, quit }: QuitGuardOptions): QuitGuard {
  let asking: Promise<boolean> | undefined
  /** What the person has agreed to lose. Anything further is asked about again. */
  let agreed: ReadonlySet<string> = new Set()
  let isReleased = false

  const isAgreed = (loss: QuitLoss) => loss.records.every(({ id }) => agreed.has(id))

  async function saveOrAsk(): Promise<boolean> {
    await save()
    const loss = findLoss()
    if (loss === undefined || isAgreed(loss)) return true
    // Where no question can be shown, nobody could ever quit.
    const isConfirmed = await ask(loss).catch(() => true)
    agreed = new Set(isConfirmed ? loss.records.map(({ id }) => id) : [])
    return isConfirmed
  }

  function confirm(): Promise<boolean> {
    asking ??= saveOrAsk().finally(() => {
      asking = undefined
    })
    return asking
  }

  return {
    isHolding() {
      if (isReleased) return false
      if (asking === undefined) {
        const loss = findLoss()
        if (loss === undefined) agreed = new Set()
        if (loss === undefined || isAgreed(loss)) return false
        void confirm().then((isConfirmed) => {
          if (isConfirmed) quit()
        })
      }
      return true
    },
    confirm,
    release() {
      isReleased = true
    },
  }
}
