import { type ReactNode, useRef, useState } from 'react'
import type { Result } from '../../../contract/ipc.ts'
import type { SigningAlgorithm } from '../../../contract/models.ts'
import type { Problem } from '../../../contract/problem.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { PasteArea } from '../../ui/paste-area.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './credential-section.module.css'
import { importAlgorithmOptions, credentialTexts as texts } from './credential-texts.ts'

/** Reads a text that must not stay in the window, and empties its place. */
function take(area: HTMLTextAreaElement | null): string {
  const text = area?.value.trim() ?? ''
  if (area) area.value = ''
  return text
}

interface ImportPanelProps {
  /** Sends what was pasted; a text says which field is empty. */
  send: () => Promise<Result<unknown>> | string
  onDone: () => void
  children: ReactNode
}

function ImportPanel({ send, onDone, children }: ImportPanelProps) {
  const actions = useActions()
  const [failure, setFailure] = useState<Problem | string | undefined>(undefined)
  const [run, isRunning] = usePending(async () => {
    const sent = send()
    if (typeof sent === 'string') {
      setFailure(sent)
      return
    }
    const result = await sent
    if (result.ok) onDone()
    else setFailure(result.problem)
  })
  return (
    <>
      {children}
      {failure === undefined ? null : (
        <div role="alert">
          {typeof failure === 'string' ? (
            <p className={styles.fault}>{failure}</p>
          ) : (
            <ProblemCard problem={failure} isCompact headingLevel={3} onCopy={actions.copyText} />
          )}
        </div>
      )}
      <div className={styles.actions}>
        <Button isPending={isRunning} onPress={run}>
          {texts.import}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {texts.cancel}
        </Button>
      </div>
    </>
  )
}

/** Takes a private key as PEM or JWK. It stands in the text area alone, and is gone from there once it is sent. */
export function ImportKey({ setupId, onDone }: { setupId: string; onDone: () => void }) {
  const actions = useActions()
  const area = useRef<HTMLTextAreaElement>(null)
  const [algorithm, setAlgorithm] = useState<SigningAlgorithm | 'own'>('own')
  return (
    <ImportPanel
      onDone={onDone}
      send={() => {
        const privateKey = take(area.current)
        if (privateKey === '') return texts.keyMissing
        return actions.importKey({ setupId, privateKey, ...(algorithm !== 'own' && { algorithm }) })
      }}
    >
      <PasteArea
        label={texts.privateKey}
        description={texts.privateKeyHint}
        placeholder="-----BEGIN PRIVATE KEY-----"
        areaRef={area}
        shouldFocus
        isCovered
      />
      <Select
        label={texts.algorithm}
        value={algorithm}
        options={importAlgorithmOptions}
        onChange={setAlgorithm}
      />
    </ImportPanel>
  )
}

/** Takes a certificate and its private key as PEM. */
export function ImportCertificate({ setupId, onDone }: { setupId: string; onDone: () => void }) {
  const actions = useActions()
  const certificateArea = useRef<HTMLTextAreaElement>(null)
  const keyArea = useRef<HTMLTextAreaElement>(null)
  return (
    <ImportPanel
      onDone={onDone}
      send={() => {
        // The certificate is public: it stays where it is, so that only the key has to be pasted again.
        const certificate = certificateArea.current?.value.trim() ?? ''
        const privateKey = take(keyArea.current)
        if (certificate === '') return texts.certificateMissing
        if (privateKey === '') return texts.keyMissing
        return actions.importCertificate({ setupId, certificate, privateKey })
      }}
    >
      <PasteArea
        label={texts.certificatePem}
        description={texts.certificateHint}
        placeholder="-----BEGIN CERTIFICATE-----"
        areaRef={certificateArea}
        shouldFocus
      />
      <PasteArea
        label={texts.privateKey}
        description={texts.certificateKeyHint}
        placeholder="-----BEGIN PRIVATE KEY-----"
        areaRef={keyArea}
        isCovered
      />
    </ImportPanel>
  )
}
