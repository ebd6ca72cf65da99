import styles from './trouble-list.module.css'

/** What goes wrong, each with what to change. */
export function TroubleList(props: {
  troubles: ReadonlyArray<{ readonly symptom: string; readonly change: string }>
}) {
  return (
    <dl className={styles.troubles}>
      {props.troubles.map(({ symptom, change }) => (
        <div key={symptom}>
          <dt>{symptom}</dt>
          <dd>{change}</dd>
        </div>
      ))}
    </dl>
  )
}
