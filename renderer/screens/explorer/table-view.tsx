import { useEffect, useMemo, useState } from 'react'
import { type BodyClient, type BodyStatus, type RowView, wholeView } from '../../state/responses.ts'
import { DataTable, type SortState } from '../../ui/data-table/data-table.tsx'
import type { CellPlace } from '../../ui/data-table/move-cell.ts'
import type { MenuPlace } from '../../ui/menu-place.ts'
import { useBlocks } from '../../ui/virtual-rows/use-blocks.ts'
import { CellContent, layOutColumn } from './cell-content.tsx'

/** The rows as filtered and sorted; `view` names them to the worker. */
export interface Arranged {
  readonly view: number
  readonly count: number
}

/** Asks the worker to filter and sort; what was there stays until it has. */
export function useArrangement(
  body: BodyClient,
  status: BodyStatus,
  filter: string,
  sort: SortState | undefined,
): Arranged & { readonly isArranging: boolean } {
  const [arranged, setArranged] = useState<Arranged & { readonly key: string }>()
  const isPlain = filter.trim() === '' && sort === undefined
  const rowCount = status.table?.rowCount ?? 0
  const key = isPlain
    ? ''
    : JSON.stringify([filter, sort?.columnId, sort?.isDescending, status.isComplete, status.pageCount])
  useEffect(() => {
    if (key === '') {
      setArranged(undefined)
      return
    }
    const [text, sortKey, isDescending] = JSON.parse(key) as [string, string | null, boolean | null]
    const abort = new AbortController()
    const wanted = {
      ...(text === '' ? {} : { filter: text }),
      ...(sortKey === null ? {} : { sort: { key: sortKey, isDescending: isDescending === true } }),
    }
    body.ask('arrange', wanted, abort.signal).then(
      (result) => setArranged({ ...result, key }),
      () => undefined,
    )
    return () => abort.abort()
  }, [body, key])
  if (isPlain) return { view: wholeView, count: rowCount, isArranging: false }
  return {
    view: arranged?.view ?? wholeView,
    count: arranged?.count ?? rowCount,
    isArranging: arranged?.key !== key,
  }
}

export interface TableViewProps {
  bodyId: string
  body: BodyClient
  status: BodyStatus
  table: NonNullable<BodyStatus['table']>
  arranged: Arranged
  sort: SortState | undefined
  onSort: (columnId: string) => void
  selected: CellPlace
  onSelect: (place: CellPlace) => void
  /** The selected row, once it was fetched. */
  onRow: (row: RowView | undefined) => void
  onCopy: (row: RowView, column: number) => void
  onOpen: () => void
  onMenu: (row: RowView, column: number, at: MenuPlace) => void
}

/** The array of objects as a table. */
export function TableView(props: TableViewProps) {
  const { bodyId, body, status, table, arranged, sort, onSort, selected, onSelect, onRow, onCopy, onOpen } =
    props
  const { view, count } = arranged
  const [range, setRange] = useState({ from: 0, to: 40 })
  const rowAt = useBlocks(
    `${bodyId} ${view}`,
    `${status.receivedBytes} ${table.columns.length}`,
    (from, to, signal) => body.ask('rows', { view, from, to }, signal),
    range.from,
    range.to,
  )
  const columns = useMemo(() => table.columns.map(layOutColumn), [table.columns])
  const row = rowAt(selected.row)
  useEffect(() => onRow(row), [row, onRow])

  return (
    <DataTable
      label="Rows of the response"
      columns={columns}
      rowCount={count}
      isGrowing={!status.isComplete}
      renderCell={(rowIndex, columnIndex) => {
        const column = table.columns[columnIndex]
        const cells = rowAt(rowIndex)?.cells
        return cells === undefined || column === undefined ? undefined : (
          <CellContent cell={cells[columnIndex]} column={column} />
        )
      }}
      onView={(from, to) => setRange({ from, to })}
      sort={sort}
      onSort={onSort}
      selected={selected}
      onSelect={onSelect}
      onCopy={({ row: at, column }) => {
        const copied = rowAt(at)
        if (copied !== undefined) onCopy(copied, column)
      }}
      onOpen={onOpen}
      onMenu={({ row: at, column }, place) => {
        const asked = rowAt(at)
        if (asked !== undefined) props.onMenu(asked, column, place)
      }}
      resetKey={`${bodyId} ${view}`}
    />
  )
}
