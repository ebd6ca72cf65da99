// biome-ignore-all lint/a11y/useFocusableInteractive: the tree has the focus and points at the line (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the tree handles the keys
// biome-ignore-all lint/a11y/noStaticElementInteractions: the arrow is decoration for the mouse; the keys open lines
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { makeControlsVisible } from '../foreign-text.tsx'
import { formatCount } from '../format.ts'
import { isFromKeyboard, type MenuPlace, placeOfMenu } from '../menu-place.ts'
import { useVirtualRows } from '../virtual-rows/use-virtual-rows.ts'
import styles from './json-tree.module.css'
import {
  closeChild,
  countLines,
  lineAt,
  openChild,
  placeOf,
  type TreeLine,
  type TreeNode,
} from './tree-model.ts'
import { useTree } from './use-tree.ts'

export interface JsonTreeProps {
  label: string
  /** The container whose children are the first level. */
  root: { readonly start: number; readonly count: number }
  /** Children [from, to) of a container. */
  load: (start: number, from: number, to: number, signal: AbortSignal) => Promise<readonly TreeNode[]>
  /** A change of this fetches what is shown anew: more has arrived. */
  version: string
  /** Deeper containers are shown closed for good. */
  maxDepth: number
  /** Opens containers from the top while the tree stays within this many lines. */
  openLines?: number
  /** Opens the way to this value and selects it. */
  revealed?: readonly number[] | undefined
  onSelect?: (node: TreeNode, trail: readonly number[]) => void
  onCopy?: (node: TreeNode, trail: readonly number[]) => void
  /** A right click on a line, or Shift+F10 on the selected one. The line is selected. */
  onMenu?: (node: TreeNode, trail: readonly number[], at: MenuPlace) => void
}

const lineHeightPx = 22

