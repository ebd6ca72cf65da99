import type { AccountView } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { texts } from './texts.ts'

/** Asks before an account is disconnected and names the two things that it does. */
export function DisconnectDialog(props: { account: AccountView; isOpen: boolean; onClose: () => void }) {
  const { account, isOpen, onClose } = props
  const actions = useActions()
  const name = makeControlsVisible(account.name)
  const [disconnect, isPending] = usePending(async () => {
    await actions.disconnectAccount(account.id, name)
    onClose()
  })
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={texts.disconnectTitle(name)}
      confirmLabel={texts.disconnect}
      isPending={isPending}
      onConfirm={disconnect}
      onCancel={onClose}
    >
      <p>
        <bdi>{texts.disconnectText(makeControlsVisible(account.label))}</bdi>
      </p>
    </ConfirmDialog>
  )
}
