import type { EventPayload } from '../../contract/ipc.ts'

/** A command of the menu or the palette that the screen in view carries out: `send`, `find`. */
export type ScreenCommand = Extract<EventPayload<'menu.chosen'>['command'], 'send' | 'find'>

/** Takes a command to the screen in view. */
export interface Commands {
  /** Asks the screen in view; false where none listens. */
  run(command: ScreenCommand): boolean
  /** Listens to a command; the returned function ends it. The last to listen is the one that is asked. */
  on(command: ScreenCommand, listener: () => void): () => void
}

/** Nobody listens yet. */
export function createCommands(): Commands {
  let listeners: ReadonlyArray<{ readonly command: ScreenCommand; readonly listener: () => void }> = []
  return {
    run(command) {
      const found = listeners.findLast((entry) => entry.command === command)
      found?.listener()
      return found !== undefined
    },
    on(command, listener) {
      const entry = { command, listener }
      listeners = [...listeners, entry]
      return () => {
        listeners = listeners.filter((other) => other !== entry)
      }
    },
  }
}
