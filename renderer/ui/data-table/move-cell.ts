/** A cell, counted from 0; {@link headerRow} is the row of the headers. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** The row number of the header. */
export const headerRow = -1

/** Where a key leads from a cell (WAI-ARIA grid pattern); undefined for other keys. */
export function moveCell(
  from: CellPlace,
  key: string,
  isMod: boolean,
  size: { readonly rows: number; readonly columns: number; readonly pageRows: number },
): CellPlace | undefined {
  const { row, column } = from
  const lastRow = size.rows - 1
  const lastColumn = size.columns - 1
  const at = (nextRow: number, nextColumn: number): CellPlace => ({
    row: Math.max(headerRow, Math.min(lastRow, nextRow)),
    column: Math.max(0, Math.min(lastColumn, nextColumn)),
  })
  switch (key) {
    case 'ArrowDown':
      return at(row + 1, column)
    case 'ArrowUp':
      return at(row - 1, column)
    case 'ArrowRight':
      return at(row, column + 1)
    case 'ArrowLeft':
      return at(row, column - 1)
    case 'PageDown':
      return at(Math.max(0, row) + size.pageRows, column)
    case 'PageUp':
      return at(Math.max(0, row - size.pageRows), column)
    case 'Home':
      return at(isMod ? 0 : row, 0)
    case 'End':
      return at(isMod ? lastRow : row, lastColumn)
    default:
      return undefined
  }
}
