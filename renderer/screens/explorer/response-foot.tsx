import type { ReactNode } from 'react'
import type { ResponseHead } from '../../../contract/models.ts'
import type { ResponseActions, ResponseState } from '../../state/responses.ts'
import { Button } from '../../ui/button.tsx'
import { makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts'
import styles from './explorer.module.css'
import { useWaitPhase } from './use-wait-phase.ts'

export interface ResponseFootProps {
  head: ResponseHead
  state: ResponseState
  response: ResponseActions
  /** Rows in the table as filtered; absent in the other views. */
  shownRows?: number
  isArranging?: boolean
  filter?: string
  hasNoMatch?: boolean
  /** The size of what is shown, in the views that are no table. */
  summary?: string | undefined
  /** Buttons for what is selected. */
  children?: ReactNode
}

/** The line below the response: how much of what is shown, and the way to the other pages. */
export function ResponseFoot(props: ResponseFootProps) {
  const {
    head,
    state,
    response,
    shownRows,
    isArranging = false,
    filter = '',
    hasNoMatch = false,
    summary,
  } = props
  const { bodyStatus: status, pages } = state
  const isReceiving = status === undefined || !status.isComplete
  const wait = useWaitPhase(isReceiving ? head.receivedAtMs : undefined)
  const total = head.totalCount
  const rowCount = status?.table?.rowCount ?? 0
  const hasFilter = filter.trim() !== ''

  const texts: string[] = []
  if (shownRows !== undefined) {
    if (hasFilter) texts.push(`${formatCount(shownRows)} of ${formatPlural(rowCount, 'row')}`)
    else if (total !== undefined && total > rowCount)
      texts.push(`${formatCount(rowCount)} of ${formatPlural(total, 'row')}`)
    else texts.push(formatPlural(rowCount, 'row'))
    if (hasFilter) texts.push(`filter: ${makeControlsVisible(filter.trim().slice(0, 60))}`)
    if (isArranging) texts.push('sorting and filtering')
  }
  if (summary !== undefined) texts.push(summary)
  if (hasNoMatch) texts.push('Nothing holds this text')
  if (pages.isLoading) texts.push(`${formatPlural(status?.pageCount ?? 1, 'page')} loaded`)
  if (pages.problem !== undefined) texts.push(`Stopped: ${pages.problem.title}`)
  if (status?.cut !== undefined)
    texts.push(`Cut after ${formatBytes(status.receivedBytes)}: ${status.cut.title}`)
  if (isReceiving && wait !== 'unseen')
    texts.push(`Receiving, ${formatBytes(status?.receivedBytes ?? 0)} so far`)

  const go = (url: string | undefined) => {
    if (url === undefined) return
    response.fillLine('GET', url)
    void response.send('GET', url)
  }
  const isPaged = head.links.prev !== undefined || head.links.next !== undefined
  const isStopShown = pages.isLoading || (isReceiving && wait !== 'unseen')
  return (
    <footer className={styles.foot}>
      <p className={styles.footText} role="status">
        {texts.join(' · ')}
      </p>
      {props.children}
      {isStopShown ? (
        <Button kind="quiet" icon="stop" onPress={() => response.cancel()}>
          Stop
        </Button>
      ) : null}
      {isPaged && !pages.isLoading && (status?.pageCount ?? 1) === 1 ? (
        <>
          <Button kind="quiet" isDisabled={head.links.prev === undefined} onPress={() => go(head.links.prev)}>
            Previous
          </Button>
          <Button kind="quiet" isDisabled={head.links.next === undefined} onPress={() => go(head.links.next)}>
            Next
          </Button>
        </>
      ) : null}
      {pages.next !== undefined && !pages.isLoading && status?.table !== undefined && status.isComplete ? (
        <Button kind="quiet" onPress={() => void response.loadPages()}>
          Load all pages
        </Button>
      ) : null}
    </footer>
  )
}
