import type { BodyClient, CellView, RowView } from '../../state/responses.ts'
import { ContextMenu } from '../../ui/context-menu.tsx'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import type { MenuPlace } from '../../ui/menu-place.ts'

/** A value that was right-clicked. */
export interface MenuSubject {
  readonly at: MenuPlace
  readonly address: number
  /** The numbers of the children that lead to it. */
  readonly trail: () => Promise<readonly number[] | undefined>
  /** The row that it stands in, in the table. */
  readonly row?: RowView
}

const mostCells = 1_000

/** The way to a cell of a row: the table knows where its value begins, not which child of the row it is. */
export async function trailOfCell(
  body: BodyClient,
  row: RowView,
  cell: CellView,
): Promise<readonly number[] | undefined> {
  const children = await body.ask('children', { address: row.address, from: 0, to: mostCells })
  const at = children.findIndex(({ start }) => start === cell.start)
  return at === -1 ? undefined : [...row.trail, at]
}

export interface ValueMenuProps {
  subject: MenuSubject
  body: BodyClient
  onCopy: (text: string | undefined) => Promise<boolean>
  /** Shows the row whole. */
  onShowRow?: () => void
  onClose: () => void
}

/** What can be copied of a value, and of the row around it. */
export function ValueMenu({ subject, body, onCopy, onShowRow, onClose }: ValueMenuProps) {
  const { address, row } = subject
  const copyPath = async (form: 'jsonPath' | 'pointer') => {
    const trail = await subject.trail()
    if (trail !== undefined) await onCopy((await body.ask('path', { trail }))[form])
  }
  const copyText = (of: number) => body.ask('text', { address: of }).then(onCopy)
  return (
    <ContextMenu place={subject.at} label="Value" onClose={onClose}>
      <MenuItem icon="copy" shortcut="Mod+C" onAction={() => void copyText(address)}>
        Copy value
      </MenuItem>
      <MenuItem icon="copy" onAction={() => void copyPath('jsonPath')}>
        Copy path
      </MenuItem>
      <MenuItem icon="copy" onAction={() => void copyPath('pointer')}>
        Copy JSON Pointer
      </MenuItem>
      {row === undefined ? null : (
        <>
          <MenuSeparator />
          <MenuItem icon="copy" onAction={() => void copyText(row.address)}>
            Copy row as JSON
          </MenuItem>
          {onShowRow ? (
            <MenuItem icon="browse" shortcut="Enter" onAction={onShowRow}>
              Show the whole row
            </MenuItem>
          ) : null}
        </>
      )}
    </ContextMenu>
  )
}
