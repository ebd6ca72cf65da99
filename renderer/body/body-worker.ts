import { BodySession } from './body-session.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

/** The part of a worker's global scope that is used here: the project's types are those of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage(message: FromWorker): void
}

const scope = globalThis as unknown as WorkerScope
const session = new BodySession((message) => scope.postMessage(message))
scope.onmessage = ({ data }) => session.receive(data)
