import type { Bridge } from '../../contract/ipc.ts'
import { BodyClient } from '../body/body-client.ts'
import { type BodyPorts, createBodyPorts } from './body-ports.ts'
import { createResponse, type ResponseActions } from './response.ts'

/** Accounts whose last response is kept while others are looked at: each may be large. */
const maxKept = 3

interface Responses {
  readonly ports: BodyPorts
  readonly byAccount: Map<string, ResponseActions>
}
const responsesOf = new WeakMap<Bridge, Responses>()

/** The requests and the response of an account: kept while the person is elsewhere, the oldest given up first. */
export function responseOf(bridge: Bridge, accountId: string): ResponseActions {
  let responses = responsesOf.get(bridge)
  if (responses === undefined) {
    responses = { ports: createBodyPorts(window), byAccount: new Map() }
    responsesOf.set(bridge, responses)
  }
  const { ports, byAccount } = responses
  const response =
    byAccount.get(accountId) ??
    createResponse(accountId, bridge, ports, (onStatus) => new BodyClient(onStatus))
  byAccount.delete(accountId)
  byAccount.set(accountId, response)
  for (const [id, old] of [...byAccount].slice(0, -maxKept)) {
    old.close()
    byAccount.delete(id)
  }
  return response
}

export type { BodyClient } from '../body/body-client.ts'
// What a screen says of bodies: it knows the state, and the state knows renderer/body.
export { maxOpenDepth } from '../body/json-scanner.ts'
export { type BodyStatus, type RowView, wholeView } from '../body/protocol.ts'
export type { CellView, ColumnView } from '../body/table-shape.ts'
export type { ResponseActions, ResponseState } from './response.ts'
