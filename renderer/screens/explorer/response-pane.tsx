import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ResponseHead, SetupView } from '../../../contract/models.ts'
import { findPagePlace } from '../../state/response-pages.ts'
import {
  maxOpenDepth,
  type ResponseActions,
  type ResponseState,
  type RowView,
} from '../../state/responses.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip, type Tone } from '../../ui/chip.tsx'
import type { SortState } from '../../ui/data-table/data-table.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatBytes, formatDuration, formatPlural } from '../../ui/format.ts'
import { JsonTree } from '../../ui/json-tree/json-tree.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { describeBody } from './body-notes.ts'
import { formatCurl } from './curl-command.ts'
import styles from './explorer.module.css'
import { HeadersView } from './headers-view.tsx'
import { ImageView } from './image-view.tsx'
import { Inspector } from './inspector.tsx'
import { shortAddress } from './request-address.ts'
import { ResponseFoot } from './response-foot.tsx'
import { chooseView, listViews, type ViewName } from './response-view.ts'
import { TableView, useArrangement } from './table-view.tsx'
import { TextView } from './text-view.tsx'
import { usePath } from './use-path.ts'
import type { WaitPhase } from './use-wait-phase.ts'

export interface ResponsePaneProps {
  head: ResponseHead
  setup: SetupView
  response: ResponseActions
  state: ResponseState
  wait: WaitPhase
  onSignIn: () => void
  /** Asks the provider for scopes besides those that the account has. */
  onAskForScopes: (scopes: readonly string[]) => Promise<void>
}

function toneOf(status: number): Tone {
  return status < 300 ? 'ok' : status < 400 ? 'info' : 'bad'
}

