import { type ReactNode, useState } from 'react'
import type { Result } from '../../../contract/ipc.ts'
import type { Problem } from '../../../contract/problem.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import styles from './credential-section.module.css'

export interface CredentialActionsProps {
  /** Each opens a panel in place of the buttons. */
  ways: ReadonlyArray<{ label: string; panel: (close: () => void) => ReactNode }>
  removal: { label: string; title: string; text: string; run: () => Promise<Result<unknown>> } | undefined
}

/** What can be done with a key or a certificate, one thing at a time. */
export function CredentialActions({ ways, removal }: CredentialActionsProps) {
  const actions = useActions()
  const [openAt, setOpenAt] = useState<number | undefined>(undefined)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [remove, isRemoving] = usePending(async () => {
    const result = await removal?.run()
    setProblem(result && !result.ok ? result.problem : undefined)
    setAsking(false)
  })
  const open = openAt === undefined ? undefined : ways[openAt]
  if (open) return <div className={styles.panel}>{open.panel(() => setOpenAt(undefined))}</div>
  return (
    <>
      {problem ? (
        <div role="alert">
          <ProblemCard problem={problem} isCompact headingLevel={3} onCopy={actions.copyText} />
        </div>
      ) : null}
      <div className={styles.actions}>
        {ways.map(({ label }, index) => (
          <Button key={label} onPress={() => setOpenAt(index)}>
            {label}
          </Button>
        ))}
        {removal ? (
          <Button kind="quiet" onPress={() => setAsking(true)}>
            {`${removal.label}…`}
          </Button>
        ) : null}
      </div>
      {removal ? (
        <ConfirmDialog
          isOpen={isAsking}
          title={removal.title}
          confirmLabel={removal.label}
          isPending={isRemoving}
          onConfirm={remove}
          onCancel={() => setAsking(false)}
        >
          <p>{removal.text}</p>
        </ConfirmDialog>
      ) : null}
    </>
  )
}
