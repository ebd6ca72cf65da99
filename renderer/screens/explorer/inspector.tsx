import { useCallback, useEffect, useRef, useState } from 'react'
import { type BodyClient, maxOpenDepth, type RowView } from '../../state/responses.ts'
import { IconButton } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { formatCount } from '../../ui/format.ts'
import { JsonTree } from '../../ui/json-tree/json-tree.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import styles from './explorer.module.css'
import { usePath } from './use-path.ts'
import type { MenuSubject } from './value-menu.tsx'

export interface InspectorProps {
  body: BodyClient
  row: RowView | undefined
  version: string
  /** Whether it is open where it does not stand beside the table. */
  isOpen: boolean
  onClose: () => void
  onCopy: (text: string | undefined) => Promise<boolean>
  onMenu: (subject: MenuSubject) => void
}

/** The selected row whole. Copies the value selected in it, or else the row. */
export function Inspector({ body, row, version, isOpen, onClose, onCopy, onMenu }: InspectorProps) {
  const [chosen, setChosen] = useState<{ row: number; start: number; trail: readonly number[] }>()
  const panel = useRef<HTMLElement>(null)
  const address = row?.address
  const target = chosen !== undefined && chosen.row === address ? chosen : undefined
  const trail = row === undefined ? undefined : [...row.trail, ...(target?.trail ?? [])]
  const path = usePath(body, trail)
  useEffect(() => {
    if (isOpen) panel.current?.querySelector<HTMLElement>('[role=tree]')?.focus()
  }, [isOpen])
  const load = useCallback(
    (start: number, from: number, to: number, signal: AbortSignal) =>
      body.ask('children', { address: start, from, to }, signal),
    [body],
  )
  const [count, setCount] = useState(0)
  useEffect(() => {
    if (address === undefined) return
    const abort = new AbortController()
    body.ask('value', { address }, abort.signal).then(
      (value) => setCount(value.count),
      () => undefined,
    )
    return () => abort.abort()
  }, [body, address])

  return (
    <aside
      ref={panel}
      className={styles.inspector}
      aria-label="Selected row"
      data-open={isOpen ? '' : undefined}
      data-pane="inspector"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) onClose()
      }}
    >
      {row === undefined || address === undefined ? (
        <p className={styles.muted}>Select a row to see it whole.</p>
      ) : (
        <>
          <header className={styles.inspectorHead}>
            <h2>Row {formatCount(row.number + 1)}</h2>
            <Menu trigger={<IconButton icon="more" label="More of this row" />} label="More of this row">
              <MenuItem icon="copy" onAction={() => void onCopy(path?.pointer)}>
                Copy JSON Pointer
              </MenuItem>
              <MenuItem icon="copy" onAction={() => void body.ask('text', { address }).then(onCopy)}>
                Copy row as JSON
              </MenuItem>
            </Menu>
            <span className={styles.inspectorClose}>
              <IconButton icon="close" label="Close" onPress={onClose} />
            </span>
          </header>
          <div className={styles.inspectorPath}>
            <ForeignText isCode isCut>
              {path?.jsonPath ?? ''}
            </ForeignText>
          </div>
          <div className={styles.inspectorActions}>
            <CopyButton label="Copy path" onCopy={() => onCopy(path?.jsonPath)} />
            <CopyButton
              label="Copy value"
              onCopy={() => body.ask('text', { address: target?.start ?? address }).then(onCopy)}
            />
          </div>
          <div className={styles.inspectorTree}>
            <JsonTree
              label="Values of the row"
              root={{ start: address, count }}
              load={load}
              version={version}
              maxDepth={maxOpenDepth - row.trail.length}
              openLines={24}
              onSelect={(node, nodeTrail) => setChosen({ row: address, start: node.start, trail: nodeTrail })}
              onCopy={(node) => void body.ask('text', { address: node.start }).then(onCopy)}
              onMenu={(node, nodeTrail, at) =>
                onMenu({ at, address: node.start, trail: async () => [...row.trail, ...nodeTrail], row })
              }
            />
          </div>
        </>
      )}
    </aside>
  )
}
