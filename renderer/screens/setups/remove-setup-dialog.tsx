import type { SetupView } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { texts } from './texts.ts'

export interface RemoveSetupDialogProps {
  setup: SetupView
  isOpen: boolean
  onClose: () => void
}

/** Asks before a setup is deleted. Main refuses where accounts still use it, and says so. */
export function RemoveSetupDialog({ setup, isOpen, onClose }: RemoveSetupDialogProps) {
  const actions = useActions()
  const [remove, isPending] = usePending(async () => {
    await actions.removeSetup(setup.id)
    onClose()
  })
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={texts.removeTitle(makeControlsVisible(setup.name))}
      confirmLabel={texts.remove}
      isPending={isPending}
      onConfirm={remove}
      onCancel={onClose}
    >
      <p>{texts.removeText}</p>
    </ConfirmDialog>
  )
}