/** What came back: its facts, the switch of views, the view, and the line below it. */
export function ResponsePane(props: ResponsePaneProps) {
  const { head, setup, response, state, wait, onSignIn, onAskForScopes } = props
  const { body, bodyStatus: status } = state
  const actions = useActions()
  const [wanted, setWanted] = useState<ViewName>()
  const [filter, setFilter] = useState('')
  const [sort, setSort] = useState<SortState>()
  const [place, setPlace] = useState({ row: 0, column: 0 })
  const [row, setRow] = useState<RowView>()
  const [isInspectorOpen, setInspectorOpen] = useState(false)
  const [found, setFound] = useState<
    { position: number; trail: readonly number[]; lineIndex: number } | 'none'
  >()
  const finding = useRef<AbortController>(undefined)

  // Another response: its rows are others. The view stays, and so do filter and order where only the query is another.
  const [shown, setShown] = useState(head)
  if (shown !== head) {
    setShown(head)
    setPlace({ row: 0, column: 0 })
    setRow(undefined)
    setFound(undefined)
    setInspectorOpen(false)
    if (shown.url.split('?')[0] !== head.url.split('?')[0]) {
      setFilter('')
      setSort(undefined)
      setWanted(undefined)
    }
  }

  const options = useMemo(() => listViews(status), [status])
  const view = chooseView(options, wanted, status)
  const pagePlace = findPagePlace(head)
  const facts = [
    formatDuration(head.durationMs),
    status === undefined ? undefined : formatBytes(status.receivedBytes),
    pagePlace === undefined || (status?.pageCount ?? 1) > 1
      ? undefined
      : `page ${pagePlace.page}${pagePlace.of === undefined ? '' : ` of ${pagePlace.of}`}`,
    head.hasRefreshed ? 'token renewed on the way' : undefined,
  ].filter(Boolean)

  const copy = useCallback(
    async (text: string | undefined) => {
      if (text === undefined) return false
      return actions.copyText(text)
    },
    [actions],
  )
  const find = async (text: string, from: number) => {
    finding.current?.abort()
    if (body === undefined || text.trim() === '') {
      setFound(undefined)
      return
    }
    const abort = new AbortController()
    finding.current = abort
    try {
      setFound((await body.ask('find', { text, from }, abort.signal)) ?? 'none')
    } catch {
      // Given up for the next text.
    }
  }
  useEffect(() => () => finding.current?.abort(), [])

  const canFind = view === 'tree' || view === 'text'
  const placeholder = { table: 'Filter rows', tree: 'Find', text: 'Find', image: '', headers: 'Filter' }[view]
  const hit = found === 'none' ? undefined : found
  const notes = status === undefined ? [] : describeBody(status, head.mediaType)

  return (
    <section className={styles.response} aria-label="Response" data-pane="response">
      <div className={styles.meta}>
        <div className={styles.facts} role="status">
          {state.sending !== undefined && wait !== 'unseen' ? (
            <span className={styles.metaText}>
              {wait === 'long' ? 'Still waiting for ' : 'Sending '}
              {state.sending.method} {shortAddress(setup.apis, state.sending.url)}
            </span>
          ) : (
            <>
              <Chip tone={toneOf(head.status)}>
                {head.status} {head.statusText}
              </Chip>
              <span className={styles.metaText}>{facts.join(' · ')}</span>
            </>
          )}
        </div>
        <SegmentedControl label="View" value={view} options={options} onChange={setWanted} />
        {view === 'image' ? null : (
          <div className={styles.find}>
            <input
              id="explorer-find"
              type="search"
              className={styles.findInput}
              aria-label={
                view === 'table'
                  ? 'Filter rows'
                  : view === 'headers'
                    ? 'Filter header fields'
                    : 'Find in the response'
              }
              placeholder={placeholder}
              value={filter}
              spellCheck={false}
              onChange={(event) => {
                setFilter(event.target.value)
                setPlace((now) => ({ ...now, row: 0 }))
                if (canFind) void find(event.target.value, 0)
              }}
              onKeyDown={(event) => {
                if (event.key === 'Escape' && filter !== '') {
                  setFilter('')
                  setFound(undefined)
                } else if (event.key === 'Enter' && canFind && !event.ctrlKey && !event.metaKey) {
                  void find(filter, hit === undefined ? 0 : hit.position + 1)
                } else return
                event.stopPropagation()
              }}
            />
          </div>
        )}
        <Menu trigger={<IconButton icon="more" label="More" />} label="More">
          <MenuItem icon="copy" onAction={() => void copy(formatCurl(head.method, head.url))}>
            Copy as curl, without the token
          </MenuItem>
          <MenuItem icon="copy" onAction={() => void copy(head.url)}>
            Copy address
          </MenuItem>
        </Menu>
      </div>
      {head.problem !== undefined ? (
        <div className={styles.problemAbove}>
          <ProblemCard problem={head.problem} onCopy={actions.copyText}>
            {head.missingScopes !== undefined && head.missingScopes.length > 0 ? (
              <AskForScopes scopes={head.missingScopes} onAsk={onAskForScopes} />
            ) : ['needs_sign_in', 'token_not_accepted', 'insufficient_scope'].includes(head.problem.code) ? (
              <Button icon="signIn" onPress={onSignIn}>
                Sign in again
              </Button>
            ) : null}
          </ProblemCard>
        </div>
      ) : null}
      {notes.length > 0 ? <p className={styles.notes}>{notes.join(' ')}</p> : null}
      <ResponseBody
        {...{ head, state, view, filter, sort, place, row, isInspectorOpen, response, copy }}
        found={hit}
        hasNoMatch={canFind && filter.trim() !== '' && found === 'none'}
        onSort={(columnId) => {
          setPlace((now) => ({ ...now, row: 0 }))
          setSort((now) =>
            now?.columnId !== columnId
              ? { columnId, isDescending: false }
              : now.isDescending
                ? undefined
                : { columnId, isDescending: true },
          )
        }}
        onSelect={setPlace}
        onRow={setRow}
        onInspector={setInspectorOpen}
      />
    </section>
  )
}

interface AskForScopesProps {
  scopes: readonly string[]
  onAsk: ResponsePaneProps['onAskForScopes']
}

/** A step-up: signs in again with the scopes that the API wants. Declined, the account stays as it is. */
function AskForScopes({ scopes, onAsk }: AskForScopesProps) {
  const [ask, isAsking] = usePending(() => onAsk(scopes))
  return (
    <Button icon="signIn" isPending={isAsking} onPress={ask}>
      Ask for {makeControlsVisible(scopes.join(', '))}
    </Button>
  )
}

interface ResponseBodyProps {
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

function ResponseBody(props: ResponseBodyProps) {
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
