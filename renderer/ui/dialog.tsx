import { type ReactNode, Suspense, useState } from 'react'
import { Button } from './button.tsx'
import type { DialogFrameProps } from './dialog-frame.tsx'
import { onDemand } from './on-demand.ts'

const Frame = onDemand(() => import('./dialog-frame.tsx'), 'DialogFrame')

export interface ConfirmDialogProps {
  isOpen: boolean
  title: string
  children: ReactNode
  /** The name of what is done, such as "Disconnect". */
  confirmLabel: string
  cancelLabel?: string
  isPending?: boolean
  onConfirm: () => void
  onCancel: () => void
}

/**
 * Asks before something is destroyed. It names what it does; Cancel has the focus, so that Enter alone destroys nothing.
 * Escape and Cancel close it.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, children, confirmLabel, cancelLabel = 'Cancel', isPending = false } = props
  return (
    <DialogOnDemand role="alertdialog" isOpen={isOpen} title={title} onClose={props.onCancel} body={children}>
      <Button autoFocus onPress={props.onCancel}>
        {cancelLabel}
      </Button>
      <Button kind="danger" isPending={isPending} onPress={props.onConfirm}>
        {confirmLabel}
      </Button>
    </DialogOnDemand>
  )
}

export interface ExplainDialogProps {
  isOpen: boolean
  title: string
  children: ReactNode
  closeLabel?: string
  onClose: () => void
}

/** Explains something that takes more than a line. Escape and its button close it. */
export function ExplainDialog({
  isOpen,
  title,
  children,
  closeLabel = 'Close',
  onClose,
}: ExplainDialogProps) {
  return (
    <DialogOnDemand role="dialog" isOpen={isOpen} title={title} onClose={onClose} body={children}>
      <Button autoFocus onPress={onClose}>
        {closeLabel}
      </Button>
    </DialogOnDemand>
  )
}

/** Reads the frame in with the first question, and leaves it there: it goes out by its own transition. */
function DialogOnDemand(props: DialogFrameProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen)
  if (props.isOpen && !wasOpen) setWasOpen(true)
  if (!wasOpen) return null
  return (
    <Suspense fallback={null}>
      <Frame {...props} />
    </Suspense>
  )
}
