import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

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
    <DialogFrame role="alertdialog" isOpen={isOpen} title={title} onClose={props.onCancel} body={children}>
      <Button autoFocus onPress={props.onCancel}>
        {cancelLabel}
      </Button>
      <Button kind="danger" isPending={isPending} onPress={props.onConfirm}>
        {confirmLabel}
      </Button>
    </DialogFrame>
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
    <DialogFrame role="dialog" isOpen={isOpen} title={title} onClose={onClose} body={children}>
      <Button autoFocus onPress={onClose}>
        {closeLabel}
      </Button>
    </DialogFrame>
  )
}

interface DialogFrameProps {
  role: 'dialog' | 'alertdialog'
  isOpen: boolean
  title: string
  body: ReactNode
  /** The buttons. */
  children: ReactNode
  onClose: () => void
}

function DialogFrame({ role, isOpen, title, body, children, onClose }: DialogFrameProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={false}
      className={classNames(styles.overlay)}
    >
      <Modal className={classNames(styles.modal)}>
        <AriaDialog role={role} className={classNames(styles.dialog)}>
          <Heading slot="title" className={classNames(styles.title)}>
            {title}
          </Heading>
          <div className={styles.body}>{body}</div>
          <div className={styles.actions}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
