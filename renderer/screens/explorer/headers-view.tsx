import type { ResponseHead } from '../../../contract/models.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import styles from './explorer.module.css'

/** The request's address and the header fields, in the order received. */
export function HeadersView({ head, filter }: { head: ResponseHead; filter: string }) {
  const wanted = filter.trim().toLowerCase()
  const shown = head.headers.filter((field) => field.join(': ').toLowerCase().includes(wanted))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard
    <section className={styles.headers} aria-label="Header fields of the response" tabIndex={0}>
      <p className={styles.requested}>
        <b>{head.method}</b> <ForeignText isCode>{head.url}</ForeignText>
      </p>
      <dl className={styles.fields}>
        {shown.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same field may come twice; the list never changes
          <div key={index}>
            <dt>
              <ForeignText isCode>{name}</ForeignText>
            </dt>
            <dd>
              <ForeignText isCode>{value}</ForeignText>
            </dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 ? (
        <p className={styles.muted}>
          {wanted === '' ? 'No header fields came.' : 'No header field holds this text.'}
        </p>
      ) : null}
    </section>
  )
}
