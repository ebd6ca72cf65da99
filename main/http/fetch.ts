import type { FetchInit, Http, HttpRequest } from '../ports.ts'

const maxAnswerBytes = 1_048_576
const answerTimeoutMs = 30_000

/** Statuses whose Response must have no body (Fetch standard, null body status). */
const nullBodyStatuses: ReadonlySet<number> = new Set([204, 205, 304])

/** Fields that speak of the bytes on the wire, which are decompressed here, and cookies, which are not kept. */
const droppedFields: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'set-cookie',
])

/** Makes a `fetch` of whole answers: at most 1 MiB after decompression, within 30 s, redirects returned as they are. */
export function createFetch(stream: Http['stream']): Http['fetch'] {
  return async (url, init = {}) => {
    const { status, statusText, headers, body } = await stream(toRequest(url, init))
    const bytes = await readAll(body)
    const kept = headers.filter(([name]) => !droppedFields.has(name))
    return new Response(nullBodyStatuses.has(status) ? null : bytes, {
      status,
      // Response takes nothing in a reason phrase that a server can send and RFC 9112 §4 does not allow.
      statusText: statusText.replace(/[^\t\x20-\x7e\x80-\xff]/g, ''),
      headers: kept.map(([name, value]): [string, string] => [name, value]),
    })
  }
}

function toRequest(url: string, init: FetchInit): HttpRequest {
  const { body, signal, clientCertificate } = init
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(init.headers ?? {})) headers[name.toLowerCase()] = value
  if (body instanceof URLSearchParams) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8'
  }
  return {
    method: init.method ?? 'GET',
    url,
    headers,
    ...(body != null && { body: toBytes(body) }),
    ...(signal && { signal }),
    ...(clientCertificate && { clientCertificate }),
    totalTimeoutMs: answerTimeoutMs,
    maxBodyBytes: maxAnswerBytes,
  }
}

function toBytes(body: NonNullable<FetchInit['body']>): string | Uint8Array {
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return body instanceof URLSearchParams ? body.toString() : body
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
