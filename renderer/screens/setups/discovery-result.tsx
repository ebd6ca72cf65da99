import type { DiscoveryView } from '../../../contract/models.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** What the provider's metadata say, for the person to compare. */
export function DiscoveryResult({ discovery }: { discovery: DiscoveryView }) {
  const offered = (isOffered: boolean) => (isOffered ? texts.offered : texts.notOffered)
  return (
    <section className={styles.found} aria-label={texts.found}>
      <h3 className={styles.foundTitle}>
        <Icon name="check" />
        {texts.found}
      </h3>
      <KeyValues>
        <KeyValue label={texts.answeredBy}>{texts.sources[discovery.source]}</KeyValue>
        <KeyValue label="Authorization">
          <ForeignText isCode>{discovery.authorizationEndpoint}</ForeignText>
        </KeyValue>
        <KeyValue label="Token">
          <ForeignText isCode>{discovery.tokenEndpoint}</ForeignText>
        </KeyValue>
        <KeyValue label={texts.pkce}>
          {discovery.supportsPkceS256 ? (
            texts.offered
          ) : (
            <span className={styles.warning}>
              <Icon name="alert" />
              {texts.notOffered}
            </span>
          )}
        </KeyValue>
        <KeyValue label={texts.refresh}>{offered(discovery.supportsRefresh)}</KeyValue>
        <KeyValue label="Revocation">{offered(discovery.supportsRevocation)}</KeyValue>
        <KeyValue label="Client auth.">
          <ForeignText isCode>{discovery.clientAuthentications.join(', ') || texts.notOffered}</ForeignText>
        </KeyValue>
      </KeyValues>
    </section>
  )
}
