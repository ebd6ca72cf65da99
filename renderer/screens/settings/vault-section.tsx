import type { VaultHealth } from '../../../contract/models.ts'
import { describeKeyring } from '../../state/keyring-names.ts'
import { useActions } from '../../state/use-app-state.ts'
import { CardGroup } from '../../ui/card.tsx'
import { Chip, type Tone } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import type { DotShape } from '../../ui/state-dot.tsx'
import styles from './settings-screen.module.css'
import { texts, vaultStates } from './texts.ts'

const looks: Record<VaultHealth['state'], { tone: Tone; dot: DotShape }> = {
  opening: { tone: 'info', dot: 'busy' },
  open: { tone: 'ok', dot: 'on' },
  locked: { tone: 'bad', dot: 'locked' },
  memoryOnly: { tone: 'warn', dot: 'attention' },
  keyChanged: { tone: 'bad', dot: 'locked' },
  backendChanged: { tone: 'bad', dot: 'locked' },
  failed: { tone: 'bad', dot: 'attention' },
}

/** Where the tokens are kept, and what that means. What can be done about it stands in the banner over every screen. */
export function VaultSection({ vault }: { vault: VaultHealth }) {
  const actions = useActions()
  const { label, meaning } = vaultStates[vault.state]
  return (
    <CardGroup title={texts.vault}>
      <div className={styles.vault}>
        <KeyValues>
          <KeyValue label={texts.state}>
            <Chip {...looks[vault.state]}>{label}</Chip>
          </KeyValue>
          <KeyValue label={texts.meaning}>{meaning}</KeyValue>
          <KeyValue label={texts.backend}>
            <ForeignText>{describeKeyring(vault.backend)}</ForeignText>
          </KeyValue>
          {vault.writtenBy ? (
            <KeyValue label={texts.writtenBy}>
              <ForeignText>{describeKeyring(vault.writtenBy)}</ForeignText>
            </KeyValue>
          ) : null}
          <KeyValue label={texts.records}>
            {vault.records === 0 ? texts.recordsNone : formatCount(vault.records)}
          </KeyValue>
          {vault.setAside.length > 0 ? (
            <KeyValue label={texts.setAside}>
              {texts.setAsideText}
              <ul>
                {vault.setAside.map((name) => (
                  <li key={name}>
                    <ForeignText isCode>{name}</ForeignText>
                  </li>
                ))}
              </ul>
            </KeyValue>
          ) : null}
        </KeyValues>
        {vault.hasUnsaved ? (
          <p className={styles.unsaved}>
            <Icon name="alert" />
            {texts.unsaved}
          </p>
        ) : null}
        {vault.problem ? (
          <ProblemCard problem={vault.problem} isCompact headingLevel={3} onCopy={actions.copyText} />
        ) : null}
      </div>
    </CardGroup>
  )
}
