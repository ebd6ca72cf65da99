import type { StoreApi } from 'zustand/vanilla'
import type { Bridge, EventPayload } from '../../contract/ipc.ts'
import { type Actions, createActions } from './actions.ts'
import { type Commands, createCommands } from './commands.ts'
import { keepLastView } from './last-view.ts'
import { createMirror, type Mirror } from './mirror.ts'
import { createNotices, type Notices } from './notices.ts'
import { createPresets, type Presets } from './presets.ts'
import type { FormBase, SetupForm } from './setup-form.ts'
import { createViewStore, type ViewState } from './view.ts'

/** All state of the window. */
export interface AppState {
  readonly bridge: Bridge
  readonly mirror: Mirror
  readonly view: StoreApi<ViewState>
  readonly notices: Notices
  readonly commands: Commands
  /** Forms of setups that were left with changes, by the setup's id or `new`; never with a secret in them. */
  readonly leftForms: Map<string, { readonly form: SetupForm; readonly base: FormBase | undefined }>
  readonly presets: Presets
  readonly actions: Actions
  /** Carries out what was chosen in the native menu. */
  choose(command: EventPayload<'menu.chosen'>['command']): void
  /** Stops listening to main. */
  stop(): void
}

/** Wires the window's state to a bridge. `onNextPane` moves the focus, which is no state. */
export function createAppState(
  bridge: Bridge,
  options: { storage?: Pick<Storage, 'getItem' | 'setItem'>; onNextPane?: () => void } = {},
): AppState {
  const mirror = createMirror(bridge)
  const view = createViewStore(options.storage)
  if (options.storage) keepLastView(view, mirror.store, options.storage)
  const notices = createNotices()
  const commands = createCommands()
  const actions = createActions(bridge, mirror, view, notices)

  function choose(command: EventPayload<'menu.chosen'>['command']): void {
    switch (command) {
      case 'palette':
        actions.setPaletteOpen(!view.getState().isPaletteOpen)
        break
      case 'connect':
      case 'accounts':
      case 'setups':
      case 'settings':
        actions.goTo({ screen: command })
        break
      case 'about':
        actions.goTo({ screen: 'settings' })
        break
      case 'shortcuts':
        actions.setShortcutsOpen(true)
        break
      case 'nextPane':
        options.onNextPane?.()
        break
      case 'send':
      case 'find':
        commands.run(command)
        break
    }
  }

  const stopMenu = bridge.on('menu.chosen', ({ command }) => choose(command))
  return {
    bridge,
    mirror,
    view,
    notices,
    commands,
    leftForms: new Map(),
    presets: createPresets(actions.listPresets),
    actions,
    choose,
    stop() {
      stopMenu()
      mirror.stop()
    },
  }
}
