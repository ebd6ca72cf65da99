import type {
  Bridge,
  CallArgs,
  CallName,
  CallResult,
  EventName,
  EventPayload,
  Result,
} from '../../contract/ipc.ts'
import type { SliceName, Slices, Snapshot } from '../../contract/models.ts'
import { makeProblem, type Problem } from '../../contract/problem.ts'

type Answers = {
  [Name in CallName]?: (args: CallArgs<Name>) => Result<CallResult<Name>> | Promise<Result<CallResult<Name>>>
}

/** A Bridge without main: it holds a snapshot, answers calls as scripted and sends events when told. */
export interface FakeBridge extends Bridge {
  /** Calls in order, with their arguments. */
  readonly called: ReadonlyArray<{ readonly name: CallName; readonly args: unknown }>
  /** The state that the next `app.snapshot` answers with. */
  snapshot: Snapshot
  /** Scripts the answer of a call. */
  answer<Name extends CallName>(name: Name, answer: NonNullable<Answers[Name]>): void
  /** Changes a slice and sends its event; `skip` makes as many changes before it that no one hears of. */
  change<Name extends SliceName>(name: Name, value: Slices[Name], options?: { skip?: number }): void
  /** Sends an event as it is. */
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** Listeners that are still there. */
  countListeners(): number
}

export const notScripted: Problem = makeProblem('internal', 'keyfold', {
  title: 'This call is not scripted',
  detail: 'The fake bridge has no answer for it.',
  nextStep: 'Script one.',
})

export function createFakeBridge(snapshot: Snapshot): FakeBridge {
  const called: Array<{ name: CallName; args: unknown }> = []
  const answers = new Map<CallName, (args: never) => Result<unknown> | Promise<Result<unknown>>>()
  const listeners = new Map<EventName, Set<(payload: never) => void>>()

  const bridge: FakeBridge = {
    called,
    snapshot,
    async call<Name extends CallName>(name: Name, args: CallArgs<Name>): Promise<Result<CallResult<Name>>> {
      called.push({ name, args })
      const answer = answers.get(name)
      if (answer) return (await answer(args as never)) as Result<CallResult<Name>>
      if (name === 'app.snapshot') {
        return { ok: true, value: structuredClone(bridge.snapshot) } as Result<CallResult<Name>>
      }
      return { ok: false, problem: notScripted }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (payload: never) => void)
      return () => set.delete(listener as (payload: never) => void)
    },
    answer(name, answer) {
      answers.set(name, answer as never)
    },
    change(name, value, options = {}) {
      const revision = bridge.snapshot.revision + 1 + (options.skip ?? 0)
      bridge.snapshot = { ...bridge.snapshot, revision, slices: { ...bridge.snapshot.slices, [name]: value } }
      bridge.emit(`${name}.changed`, { revision, value } as EventPayload<`${typeof name}.changed`>)
    },
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(structuredClone(payload) as never)
    },
    countListeners: () => [...listeners.values()].reduce((count, set) => count + set.size, 0),
  }
  return bridge
}
