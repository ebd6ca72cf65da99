import { useCallback, useMemo, useState } from 'react'
import type { SetupView } from '../../../contract/models.ts'
import type { ResponseActions, ResponseState, RowView } from '../../state/responses.ts'
import { useActions } from '../../state/use-app-state.ts'
import { IconButton } from '../../ui/button.tsx'
import type { SortState } from '../../ui/data-table/data-table.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { describeBody } from './body-notes.ts'
import { formatCurl } from './curl-command.ts'
import styles from './explorer.module.css'
import { FindField } from './find-field.tsx'
import { HeadProblem, type HeadProblemProps } from './head-problem.tsx'
import { ResponseBody } from './response-body.tsx'
import { ResponseFacts } from './response-facts.tsx'
import { chooseView, listViews, type ViewName } from './response-view.ts'
import { useFind } from './use-find.ts'
import type { WaitPhase } from './use-wait-phase.ts'

export interface ResponsePaneProps extends HeadProblemProps {
  setup: SetupView
  response: ResponseActions
  state: ResponseState
  wait: WaitPhase
}

/** What came back: its facts, the switch of views, the view, and the line below it. */
export function ResponsePane(props: ResponsePaneProps) {
  const { account, head, setup, response, state, wait } = props
  const { body, bodyStatus: status } = state
  const actions = useActions()
  const [wanted, setWanted] = useState<ViewName>()
  const [filter, setFilter] = useState('')
  const [sort, setSort] = useState<SortState>()
  const [place, setPlace] = useState({ row: 0, column: 0 })
  const [row, setRow] = useState<RowView>()
  const [isInspectorOpen, setInspectorOpen] = useState(false)
  const { found, find, forget } = useFind(body)

  // Another response: its rows are others. The view stays, and so do filter and order where only the query is another.
  const [shown, setShown] = useState(head)
  if (shown !== head) {
    setShown(head)
    setPlace({ row: 0, column: 0 })
    setRow(undefined)
    forget()
    setInspectorOpen(false)
    if (shown.url.split('?')[0] !== head.url.split('?')[0]) {
      setFilter('')
      setSort(undefined)
      setWanted(undefined)
    }
  }

  const options = useMemo(() => listViews(status), [status])
  const view = chooseView(options, wanted, status)
  const copy = useCallback(
    async (text: string | undefined) => {
      if (text === undefined) return false
      return actions.copyText(text)
    },
    [actions],
  )
  const canFind = view === 'tree' || view === 'text'
  const hit = found === 'none' ? undefined : found
  const notes = status === undefined ? [] : describeBody(status, head.mediaType)

  return (
    <section className={styles.response} aria-label="Response" data-pane="response">
      <div className={styles.meta}>
        <ResponseFacts {...{ head, setup, state, wait }} />
        <SegmentedControl label="View" value={view} options={options} onChange={setWanted} />
        {view === 'image' ? null : (
          <FindField
            view={view}
            value={filter}
            onChange={(text) => {
              setFilter(text)
              setPlace((now) => ({ ...now, row: 0 }))
              if (canFind) void find(text, 0)
            }}
            onClear={() => {
              setFilter('')
              forget()
            }}
            {...(canFind && { onNext: () => void find(filter, hit === undefined ? 0 : hit.position + 1) })}
          />
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
      <HeadProblem {...{ account, head }} />
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
