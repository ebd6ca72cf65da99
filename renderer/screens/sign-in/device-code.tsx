import { Suspense } from 'react'
import type { SignInView } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ForeignText, makeControlsVisible } from '../../ui/foreign-text.tsx'
import { onDemand } from '../../ui/on-demand.ts'
import styles from './device-code.module.css'
import { texts } from './texts.ts'

// Few sign-ins need it.
const QrCode = onDemand(() => import('../../ui/qr-code.tsx'), 'QrCode')

export interface DeviceCodeProps {
  device: NonNullable<SignInView['device']>
  attemptId: string
}

/** The code to enter on another device, and where (RFC 8628 §3.3). */
export function DeviceCode({ device, attemptId }: DeviceCodeProps) {
  const actions = useActions()
  const { userCode, verificationUri, verificationUriComplete } = device
  const [open, isOpening] = usePending(() => actions.openBrowser(attemptId))
  return (
    <div className={styles.device}>
      <div className={styles.words}>
        <h2 className={styles.headline}>{texts.device}</h2>
        <p className={styles.lead}>{texts.deviceText}</p>
        <div>
          <div className={styles.caption}>{texts.deviceAddress}</div>
          <div className={styles.line}>
            <span className={styles.address}>
              <ForeignText isCode>{verificationUri}</ForeignText>
            </span>
            <CopyButton
              isIconOnly
              label={texts.copyAddress}
              onCopy={() => actions.copyText(verificationUri)}
            />
          </div>
        </div>
        <div>
          <div className={styles.caption}>{texts.deviceCode}</div>
          <div className={styles.line}>
            <output className={styles.code} aria-label={texts.deviceCode}>
              <bdi>{makeControlsVisible(userCode)}</bdi>
            </output>
            <CopyButton label={texts.copyCode} onCopy={() => actions.copyText(userCode)} />
          </div>
        </div>
        <div>
          <Button icon="external" isPending={isOpening} onPress={open}>
            {texts.openHere}
          </Button>
        </div>
      </div>
      <div className={styles.qrCode}>
        <Suspense fallback={null}>
          <QrCode text={verificationUriComplete ?? verificationUri} label={texts.qrCode} />
        </Suspense>
        <p className={styles.caption}>{verificationUriComplete ? texts.qrCodeWhole : texts.qrCodeAddress}</p>
      </div>
    </div>
  )
}
