import type { CellView, ColumnView } from '../../state/responses.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'
import type { DataColumn } from '../../ui/data-table/data-table.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatCount } from '../../ui/format.ts'
import styles from './explorer.module.css'

const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const stateName = /(^|[_-])(status|state|stage|phase|result|outcome)$|(Status|State)$/i
const idName = /^id$|[_-]id$|[a-z]Id$|^uuid$|^sku$/i

const toneWords: ReadonlyArray<readonly [Tone, RegExp]> = [
  ['bad', /fail|error|cancel|reject|denied|declin|overdue|expired|blocked|lost|refund/i],
  ['warn', /hold|pending|wait|draft|paused|review|partial|late|trial|inactive|disabled/i],
  ['ok', /paid|active|success|succeed|complete|done|enabled|approved|deliver|closed|^ok$|valid|connected/i],
  ['accent', /open|new|running|progress|shipped|sent|started|queued|processing/i],
]

function toneOf(value: string): Tone {
  return toneWords.find(([, words]) => words.test(value))?.[0] ?? 'neutral'
}

function isState(column: ColumnView): boolean {
  return column.values !== undefined && stateName.test(column.key)
}

/** How a column stands in the table: numbers at the end, identifiers not, as wide as the sample's values want. */
export function layOutColumn(column: ColumnView): DataColumn {
  const isNumeric =
    column.kinds.length > 0 && column.kinds.every((kind) => kind === 'number' || kind === 'array')
  const textPx = column.isTime ? 150 : Math.min(260, column.maxLength * 6.7 + 26 + (isState(column) ? 16 : 0))
  return {
    id: column.key,
    label: makeControlsVisible(column.key) || '(empty key)',
    align: isNumeric && !idName.test(column.key) ? 'end' : 'start',
    widthPx: Math.round(Math.max(64, Math.min(200, column.key.length * 6.8 + 40), textPx)),
  }
}

/** A value in a cell: scalars as sent, times readable with the exact one on hover, containers by name or size. */
export function CellContent({ cell, column }: { cell: CellView | undefined; column: ColumnView }) {
  if (cell === undefined) return null
  if (cell.kind === 'array') return <span className={styles.muted}>[{formatCount(cell.count)}]</span>
  if (cell.kind === 'null') return <span className={styles.muted}>null</span>
  if (cell.kind === 'object' && cell.text === '') {
    return <span className={styles.muted}>{`{${formatCount(cell.count)}}`}</span>
  }
  const text = makeControlsVisible(cell.text)
  if (column.isTime && cell.kind === 'string') {
    const timeMs = Date.parse(cell.text)
    if (!Number.isNaN(timeMs)) return <time title={text}>{timeFormat.format(timeMs)}</time>
  }
  if (cell.kind === 'string' && isState(column)) return <Chip tone={toneOf(cell.text)}>{text}</Chip>
  const isId = idName.test(column.key)
  return (
    <bdi className={isId ? styles.idCell : styles.textCell} title={text.length > 24 ? text : undefined}>
      {text}
      {cell.isCut ? '…' : ''}
    </bdi>
  )
}
