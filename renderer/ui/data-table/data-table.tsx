// biome-ignore-all lint/a11y/useSemanticElements: rows stand where the scroll bar says, which <table> cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at the cell (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { formatCount } from '../format.ts'
import { Icon } from '../icon.tsx'
import { isFromKeyboard, type MenuPlace, placeOfMenu } from '../menu-place.ts'
import { useVirtualRows } from '../virtual-rows/use-virtual-rows.ts'
import styles from './data-table.module.css'
import { type CellPlace, headerRow, moveCell } from './move-cell.ts'

/** A column and how it is laid out. */
export interface DataColumn {
  readonly id: string
  readonly label: string
  /** Numbers stand at the end, so that their digits line up. */
  readonly align: 'start' | 'end'
  /** Width in px that its texts want; columns share what is left over in this proportion. */
  readonly widthPx: number
}

/** The column that the rows are sorted by. */
export interface SortState {
  readonly columnId: string
  readonly isDescending: boolean
}

export interface DataTableProps {
  label: string
  columns: readonly DataColumn[]
  rowCount: number
  /** True where more rows are on their way: assistive technology is not told a final count. */
  isGrowing?: boolean
  /** The content of a cell; undefined while the row is being fetched. */
  renderCell: (row: number, column: number) => ReactNode | undefined
  /** Rows [from, to) are in view. */
  onView: (from: number, to: number) => void
  sort?: SortState | undefined
  onSort: (columnId: string) => void
  selected?: CellPlace | undefined
  onSelect: (place: CellPlace) => void
  /** Copy, by Ctrl or Cmd and C on the selected cell. */
  onCopy: (place: CellPlace) => void
  /** Enter on a cell. */
  onOpen?: (place: CellPlace) => void
  /** A right click on a cell, or Shift+F10 on the selected one. The cell is selected. */
  onMenu?: (place: CellPlace, at: MenuPlace) => void
  /** A change of this goes back to the first row. */
  resetKey: string
}

const rowHeightPx = 33
const headerHeightPx = 34

/**
 * A table of any number of rows, drawn where they are in view: an ARIA grid with one tab stop, the arrow keys, Page Up
 * and Down, Home and End; the header row is reached with the arrow keys and sorts with Enter.
 */
export function DataTable(props: DataTableProps) {
  const {
    label,
    columns,
    rowCount,
    isGrowing,
    renderCell,
    onView,
    sort,
    onSort,
    selected,
    onSelect,
    resetKey,
  } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualRows(scroller, rowCount, rowHeightPx, headerHeightPx)
  const gridId = useId()
  const [isInHeader, setInHeader] = useState(false)
  const active: CellPlace = selected ?? { row: 0, column: 0 }
  const focused: CellPlace = isInHeader ? { row: headerRow, column: active.column } : active

  const { from, to } = rows
  const view = useRef(onView)
  view.current = onView
  useEffect(() => view.current(from, to), [from, to])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key alone says when
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0, left: 0 })
    setInHeader(false)
  }, [resetKey])

  const showColumn = (column: number) => {
    const box = scroller.current
    const cell = box?.querySelector<HTMLElement>(`[role=columnheader][aria-colindex="${column + 1}"]`)
    if (!box || !cell) return
    if (cell.offsetLeft < box.scrollLeft) box.scrollLeft = cell.offsetLeft
    const overPx = cell.offsetLeft + cell.offsetWidth - (box.scrollLeft + box.clientWidth)
    if (overPx > 0) box.scrollLeft += Math.min(overPx, cell.offsetLeft - box.scrollLeft)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const isMod = event.ctrlKey || event.metaKey
    if (event.key === 'Enter' || (event.key === ' ' && isInHeader)) {
      event.preventDefault()
      const column = columns[focused.column]
      if (isInHeader && column) onSort(column.id)
      else if (event.key === 'Enter') props.onOpen?.(active)
      return
    }
    if (isMod && event.key.toLowerCase() === 'c' && !isInHeader && !document.getSelection()?.toString()) {
      event.preventDefault()
      props.onCopy(active)
      return
    }
    const next = moveCell(focused, event.key, isMod, {
      rows: rowCount,
      columns: columns.length,
      pageRows: rows.pageRows,
    })
    if (next === undefined) return
    event.preventDefault()
    setInHeader(next.row === headerRow)
    showColumn(next.column)
    const row = Math.max(0, next.row)
    rows.scrollTo(row)
    onSelect({ row, column: next.column })
  }

  const template = columns.map(({ widthPx }) => `minmax(${widthPx}px, ${widthPx}fr)`).join(' ')
  const minWidth = columns.reduce((sum, { widthPx }) => sum + widthPx, 0)
  const rowStyle: CSSProperties = { gridTemplateColumns: template, minWidth }
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`
  const isDrawn = isInHeader || (active.row >= from && active.row < to)

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const isByKeyboard = isFromKeyboard(event)
    const cell =
      isByKeyboard && !isInHeader
        ? document.getElementById(cellId(active.row, active.column))
        : (event.target as Element).closest<HTMLElement>('[role=gridcell]')
    if (props.onMenu === undefined || cell === null) return
    event.preventDefault()
    const place: CellPlace = {
      row: Number(cell.parentElement?.ariaRowIndex) - 2,
      column: Number(cell.ariaColIndex) - 1,
    }
    // The focus comes back here from the menu.
    scroller.current?.focus()
    setInHeader(false)
    onSelect(place)
    props.onMenu(place, placeOfMenu(event, cell))
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={isGrowing ? -1 : rowCount + 1}
      aria-colcount={columns.length}
      aria-readonly="true"
      tabIndex={0}
      className={styles.table}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      {...(isDrawn ? { 'aria-activedescendant': cellId(focused.row, focused.column) } : {})}
    >
      <div role="row" aria-rowindex={1} className={styles.header} style={rowStyle}>
        {columns.map((column, at) => {
          const isSorted = sort?.columnId === column.id
          return (
            <div
              key={column.id}
              id={cellId(headerRow, at)}
              role="columnheader"
              aria-colindex={at + 1}
              aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
              data-align={column.align}
              data-active={isInHeader && focused.column === at ? '' : undefined}
              className={styles.head}
              title={`${column.label}: sort`}
              onClick={() => onSort(column.id)}
            >
              <bdi>{column.label}</bdi>
              {isSorted ? <Icon name={sort.isDescending ? 'chevronDown' : 'chevronUp'} /> : null}
            </div>
          )
        })}
      </div>
      <div role="presentation" className={styles.rows} style={{ height: rows.heightPx, minWidth }}>
        {Array.from({ length: to - from }, (_, at) => {
          const row = from + at
          const isSelected = selected?.row === row
          return (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              aria-selected={isSelected}
              className={styles.row}
              style={{ ...rowStyle, transform: `translateY(${rows.offsetOf(row)}px)` }}
            >
              {columns.map((column, columnAt) => {
                const content = renderCell(row, columnAt)
                const isActive = !isInHeader && isSelected && selected.column === columnAt
                return (
                  <div
                    key={column.id}
                    id={cellId(row, columnAt)}
                    role="gridcell"
                    aria-colindex={columnAt + 1}
                    data-align={column.align}
                    data-active={isActive ? '' : undefined}
                    className={styles.cell}
                    onClick={() => {
                      setInHeader(false)
                      onSelect({ row, column: columnAt })
                    }}
                    onDoubleClick={() => props.onOpen?.({ row, column: columnAt })}
                  >
                    {content}
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
      {rowCount === 0 ? <p className={styles.none}>{isGrowing ? '' : `${formatCount(0)} rows`}</p> : null}
    </div>
  )
}
