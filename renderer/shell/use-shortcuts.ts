import { useEffect } from 'react'
import type { AppState } from '../state/app-state.ts'
import { numberedScreens } from '../state/view.ts'
import { isMac } from '../ui/platform.ts'
import { moveToNextPane } from './panes.ts'

/** True for the key that shortcuts are built on: ⌘ on macOS, Ctrl elsewhere, and no other with it. */
function hasOnlyMod(event: KeyboardEvent): boolean {
  const [mod, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]
  return mod && !other && !event.altKey && !event.shiftKey
}

/** The window's own shortcuts: the palette, the list of shortcuts, the numbered screens, the panes. Screens handle theirs. */
export function useShortcuts(state: AppState): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented) return
      if (event.key === 'F6') {
        moveToNextPane(event.shiftKey ? -1 : 1)
      } else if (hasOnlyMod(event) && event.key.toLowerCase() === 'k') {
        state.choose('palette')
      } else if (hasOnlyMod(event) && event.key === '/') {
        state.choose('shortcuts')
      } else if (hasOnlyMod(event) && /^[1-9]$/.test(event.key)) {
        const screen = numberedScreens[Number(event.key) - 1]
        if (!screen) return
        state.actions.goTo({ screen })
      } else {
        return
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [state])
}
