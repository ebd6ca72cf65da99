import { useState } from 'react'
import type { VaultHealth } from '../../contract/models.ts'
import { describeKeyring } from '../state/keyring-names.ts'
import { useActions, usePending, useSlice, useViewState } from '../state/use-app-state.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { ForeignText } from '../ui/foreign-text.tsx'
import { texts } from './texts.ts'

/** Says over every screen what is wrong with the vault, with what can be done about it. Nothing while all is saved. */
export function VaultBanner() {
  const vault = useSlice('vault')
  const screen = useViewState(({ view }) => view.screen)
  if (!vault || vault.state === 'opening') return null
  if (vault.state === 'open') return vault.hasUnsaved ? <UnsavedBanner vault={vault} /> : null
  // A choice that was made, not an event: it need not stand over the data.
  if (vault.state === 'memoryOnly' && screen === 'explorer') return null
  return <ClosedVaultBanner vault={vault} state={vault.state} />
}

/** The disk takes nothing: what was renewed or connected lives in memory. */
function UnsavedBanner({ vault }: { vault: VaultHealth }) {
  const actions = useActions()
  const [retry, isRetrying] = usePending(actions.retryVault)
  return (
    <Banner
      tone="bad"
      icon="alert"
      title={vault.problem?.title ?? texts.unsavedTitle}
      actions={
        <Button isPending={isRetrying} onPress={retry}>
          {texts.tryAgain}
        </Button>
      }
    >
      {texts.unsaved} {vault.problem ? <ForeignText>{vault.problem.nextStep}</ForeignText> : null}
    </Banner>
  )
}

type ClosedState = Exclude<VaultHealth['state'], 'open' | 'opening'>

function ClosedVaultBanner({ vault, state }: { vault: VaultHealth; state: ClosedState }) {
  const actions = useActions()
  const [retry, isRetrying] = usePending(actions.retryVault)
  const [isAsking, setAsking] = useState(false)
  const [startAnew, isStarting] = usePending(async () => {
    await actions.startVaultAnew()
    setAsking(false)
  })
  const text = texts.vault[state]
  const canStartAnew = state === 'keyChanged' || state === 'backendChanged'
  return (
    <Banner
      tone={state === 'memoryOnly' ? 'warn' : 'bad'}
      icon={state === 'memoryOnly' ? 'info' : 'lock'}
      title={text.title}
      actions={
        <>
          <Button isPending={isRetrying} onPress={retry}>
            {texts.tryAgain}
          </Button>
          {canStartAnew ? <Button onPress={() => setAsking(true)}>{`${texts.startAnew}…`}</Button> : null}
        </>
      }
    >
      {state === 'failed' && vault.problem ? (
        <ForeignText>{`${vault.problem.title}. ${vault.problem.nextStep}`}</ForeignText>
      ) : (
        text.text
      )}
      {vault.hasUnsaved ? <> {texts.unsaved}</> : null}
      {state === 'backendChanged' && vault.writtenBy ? (
        <>
          {' '}
          It was written with <ForeignText>{describeKeyring(vault.writtenBy)}</ForeignText>; the present one
          is <ForeignText>{describeKeyring(vault.backend)}</ForeignText>.
        </>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.startAnewTitle}
        confirmLabel={texts.startAnew}
        isPending={isStarting}
        onConfirm={startAnew}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.startAnewText}</p>
      </ConfirmDialog>
    </Banner>
  )
}
