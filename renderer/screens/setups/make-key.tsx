import { useState } from 'react'
import type { SigningAlgorithm } from '../../../contract/models.ts'
import type { Problem } from '../../../contract/problem.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './credential-section.module.css'
import { algorithmOptions, credentialTexts as texts } from './credential-texts.ts'

/** Makes a key in main; the private half never leaves it. */
export function MakeKey(props: { setupId: string; replaces: boolean; onDone: () => void }) {
  const { setupId, replaces, onDone } = props
  const actions = useActions()
  const [algorithm, setAlgorithm] = useState<SigningAlgorithm>('ES256')
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [make, isMaking] = usePending(async () => {
    const result = await actions.makeKey({ setupId, algorithm })
    if (result.ok) onDone()
    else setProblem(result.problem)
  })
  return (
    <>
      <Select
        label={texts.algorithm}
        value={algorithm}
        options={algorithmOptions}
        onChange={setAlgorithm}
        description={replaces ? texts.makeReplaces : texts.makeHint}
      />
      {problem ? (
        <div role="alert">
          <ProblemCard problem={problem} isCompact headingLevel={3} onCopy={actions.copyText} />
        </div>
      ) : null}
      <div className={styles.actions}>
        <Button icon="key" isPending={isMaking} onPress={make}>
          {texts.make}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {texts.cancel}
        </Button>
      </div>
    </>
  )
}
