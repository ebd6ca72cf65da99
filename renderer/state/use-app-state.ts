import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AccountView, SetupView, Slices } from '../../contract/models.ts'
import type { Actions } from './actions.ts'
import type { AppState } from './app-state.ts'
import type { ScreenCommand } from './commands.ts'
import type { MirrorState } from './mirror.ts'
import { selectAccount, selectSetupOfAccount } from './selectors.ts'
import type { ViewState } from './view.ts'

/** The window's state, for {@link useAppState}. */
export const AppStateContext = createContext<AppState | undefined>(undefined)

/** The window's state; only inside the AppStateContext. */
export function useAppState(): AppState {
  const state = useContext(AppStateContext)
  if (!state) throw new Error('useAppState outside AppStateContext')
  return state
}

/** A part of the mirror. Select what is stored: a new object at each call renders without end. */
export function useMirror<Part>(select: (state: MirrorState) => Part): Part {
  return useStore(useAppState().mirror.store, select)
}

/** A slice of main's state; undefined before the first snapshot. */
export function useSlice<Name extends keyof Slices>(name: Name): Slices[Name] | undefined {
  return useMirror((state) => state.slices?.[name])
}

/** An account, or undefined where it is gone. */
export function useAccount(accountId: string): AccountView | undefined {
  return useMirror((state) => selectAccount(state, accountId))
}

/** The setup of an account. */
export function useSetupOfAccount(accountId: string): SetupView | undefined {
  return useMirror((state) => selectSetupOfAccount(state, accountId))
}

/** A part of what the window shows; select what is stored, as with {@link useMirror}. */
export function useViewState<Part>(select: (state: ViewState) => Part): Part {
  return useStore(useAppState().view, select)
}

/** What a person can do. */
export function useActions(): Actions {
  return useAppState().actions
}

/** Runs an action and tells whether it goes on; a second run while it does is dropped. */
export function usePending<Args extends unknown[]>(
  action: (...args: Args) => Promise<unknown>,
): [run: (...args: Args) => void, isPending: boolean] {
  const [isPending, setPending] = useState(false)
  const state = useRef({ isPending: false, isMounted: true, action })
  state.current.action = action
  useEffect(() => {
    const current = state.current
    current.isMounted = true
    return () => {
      current.isMounted = false
    }
  }, [])
  const run = useCallback((...args: Args) => {
    const current = state.current
    if (current.isPending) return
    current.isPending = true
    setPending(true)
    void current.action(...args).finally(() => {
      current.isPending = false
      if (current.isMounted) setPending(false)
    })
  }, [])
  return [run, isPending]
}

/** Carries out a command of the menu or the palette while the screen is in view. */
export function useCommand(command: ScreenCommand, listener: () => void): void {
  const { commands } = useAppState()
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => commands.on(command, () => latest.current()), [commands, command])
}
