import { useCallback, useState } from 'react'
import type { ResponseHead } from '../../../contract/models.ts'
import {
  maxOpenDepth,
  type ResponseActions,
  type ResponseState,
  type RowView,
} from '../../state/responses.ts'
import { Button } from '../../ui/button.tsx'
import type { SortState } from '../../ui/data-table/data-table.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatPlural } from '../../ui/format.ts'
import { JsonTree } from '../../ui/json-tree/json-tree.tsx'
import styles from './explorer.module.css'
import { HeadersView } from './headers-view.tsx'
import { ImageView } from './image-view.tsx'
import { Inspector } from './inspector.tsx'
import { ResponseFoot } from './response-foot.tsx'
import type { ViewName } from './response-view.ts'
import { TableView, useArrangement } from './table-view.tsx'
import { TextView } from './text-view.tsx'
import { usePath } from './use-path.ts'
import { type MenuSubject, trailOfCell, ValueMenu } from './value-menu.tsx'

export interface ResponseBodyProps {
  head: ResponseHead
  state: ResponseState
  response: ResponseActions
  view: ViewName
  filter: string
  sort: SortState | undefined
  place: { row: number; column: number }
  row: RowView | undefined
  isInspectorOpen: boolean
  found: { trail: readonly number[]; lineIndex: number } | undefined
  hasNoMatch: boolean
  copy: (text: string | undefined) => Promise<boolean>
  onSort: (columnId: string) => void
  onSelect: (place: { row: number; column: number }) => void
  onRow: (row: RowView | undefined) => void
  onInspector: (isOpen: boolean) => void
}

/** The view of the body, and the line below it. */
export function ResponseBody(props: ResponseBodyProps) {
  const { state } = props
  const { body, bodyStatus: status } = state
  if (props.view === 'headers') {
    return (
      <>
        <div className={styles.view}>
          <HeadersView head={props.head} filter={props.filter} />
        </div>
        <ResponseFoot state={state} response={props.response} head={props.head} />
      </>
    )
  }
  if (body === undefined || status === undefined) return <div className={styles.view} aria-busy="true" />
  return <ArrivedBody {...props} body={body} status={status} />
}

function ArrivedBody(
  props: ResponseBodyProps & {
    body: NonNullable<ResponseState['body']>
    status: NonNullable<ResponseState['bodyStatus']>
  },
) {
  const { head, state, response, view, filter, sort, place, row, body, status, found, copy } = props
  const arranged = useArrangement(body, status, view === 'table' ? filter : '', sort)
  const load = useCallback(
    (start: number, from: number, to: number, signal: AbortSignal) =>
      body.ask('children', { address: start, from, to }, signal),
    [body],
  )
  const version = `${status.receivedBytes} ${status.isComplete}`
  const [chosen, setChosen] = useState<{ body: unknown; address: number; trail: readonly number[] }>()
  const inTree = view === 'tree' && chosen?.body === body ? chosen : undefined
  const path = usePath(body, inTree?.trail)
  const [menu, setMenu] = useState<MenuSubject>()
  const copyValue = (address: number) => void body.ask('text', { address }).then(copy)
  return (
    <>
      <div id="explorer-rows" className={view === 'table' ? styles.split : styles.view}>
        {view === 'table' && status.table !== undefined ? (
          <>
            <TableView
              bodyId={head.requestId}
              body={body}
              status={status}
              table={status.table}
              arranged={arranged}
              sort={sort}
              onSort={props.onSort}
              selected={place}
              onSelect={props.onSelect}
              onRow={props.onRow}
              onCopy={(copied, column) => {
                const cell = copied.cells[column]
                if (cell !== undefined) copyValue(cell.start)
              }}
              onOpen={() => props.onInspector(true)}
              onMenu={(asked, column, at) => {
                const cell = asked.cells[column]
                if (cell === undefined) return
                setMenu({ at, address: cell.start, trail: () => trailOfCell(body, asked, cell), row: asked })
              }}
            />
            <Inspector
              body={body}
              row={row}
              version={version}
              isOpen={props.isInspectorOpen}
              onClose={() => {
                props.onInspector(false)
                document.querySelector<HTMLElement>('#explorer-rows [role=grid]')?.focus()
              }}
              onCopy={copy}
              onMenu={setMenu}
            />
          </>
        ) : view === 'tree' && status.root !== undefined ? (
          <JsonTree
            label="Tree of the response"
            root={{ start: status.root.address, count: status.root.count }}
            load={load}
            version={version}
            maxDepth={maxOpenDepth}
            openLines={40}
            revealed={found?.trail}
            onSelect={(node, trail) => setChosen({ body, address: node.start, trail })}
            onCopy={(node) => copyValue(node.start)}
            onMenu={(node, trail, at) => setMenu({ at, address: node.start, trail: async () => trail })}
          />
        ) : view === 'text' ? (
          <TextView
            bodyId={head.requestId}
            body={body}
            status={status}
            markedLine={found?.lineIndex ?? (filter.trim() === '' ? status.fault?.lineIndex : undefined)}
          />
        ) : view === 'image' && status.image !== undefined ? (
          <ImageView body={body} status={status} image={status.image} />
        ) : null}
      </div>
      {menu === undefined ? null : (
        <ValueMenu
          subject={menu}
          body={body}
          onCopy={copy}
          onShowRow={() => props.onInspector(true)}
          onClose={() => setMenu(undefined)}
        />
      )}
      <ResponseFoot
        state={state}
        response={response}
        head={head}
        {...(view === 'table'
          ? { shownRows: arranged.count, isArranging: arranged.isArranging, filter }
          : {})}
        hasNoMatch={props.hasNoMatch}
        summary={path === undefined ? summarize(view, status) : makeControlsVisible(path.jsonPath)}
      >
        {inTree === undefined ? null : (
          <>
            <Button kind="quiet" onPress={() => void copy(path?.jsonPath)}>
              Copy path
            </Button>
            <Button kind="quiet" onPress={() => copyValue(inTree.address)}>
              Copy value
            </Button>
          </>
        )}
      </ResponseFoot>
    </>
  )
}

function summarize(view: ViewName, status: NonNullable<ResponseState['bodyStatus']>): string | undefined {
  if (view === 'text')
    return status.textLineCount === 0 ? undefined : formatPlural(status.textLineCount, 'line')
  if (view !== 'tree' || status.root === undefined) return undefined
  if (status.pageCount > 1) return formatPlural(status.pageCount, 'page')
  const { kind, count } = status.root
  return kind === 'object'
    ? `Object with ${formatPlural(count, 'key')}`
    : kind === 'array'
      ? `Array of ${formatPlural(count, 'item')}`
      : undefined
}
