import { randomUUID } from 'node:crypto'
import type { SignOutView } from '../../contract/models.ts'
import type { SignOutEnd } from '../oauth/sign-out.ts'
import type { Clock, Log } from '../ports.ts'

/** The sign-outs at providers that are under way, and those that ended and were not dismissed yet. */
export interface SignOuts {
  views(): SignOutView[]
  /** Starts one; its end stands in the view. */
  start(
    who: Pick<SignOutView, 'setupName' | 'label'>,
    run: (signal: AbortSignal) => Promise<SignOutEnd>,
  ): void
  /** Forgets one; a page that still waits is closed. One that is not there is no error. */
  dismiss(id: string): void
  close(): Promise<void>
}

/** No sign-outs yet; one that takes longer than `limitMs` is given up. */
export function createSignOuts(options: {
  clock: Clock
  log: Log
  limitMs: number
  onChange: (views: SignOutView[]) => void
}): SignOuts {
  const { clock, log, limitMs, onChange } = options
  let signOuts: ReadonlyMap<string, SignOutView> = new Map()
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>()

  const views = () => [...signOuts.values()]

  function put(id: string, view: SignOutView | undefined): void {
    const next = new Map(signOuts)
    if (view === undefined) next.delete(id)
    else next.set(id, view)
    signOuts = next
    onChange(views())
  }

  return {
    views,
    start(who, run) {
      const id = randomUUID()
      const abort = new AbortController()
      const view: SignOutView = { id, ...who, phase: 'waiting', deadlineMs: clock.now() + limitMs }
      put(id, view)
      const ended = run(abort.signal).then((end) => {
        running.delete(id)
        log.info('signOut.ended', { phase: end.phase })
        if (signOuts.has(id)) put(id, { ...view, ...end })
      })
      running.set(id, { abort, ended })
    },
    dismiss(id) {
      running.get(id)?.abort.abort()
      if (signOuts.has(id)) put(id, undefined)
    },
    async close() {
      const all = [...running.values()]
      for (const { abort } of all) abort.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}
