import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../../contract/ipc.ts'
import type { RequestDraft, ResponseHead } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import type { BodyClient } from '../body/body-client.ts'
import type { BodyStatus } from '../body/protocol.ts'
import type { BodyPorts } from './body-ports.ts'
import { describeBridgeFailure } from './bridge-failure.ts'

/** The method of a request. */
export type RequestMethod = RequestDraft['method']

/** A request that was sent in this session. */
export interface HistoryEntry {
  readonly requestId: string
  readonly method: RequestMethod
  readonly url: string
  readonly sentAtMs: number
  readonly status?: number
  readonly durationMs?: number
}

/** The request that is being sent and the response that is shown, of one account. */
export interface ResponseState {
  /** What the request line is filled with; a change of `revision` fills it anew. */
  readonly line: { readonly method: RequestMethod; readonly url: string; readonly revision: number }
  /** The request under way, until its head is there. */
  readonly sending: HistoryEntry | undefined
  readonly head: ResponseHead | undefined
  readonly body: BodyClient | undefined
  /** Undefined until the first bytes have come. */
  readonly bodyStatus: BodyStatus | undefined
  /** Why the last request got no response. */
  readonly problem: Problem | undefined
  /** Following the `next` links: the page asked for last, why it stopped, the address that comes next. */
  readonly pages: { readonly isLoading: boolean; readonly problem?: Problem; readonly next?: string }
  readonly history: readonly HistoryEntry[]
}

/** Pages that are followed at one go, and bytes that are taken in by it. */
const maxPages = 200
const maxPagesBytes = 400_000_000
const maxHistory = 50

/** Makes the worker that reads a body. Injected, because a test has none. */
export type OpenBody = (onStatus: (status: BodyStatus) => void) => BodyClient

/** An account's requests and its response. */
export interface ResponseActions {
  readonly store: StoreApi<ResponseState>
  /** Sends a request; one under way is cancelled. What is shown stays until the new head is there. */
  send(method: RequestMethod, url: string): Promise<void>
  /** Stops the request, its body, or the following of pages. What has come stays. */
  cancel(): void
  /** Follows the `next` links and appends their rows, up to a limit; cancelled by {@link cancel}. */
  loadPages(): Promise<void>
  fillLine(method: RequestMethod, url: string): void
  /** Ends the worker and forgets the response. */
  close(): void
}

function readCharset(head: ResponseHead): string | undefined {
  const type = head.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return type?.match(/;\s*charset\s*=\s*"?([^\s;"]+)/i)?.[1]
}

