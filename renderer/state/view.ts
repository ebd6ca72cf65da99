import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SetupDraft } from '../../contract/models.ts'

/** Where the person is. */
export type View =
  | { readonly screen: 'accounts' }
  | { readonly screen: 'connect' }
  | { readonly screen: 'signIn'; readonly attemptId: string }
  | { readonly screen: 'explorer'; readonly accountId: string }
  /** The exchange of one of the account's tokens. */
  | { readonly screen: 'exchange'; readonly accountId: string }
  /** Without `setupId` the list; `new` the form of a new one, which begins with the draft that a preset made. */
  | { readonly screen: 'setups'; readonly setupId?: string; readonly draft?: SetupDraft }
  /** The list of presets, or one with its blanks. */
  | { readonly screen: 'presets'; readonly presetId?: string }
  | { readonly screen: 'settings' }

/** The name of a screen. */
export type ScreenName = View['screen']

/** The screens that have a number: Ctrl or Cmd and 1, 2, 3. */
export const numberedScreens = ['accounts', 'setups', 'settings'] as const satisfies readonly ScreenName[]

/** What the window shows, and where. */
export interface ViewState {
  readonly view: View
  /** Counts the changes of view; a screen is made anew for each. */
  readonly visit: number
  readonly isPaletteOpen: boolean
  readonly isShortcutsOpen: boolean
  /** The account that the person is asked about before it is disconnected. */
  readonly disconnecting: string | undefined
  /** Of the sidebar, in px. */
  readonly sidebarWidth: number
  /** Warnings of the program that the person has put away, by the version and what they warn of. */
  readonly hiddenWarnings: readonly string[]
}

/** The sidebar's width, in CSS pixels. */
export const sidebarWidths = { default: 232, min: 184, max: 400 } as const

const widthKey = 'keyfold.sidebarWidth'

function readWidth(storage: Pick<Storage, 'getItem'> | undefined): number {
  const width = Number(storage?.getItem(widthKey))
  return width >= sidebarWidths.min && width <= sidebarWidths.max ? width : sidebarWidths.default
}

const warningsKey = 'keyfold.hiddenWarnings'
/** Of the latest versions; older ones are forgotten. */
const mostHiddenWarnings = 10

function readHiddenWarnings(storage: Pick<Storage, 'getItem'> | undefined): readonly string[] {
  return (storage?.getItem(warningsKey) ?? '').split('\n').filter(Boolean).slice(-mostHiddenWarnings)
}

/** The state of the window alone: main knows nothing of it. The parts that are no place are kept between starts. */
export function createViewStore(storage?: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<ViewState> {
  const store = createStore<ViewState>(() => ({
    view: { screen: 'accounts' },
    visit: 0,
    isPaletteOpen: false,
    isShortcutsOpen: false,
    disconnecting: undefined,
    sidebarWidth: readWidth(storage),
    hiddenWarnings: readHiddenWarnings(storage),
  }))
  store.subscribe((state, previous) => {
    if (state.sidebarWidth !== previous.sidebarWidth) storage?.setItem(widthKey, String(state.sidebarWidth))
    if (state.hiddenWarnings !== previous.hiddenWarnings) {
      storage?.setItem(warningsKey, state.hiddenWarnings.slice(-mostHiddenWarnings).join('\n'))
    }
  })
  return store
}

/** True where both show the same thing. */
export function isSameView(a: View, b: View): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
