import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge, EventName } from '../../contract/ipc.ts'
import type { About, SliceName, Slices, Snapshot } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import { describeBridgeFailure } from './bridge-failure.ts'

/** What the window knows of main's state. `slices` stays what it was while a new snapshot is asked for. */
export interface MirrorState {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly revision: number
  readonly slices: Slices | undefined
  readonly about: About | undefined
  /** Why the last snapshot failed. */
  readonly problem: Problem | undefined
}

/** One change of one slice, with its whole new value. */
export type SliceChange = {
  [Name in SliceName]: { readonly slice: Name; readonly revision: number; readonly value: Slices[Name] }
}[SliceName]

/** What a change does to the mirror: `gap` where a change before it was missed. */
function applyChange(state: MirrorState, change: SliceChange): MirrorState | 'gap' | 'old' {
  if (change.revision <= state.revision) return 'old'
  if (!state.slices || change.revision !== state.revision + 1) return 'gap'
  return { ...state, revision: change.revision, slices: { ...state.slices, [change.slice]: change.value } }
}

/** Main's state as this window knows it. */
export interface Mirror {
  readonly store: StoreApi<MirrorState>
  /** Asks for a snapshot, again where one failed or does not come. */
  reload(): Promise<void>
  /** Stops listening. */
  stop(): void
}

const sliceOf: Partial<Record<EventName, SliceName>> = {
  'setups.changed': 'setups',
  'accounts.changed': 'accounts',
  'signIns.changed': 'signIns',
  'pendingRevocations.changed': 'pendingRevocations',
  'signOuts.changed': 'signOuts',
  'vault.changed': 'vault',
  'settings.changed': 'settings',
  'updates.changed': 'updates',
}

/**
 * Mirrors main's state: listens first, asks for a snapshot, then applies each change whose revision follows.
 * Changes that arrive while a snapshot is on its way wait for it. After a gap it asks again.
 */
export function createMirror(bridge: Bridge): Mirror {
  const store = createStore<MirrorState>(() => ({
    status: 'loading',
    revision: 0,
    slices: undefined,
    about: undefined,
    problem: undefined,
  }))
  let waiting: SliceChange[] = []
  /** The request that is on its way; an older one's answer is dropped. */
  let loading: symbol | undefined
  let hasStopped = false

  function receive(change: SliceChange): void {
    if (loading) {
      waiting.push(change)
      return
    }
    const next = applyChange(store.getState(), change)
    if (next === 'old') return
    if (next === 'gap') {
      waiting.push(change)
      void reload()
      return
    }
    store.setState(next, true)
  }

  function takeSnapshot(snapshot: Snapshot): void {
    let state: MirrorState = { status: 'ready', problem: undefined, ...snapshot }
    const changes = waiting.toSorted((a, b) => a.revision - b.revision)
    waiting = []
    let missed: SliceChange | undefined
    for (const change of changes) {
      const next = applyChange(state, change)
      if (next === 'gap') {
        missed = change
        break
      }
      if (next !== 'old') state = next
    }
    store.setState(state, true)
    if (missed) {
      waiting = changes.slice(changes.indexOf(missed))
      queueMicrotask(() => void reload())
    }
  }

  async function reload(): Promise<void> {
    if (hasStopped) return
    if (store.getState().status === 'failed') store.setState({ status: 'loading', problem: undefined })
    const request = Symbol('app.snapshot')
    loading = request
    const result = await bridge.call('app.snapshot', {}).catch(describeBridgeFailure)
    if (hasStopped || loading !== request) return
    loading = undefined
    if (result.ok) takeSnapshot(result.value)
    else store.setState({ status: 'failed', problem: result.problem })
  }

  const stops = (Object.keys(sliceOf) as EventName[]).map((name) =>
    bridge.on(name, (payload) => receive({ slice: sliceOf[name], ...payload } as SliceChange)),
  )
  void reload()
  return {
    store,
    reload,
    stop() {
      hasStopped = true
      for (const stop of stops) stop()
    },
  }
}