/** The explorer's requests of one account. */
export function createResponse(
  accountId: string,
  bridge: Bridge,
  ports: BodyPorts,
  openBody: OpenBody,
): ResponseActions {
  const store = createStore<ResponseState>(() => ({
    line: { method: 'GET', url: '', revision: 0 },
    sending: undefined,
    head: undefined,
    body: undefined,
    bodyStatus: undefined,
    problem: undefined,
    pages: { isLoading: false },
    history: [],
  }))
  let lastRequestId: string | undefined

  function ask(requestId: string, method: RequestMethod, url: string) {
    lastRequestId = requestId
    return bridge
      .call('request.send', { requestId, request: { accountId, method, url } })
      .catch(describeBridgeFailure)
  }

  function stop(requestId: string | undefined): void {
    if (requestId !== undefined)
      void bridge.call('request.cancel', { requestId }).catch(describeBridgeFailure)
  }

  function note(entry: HistoryEntry): void {
    const others = store.getState().history.filter((other) => other.requestId !== entry.requestId)
    store.setState({ history: [entry, ...others].slice(0, maxHistory) })
  }

  async function send(method: RequestMethod, url: string): Promise<void> {
    const { sending: before, bodyStatus } = store.getState()
    if (before !== undefined || bodyStatus?.isComplete === false) stop(before?.requestId ?? lastRequestId)
    const sending = { requestId: crypto.randomUUID(), method, url, sentAtMs: Date.now() }
    note(sending)
    store.setState({ sending, pages: { isLoading: false } })
    const body = openBody((status) => {
      if (store.getState().body === body) store.setState({ bodyStatus: status })
    })
    const result = await ask(sending.requestId, method, url)
    if (store.getState().sending !== sending) {
      body.close()
      ports.drop(sending.requestId)
      return
    }
    store.getState().body?.close()
    if (!result.ok) {
      body.close()
      ports.drop(sending.requestId)
      const isCancelled = result.problem.code === 'cancelled'
      store.setState({
        sending: undefined,
        head: undefined,
        body: undefined,
        bodyStatus: undefined,
        problem: isCancelled ? undefined : result.problem,
      })
      return
    }
    const head = result.value
    note({ ...sending, status: head.status, durationMs: head.durationMs })
    store.setState({
      sending: undefined,
      head,
      body,
      bodyStatus: undefined,
      problem: undefined,
      pages: { isLoading: false, ...(head.links.next === undefined ? {} : { next: head.links.next }) },
    })
    const port = await ports.take(sending.requestId)
    if (store.getState().body === body) body.open(port, head.mediaType, readCharset(head))
    else port.close()
  }

  function cancel(): void {
    const { sending, pages } = store.getState()
    stop(lastRequestId)
    if (sending !== undefined) store.setState({ sending: undefined })
    if (pages.isLoading) store.setState({ pages: { ...pages, isLoading: false } })
  }

  /** Resolves once the body that is shown holds `count` complete pages; false where it is another body by then. */
  function pagesComplete(body: BodyClient, count: number): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (state: ResponseState) => {
        if (state.body !== body || !state.pages.isLoading) resolve(false)
        else if (state.bodyStatus?.isComplete && state.bodyStatus.pageCount >= count) resolve(true)
        else return
        unsubscribe()
      }
      const unsubscribe = store.subscribe(look)
      look(store.getState())
    })
  }

  async function loadPages(): Promise<void> {
    const { body, bodyStatus, pages } = store.getState()
    if (body === undefined || bodyStatus === undefined || pages.isLoading || pages.next === undefined) return
    store.setState({ pages: { isLoading: true, next: pages.next } })
    let next: string | undefined = pages.next
    let count = bodyStatus.pageCount
    let problem: Problem | undefined
    const isMine = () => store.getState().body === body && store.getState().pages.isLoading
    for (const last = count + maxPages; next !== undefined && count < last && isMine(); count++) {
      if ((store.getState().bodyStatus?.receivedBytes ?? 0) > maxPagesBytes) break
      const requestId = crypto.randomUUID()
      const result = await ask(requestId, 'GET', next)
      if (!isMine() || !result.ok || result.value.problem !== undefined) {
        if (result.ok) stop(requestId)
        ports.drop(requestId)
        problem = result.ok ? result.value.problem : result.problem
        break
      }
      body.append(await ports.take(requestId))
      if (!(await pagesComplete(body, count + 1))) break
      const following: string | undefined = result.value.links.next
      // A page that names itself as the next one would go on for ever.
      next = following === next ? undefined : following
      if (isMine()) store.setState({ pages: { isLoading: true, ...(next === undefined ? {} : { next }) } })
    }
    if (store.getState().body !== body) return
    store.setState({
      pages: {
        isLoading: false,
        ...(next === undefined ? {} : { next }),
        ...(problem === undefined || problem.code === 'cancelled' ? {} : { problem }),
      },
    })
  }

  return {
    store,
    send,
    cancel,
    loadPages,
    fillLine: (method, url) =>
      store.setState(({ line }) => ({ line: { method, url, revision: line.revision + 1 } })),
    close() {
      cancel()
      store.getState().body?.close()
      store.setState({ head: undefined, body: undefined, bodyStatus: undefined })
    },
  }
}
