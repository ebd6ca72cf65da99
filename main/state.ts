import type { EventName, EventPayload } from '../contract/ipc.ts'
import type { SliceName, Slices } from '../contract/models.ts'

/** Main's state as the window mirrors it: immutable slices, each change with a revision number. */
export interface State {
  revision(): number
  slices(): Slices
  get<Name extends SliceName>(name: Name): Slices[Name]
  /** Replaces one slice and tells the window its whole new value. */
  set<Name extends SliceName>(name: Name, value: Slices[Name]): void
}

/** Holds the slices; `emit` is told every change, in order. */
export function createState(
  initial: Slices,
  emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void,
): State {
  let revision = 0
  let slices = initial
  return {
    revision: () => revision,
    slices: () => slices,
    get: (name) => slices[name],
    set(name, value) {
      revision += 1
      slices = { ...slices, [name]: value }
      emit(`${name}.changed`, { revision, value } as never)
    },
  }
}
