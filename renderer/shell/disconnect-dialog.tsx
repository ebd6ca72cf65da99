import { useState } from 'react'
import type { AccountView, SetupView } from '../../contract/models.ts'
import { accountActionLabels } from '../state/account-state.ts'
import { useAccount, useActions, usePending, useSetupOfAccount } from '../state/use-app-state.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { makeControlsVisible } from '../ui/foreign-text.tsx'
import { accountTexts as texts } from './texts.ts'

/** Before the metadata was read: false where the endpoints were typed in without one for signing out. */
function mayOfferSignOut(setup: SetupView | undefined): boolean {
  return setup?.issuer !== undefined || setup?.endpoints?.endSession !== undefined
}

/** Asks before an account is disconnected and names what it does; signing out at the provider is the person's choice. */
export function DisconnectDialog({ accountId }: { accountId: string }) {
  const account = useAccount(accountId)
  return account === undefined ? null : <AskToDisconnect account={account} />
}

function AskToDisconnect({ account }: { account: AccountView }) {
  const actions = useActions()
  const onClose = () => actions.askToDisconnect(undefined)
  const setup = useSetupOfAccount(account.id)
  const canSignOut = account.canSignOut ?? mayOfferSignOut(setup)
  const [isSigningOut, setSigningOut] = useState(false)
  const name = makeControlsVisible(account.name)
  const [disconnect, isPending] = usePending(async () => {
    await actions.disconnectAccount(account.id, name, canSignOut && isSigningOut)
    onClose()
  })
  return (
    <ConfirmDialog
      isOpen
      title={texts.disconnectTitle(name)}
      confirmLabel={accountActionLabels.disconnect}
      isPending={isPending}
      onConfirm={disconnect}
      onCancel={onClose}
    >
      <p>
        <bdi>{texts.disconnectText(makeControlsVisible(account.label))}</bdi>
      </p>
      {canSignOut ? (
        <Checkbox detail={texts.signOutText} isSelected={isSigningOut} onChange={setSigningOut}>
          {texts.signOut}
        </Checkbox>
      ) : null}
    </ConfirmDialog>
  )
}
