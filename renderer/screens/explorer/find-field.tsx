import styles from './explorer.module.css'
import type { ViewName } from './response-view.ts'

export interface FindFieldProps {
  view: Exclude<ViewName, 'image'>
  value: string
  onChange: (text: string) => void
  onClear: () => void
  /** Enter: to the next place. Absent in a view that is filtered. */
  onNext?: () => void
}

const placeholders = { table: 'Filter rows', tree: 'Find', text: 'Find', headers: 'Filter' }
const labels = {
  table: 'Filter rows',
  tree: 'Find in the response',
  text: 'Find in the response',
  headers: 'Filter header fields',
}

/** The field that filters the rows or the header fields, or finds in the tree or the text. */
export function FindField({ view, value, onChange, onClear, onNext }: FindFieldProps) {
  return (
    <div className={styles.find}>
      <input
        id="explorer-find"
        type="search"
        className={styles.findInput}
        aria-label={labels[view]}
        placeholder={placeholders[view]}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onClear()
          else if (event.key === 'Enter' && onNext !== undefined && !event.ctrlKey && !event.metaKey) onNext()
          else return
          event.stopPropagation()
        }}
      />
    </div>
  )
}
