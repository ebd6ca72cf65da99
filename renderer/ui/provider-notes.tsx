import { Fold } from './fold.tsx'
import styles from './provider-notes.module.css'

export interface ProviderNotesProps {
  /** What goes wrong there, each with what to change. */
  readonly troubles: ReadonlyArray<{ readonly symptom: string; readonly change: string }>
  /** What is said of the provider without a source. */
  readonly remembered: readonly string[]
}

/** What is known of a provider besides its values, folded away. */
export function ProviderNotes({ troubles, remembered }: ProviderNotesProps) {
  return (
    <>
      {troubles.length > 0 ? (
        <Fold
          title="What goes wrong"
          note={troubles.length === 1 ? '1 known trouble' : `${troubles.length} known troubles`}
        >
          <dl className={styles.list}>
            {troubles.map(({ symptom, change }) => (
              <div key={symptom}>
                <dt>{symptom}</dt>
                <dd>{change}</dd>
              </div>
            ))}
          </dl>
        </Fold>
      ) : null}
      <Fold title="How sure this is" note="not tried at the provider itself">
        <div className={styles.list}>
          <p>
            Steps in its console, names of scopes and addresses of APIs are from memory
            {remembered.length > 0 ? ', and so is this:' : '.'}
          </p>
          {remembered.length > 0 ? (
            <ul className={styles.claims}>
              {remembered.map((claim) => (
                <li key={claim}>{claim}</li>
              ))}
            </ul>
          ) : null}
        </div>
      </Fold>
    </>
  )
}
