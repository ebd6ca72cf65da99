import type { ResponseHead, SetupView } from '../../../contract/models.ts'
import { shortAddress } from '../../state/request-address.ts'
import { findPagePlace } from '../../state/response-pages.ts'
import type { ResponseState } from '../../state/responses.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import styles from './explorer.module.css'
import type { WaitPhase } from './use-wait-phase.ts'

export interface ResponseFactsProps {
  head: ResponseHead
  setup: SetupView
  state: ResponseState
  wait: WaitPhase
}

/** Status, time, size and page of the response; while the next request is under way, that request. */
export function ResponseFacts({ head, setup, state, wait }: ResponseFactsProps) {
  return (
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
          <span className={styles.metaText}>{listFacts(head, state.bodyStatus).join(' · ')}</span>
        </>
      )}
    </div>
  )
}

function toneOf(status: number): Tone {
  return status < 300 ? 'ok' : status < 400 ? 'info' : 'bad'
}

function listFacts(head: ResponseHead, status: ResponseState['bodyStatus']): string[] {
  const place = findPagePlace(head)
  const isOnePage = (status?.pageCount ?? 1) === 1
  return [
    formatDuration(head.durationMs),
    status && formatBytes(status.receivedBytes),
    place && isOnePage ? `page ${place.page}${place.of === undefined ? '' : ` of ${place.of}`}` : undefined,
    head.hasRefreshed ? 'token renewed on the way' : undefined,
  ].filter((fact) => fact !== undefined)
}
