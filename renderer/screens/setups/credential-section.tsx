import type { SetupView } from '../../../contract/models.ts'
import { selectSetup } from '../../state/selectors.ts'
import { useActions, useMirror } from '../../state/use-app-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { EndTime } from '../../ui/relative-time.tsx'
import { CredentialActions } from './credential-actions.tsx'
import styles from './credential-section.module.css'
import { credentialTexts as texts } from './credential-texts.ts'
import { ImportCertificate, ImportKey } from './import-credential.tsx'
import { MakeKey } from './make-key.tsx'

/** The key that the client signs with: made here or imported; its public half is what the provider gets. */
export function KeySection({ setup }: { setup: SetupView | undefined }) {
  const actions = useActions()
  // As it stands in main now: the form was opened with what was there then.
  const key = useMirror((state) => selectSetup(state, setup?.id)?.signingKey)
  if (!setup) return <NotYet title={texts.key}>{texts.keyNotYet}</NotYet>
  return (
    <section className={styles.credential} aria-label={texts.key}>
      <h3 className={styles.title}>{texts.key}</h3>
      {key ? (
        <>
          <KeyValues>
            <KeyValue label={texts.algorithm}>{key.algorithm}</KeyValue>
            <KeyValue label={texts.keyId}>
              <ForeignText isCode>{key.keyId}</ForeignText>
            </KeyValue>
          </KeyValues>
          <div className={styles.public}>
            <div className={styles.publicHead}>
              <span className={styles.caption}>{texts.publicKey}</span>
              <CopyButton label={texts.copyPublicKey} onCopy={() => actions.copyText(key.publicJwks)} />
            </div>
            <div className={styles.jwks}>
              <ForeignText isCode>{key.publicJwks}</ForeignText>
            </div>
            <p className={styles.hint}>{texts.publicKeyHint}</p>
          </div>
        </>
      ) : (
        <p className={styles.hint}>{texts.noKey}</p>
      )}
      <CredentialActions
        ways={[
          {
            label: key ? texts.makeOther : texts.make,
            panel: (close) => <MakeKey setupId={setup.id} replaces={key !== undefined} onDone={close} />,
          },
          {
            label: texts.importKey,
            panel: (close) => <ImportKey setupId={setup.id} onDone={close} />,
          },
        ]}
        removal={
          key
            ? {
                label: texts.removeKey,
                title: texts.removeKeyTitle,
                text: texts.removeKeyText,
                run: () => actions.removeKey(setup.id),
              }
            : undefined
        }
      />
    </section>
  )
}

/** The certificate that the client shows in mutual TLS (RFC 8705). */
export function CertificateSection({ setup }: { setup: SetupView | undefined }) {
  const actions = useActions()
  const certificate = useMirror((state) => selectSetup(state, setup?.id)?.certificate)
  if (!setup) return <NotYet title={texts.certificate}>{texts.certificateNotYet}</NotYet>
  return (
    <section className={styles.credential} aria-label={texts.certificate}>
      <h3 className={styles.title}>{texts.certificate}</h3>
      {certificate ? (
        <KeyValues>
          <KeyValue label={texts.subject}>
            <ForeignText isCode>{certificate.subject}</ForeignText>
          </KeyValue>
          <KeyValue label={texts.validity}>
            <EndTime timeMs={certificate.endsAtMs} />
          </KeyValue>
          <KeyValue label={texts.fingerprint}>
            <ForeignText isCode>{certificate.fingerprint}</ForeignText>
          </KeyValue>
        </KeyValues>
      ) : (
        <p className={styles.hint}>{texts.noCertificate}</p>
      )}
      <CredentialActions
        ways={[
          {
            label: certificate ? texts.importOtherCertificate : texts.importCertificate,
            panel: (close) => <ImportCertificate setupId={setup.id} onDone={close} />,
          },
        ]}
        removal={
          certificate
            ? {
                label: texts.removeCertificate,
                title: texts.removeCertificateTitle,
                text: texts.removeCertificateText,
                run: () => actions.removeCertificate(setup.id),
              }
            : undefined
        }
      />
    </section>
  )
}

/** Keys belong to a stored setup: a new one is saved first. */
function NotYet({ title, children }: { title: string; children: string }) {
  return (
    <section className={styles.credential} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <p className={styles.hint}>{children}</p>
    </section>
  )
}