/** A JSON document as a tree of any size, drawn where it is in view: one tab stop, keys as in the WAI-ARIA tree pattern. */
export function JsonTree(props: JsonTreeProps) {
  const { label, root, load, version, maxDepth, openLines = 0, revealed, onSelect, onCopy, onMenu } = props
  const scroller = useRef<HTMLDivElement>(null)
  const tree = useTree(root, load, version, openLines)
  const lineCount = countLines(tree.root)
  const rows = useVirtualRows(scroller, lineCount, lineHeightPx)
  const [active, setActive] = useState(0)
  const [hasSelection, setHasSelection] = useState(false)
  const treeId = useId()
  const { from, to } = rows
  const { show } = tree
  useEffect(() => show(from, to), [show, from, to])

  const select = (line: number) => {
    const place = Math.max(0, Math.min(lineCount - 1, line))
    setActive(place)
    setHasSelection(true)
    rows.scrollTo(place)
    const found = lineAt(tree.root, place)
    const node = found && tree.nodeOf(found)
    if (found && node) onSelect?.(node, found.trail)
  }

  const canOpen = (node: TreeNode, line: TreeLine) => node.count > 0 && line.trail.length < maxDepth
  const toggle = (line: TreeLine) => {
    const node = tree.nodeOf(line)
    if (!node || !canOpen(node, line)) return
    if (line.branch) closeChild(line.parent, line.at)
    else openChild(line.parent, line.at, node.start, node.count)
    tree.redraw()
  }

  const reveal = useRef((_place: number) => {})
  reveal.current = (place) => {
    setActive(place)
    setHasSelection(true)
    requestAnimationFrame(() => rows.scrollTo(place))
  }
  const { openWay } = tree
  const revealOnce = useCallback(
    async (trail: readonly number[], signal: AbortSignal) => {
      const opened = await openWay(trail, signal)
      if (!signal.aborted && opened) reveal.current(placeOf(opened, trail))
    },
    [openWay],
  )
  useEffect(() => {
    if (revealed === undefined || revealed.length === 0) return
    const abort = new AbortController()
    void revealOnce(revealed, abort.signal)
    return () => abort.abort()
  }, [revealed, revealOnce])

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lineAt(tree.root, active)
    const node = line && tree.nodeOf(line)
    const isMod = event.ctrlKey || event.metaKey
    if (isMod && event.key.toLowerCase() === 'c' && line && node && !document.getSelection()?.toString()) {
      event.preventDefault()
      onCopy?.(node, line.trail)
      return
    }
    if (isMod) return
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + rows.pageRows,
      PageUp: active - rows.pageRows,
      Home: 0,
      End: lineCount - 1,
    }
    const next = moves[event.key]
    if (next !== undefined) select(next)
    else if ((event.key === 'Enter' || event.key === ' ') && line) toggle(line)
    else if (event.key === 'ArrowRight' && line && node) {
      if (line.branch) select(active + 1)
      else if (canOpen(node, line)) toggle(line)
    } else if (event.key === 'ArrowLeft' && line) {
      if (line.branch) toggle(line)
      else if (line.trail.length > 1) select(placeOf(tree.root, line.trail.slice(0, -1)))
    } else return
    event.preventDefault()
  }

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const item = isFromKeyboard(event)
      ? document.getElementById(`${treeId}-${active}`)
      : (event.target as Element).closest<HTMLElement>('[role=treeitem]')
    if (onMenu === undefined || item === null) return
    event.preventDefault()
    const place = Number(item.id.slice(treeId.length + 1))
    // The focus comes back here from the menu.
    scroller.current?.focus()
    select(place)
    const line = lineAt(tree.root, place)
    const node = line && tree.nodeOf(line)
    if (line && node) onMenu(node, line.trail, placeOfMenu(event, item))
  }

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      tabIndex={0}
      className={styles.tree}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      {...(active >= from && active < to ? { 'aria-activedescendant': `${treeId}-${active}` } : {})}
    >
      <div role="presentation" className={styles.lines} style={{ height: rows.heightPx }}>
        {Array.from({ length: to - from }, (_, at) => {
          const place = from + at
          const line = lineAt(tree.root, place)
          if (line === undefined) return null
          const node = tree.nodeOf(line)
          const isOpenable = node !== undefined && canOpen(node, line)
          return (
            <div
              key={place}
              id={`${treeId}-${place}`}
              role="treeitem"
              aria-level={line.trail.length}
              aria-setsize={line.parent.count}
              aria-posinset={line.at + 1}
              aria-selected={hasSelection && place === active}
              {...(isOpenable ? { 'aria-expanded': line.branch !== undefined } : {})}
              data-active={place === active ? '' : undefined}
              className={styles.line}
              style={{
                transform: `translateY(${rows.offsetOf(place)}px)`,
                paddingInlineStart: 8 + Math.min(line.trail.length - 1, 40) * 16,
              }}
              onClick={() => select(place)}
              onDoubleClick={() => toggle(line)}
            >
              <span
                className={styles.twisty}
                aria-hidden="true"
                onClick={() => toggle(line)}
                onDoubleClick={(event) => event.stopPropagation()}
              >
                {isOpenable ? (line.branch ? '▾' : '▸') : ''}
              </span>
              {node ? <NodeText node={node} isTooDeep={node.count > 0 && !isOpenable} /> : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function NodeText({ node, isTooDeep }: { node: TreeNode; isTooDeep: boolean }) {
  const key = makeControlsVisible(String(node.key))
  const isContainer = node.kind === 'object' || node.kind === 'array'
  return (
    <>
      <bdi className={styles.key}>{key}</bdi>
      {isContainer ? (
        <span className={styles.count}>
          {node.kind === 'object' ? `{${formatCount(node.count)}}` : `[${formatCount(node.count)}]`}
          {isTooDeep ? ' nested too deep to open' : ''}
        </span>
      ) : (
        <>
          <span className={styles.colon}>:</span>
          <bdi className={styles[node.kind]}>
            {node.kind === 'string' ? `"${makeControlsVisible(node.text)}` : makeControlsVisible(node.text)}
            {node.isCut ? '…' : ''}
            {node.kind === 'string' ? '"' : ''}
          </bdi>
        </>
      )}
    </>
  )
}
