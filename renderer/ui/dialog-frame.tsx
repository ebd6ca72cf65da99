import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

export interface DialogFrameProps {
  role: 'dialog' | 'alertdialog'
  isOpen: boolean
  title: string
  body: ReactNode
  /** The buttons. */
  children: ReactNode
  onClose: () => void
}

/**
 * What every dialog of ./dialog.tsx stands in. A chunk of its own: dialogs are rare, and this brings a part of React Aria
 * that nothing on the first screen needs.
 */
export function DialogFrame({ role, isOpen, title, body, children, onClose }: DialogFrameProps) {
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
