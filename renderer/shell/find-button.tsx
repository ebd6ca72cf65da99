import { useActions } from '../state/use-app-state.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'

/** Opens the command palette. */
export function FindButton() {
  const actions = useActions()
  const isNarrow = useMediaQuery('(max-width: 999px)')
  const open = () => actions.setPaletteOpen(true)
  return isNarrow ? (
    <IconButton icon="search" label="Find" shortcut="Mod+K" onPress={open} />
  ) : (
    <Button kind="quiet" icon="search" shortcut="Mod+K" onPress={open}>
      Find
    </Button>
  )
}
