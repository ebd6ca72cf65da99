import {
  cancelledProblem,
  makeProblem,
  type Problem,
  type ProblemCode,
  ProblemError,
} from '../../contract/problem.ts'

type Texts = { readonly title: string; readonly detail: string; readonly nextStep: string }
type Cause = readonly [code: ProblemCode, texts: (host: string) => Texts]

const tryAgain = 'Try again. If it keeps failing, ask the people who run the server.'

const offline: Cause = [
  'offline',
  (host) => ({
    title: `No network connection to ${host}`,
    detail: 'This computer is offline, or has no way to the network that the server is on.',
    nextStep: 'Check the network connection, then try again. You stay signed in.',
  }),
]
const nameNotResolved: Cause = [
  'name_not_resolved',
  (host) => ({
    title: `The name ${host} was not found`,
    detail:
      'The name server knows no such host. The address may be mistyped, or known only inside another network.',
    nextStep: 'Check the address in the provider setup, and the VPN if the server needs one.',
  }),
]
const connectionRefused: Cause = [
  'connection_refused',
  (host) => ({
    title: `${host} refused the connection`,
    detail: 'The computer answered, but nothing listens at that port, or a firewall refuses it.',
    nextStep: 'Check the port in the address and that the server is running, then try again.',
  }),
]
const connectionLost: Cause = [
  'connection_lost',
  (host) => ({
    title: `The connection to ${host} was lost`,
    detail: 'The server or something on the way closed the connection before the whole answer had come.',
    nextStep: tryAgain,
  }),
]
const timedOut: Cause = [
  'timed_out',
  (host) => ({
    title: `${host} did not answer in time`,
    detail: 'The connection or the answer took longer than Keyfold waits.',
    nextStep: tryAgain,
  }),
]
const answerUnreadable: Cause = [
  'answer_unreadable',
  (host) => ({
    title: `The answer of ${host} cannot be read`,
    detail: 'What came back is not valid HTTP, or its compressed body is damaged.',
    nextStep: 'Check that the address is that of a web server, and any proxy on the way.',
  }),
]
const headTooLarge: Cause = [
  'answer_too_large',
  (host) => ({
    title: `The answer of ${host} has too many header fields`,
    detail: 'Keyfold reads at most 64 KiB of header fields.',
    nextStep: 'Ask the people who run the server.',
  }),
]
const requestRefused: Cause = [
  'invalid_argument',
  () => ({
    title: 'The request cannot be sent',
    detail: 'The address, a header field or the body is not allowed in an HTTP request.',
    nextStep: 'Check the header fields for line breaks and for characters outside of Latin-1.',
  }),
]

function tlsFailed(title: (host: string) => string, detail: string, nextStep: string): Cause {
  return ['tls_failed', (host) => ({ title: title(host), detail, nextStep })]
}

const notTrusted = tlsFailed(
  (host) => `The certificate of ${host} is not trusted`,
  'It is self-signed, or signed by an authority that this computer does not know.',
  'Ask the people who run the server to install a trusted certificate with its whole chain.',
)
const tlsRefused = tlsFailed(
  (host) => `No secure connection to ${host}`,
  'The server does not speak TLS 1.2 or later, or does not speak TLS at this port.',
  'Check that the address begins with https and names the right port.',
)

const causes: Readonly<Record<string, Cause>> = {
  ENOTFOUND: nameNotResolved,
  EAI_AGAIN: offline,
  ENETDOWN: offline,
  ENETUNREACH: offline,
  EHOSTDOWN: offline,
  EHOSTUNREACH: offline,
  EADDRNOTAVAIL: offline,
  ECONNREFUSED: connectionRefused,
  ECONNRESET: connectionLost,
  ECONNABORTED: connectionLost,
  EPIPE: connectionLost,
  ERR_STREAM_PREMATURE_CLOSE: connectionLost,
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: connectionLost,
  HPE_INVALID_EOF_STATE: connectionLost,
  ETIMEDOUT: timedOut,
  HPE_HEADER_OVERFLOW: headTooLarge,
  ERR_INVALID_CHAR: requestRefused,
  ERR_INVALID_HTTP_TOKEN: requestRefused,
  ERR_UNESCAPED_CHARACTERS: requestRefused,
  CERT_HAS_EXPIRED: tlsFailed(
    (host) => `The certificate of ${host} has expired`,
    'The server shows a certificate whose time is over by the clock of this computer.',
    "Check this computer's clock. If it is right, ask the people who run the server to renew the certificate.",
  ),
  CERT_NOT_YET_VALID: tlsFailed(
    (host) => `The certificate of ${host} is not valid yet`,
    'The server shows a certificate whose time has not begun by the clock of this computer.',
    "Check this computer's clock.",
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: tlsFailed(
    (host) => `The certificate is not for ${host}`,
    'The server shows a certificate for another name: the address is wrong, or something on the way answers instead.',
    'Check the host name in the address.',
  ),
  CERT_REVOKED: tlsFailed(
    (host) => `The certificate of ${host} was revoked`,
    'Its authority has withdrawn it.',
    'Do not use this server until its certificate is replaced.',
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  CERT_UNTRUSTED: notTrusted,
  EPROTO: tlsRefused,
}

/** Families of codes that Node names after its libraries: llhttp, OpenSSL, zlib, Brotli. */
const families: ReadonlyArray<readonly [pattern: RegExp, cause: Cause]> = [
  [/^HPE_/, answerUnreadable],
  [/^(Z_|ERR__ERROR_|ERR_BROTLI_|ERR_BUFFER_TOO_LARGE$)/, answerUnreadable],
  [/^(ERR_SSL_|ERR_TLS_)/, tlsRefused],
  [/^(CERT_|ERROR_IN_CERT_|UNABLE_TO_|CRL_|INVALID_|PATH_LENGTH_|HOSTNAME_MISMATCH)/, notTrusted],
]

/**
 * Makes a {@link ProblemError} of what the network stack threw. Nothing of the error is kept but its code: got's
 * errors hold the request with its token, and so do their `cause`, `options` and message.
 */
export function toHttpProblem(error: unknown, host: string): ProblemError {
  const code = readCode(error)
  const cause = causes[code] ?? families.find(([pattern]) => pattern.test(code))?.[1]
  if (cause === undefined) {
    return new ProblemError(
      makeProblem(
        'internal',
        'keyfold',
        {
          title: `The request to ${host} failed`,
          detail: 'The network stack gave a reason that Keyfold does not know.',
          nextStep: 'Try again, and report the code below if it stays.',
        },
        { Host: host, Code: code },
      ),
    )
  }
  const side = cause === requestRefused ? 'you' : 'network'
  return new ProblemError(makeProblem(cause[0], side, cause[1](host), { Host: host, Code: code }))
}

function readCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,59}$/.test(code) ? code : ''
}

/** A request that was stopped before its answer was complete. */
export function requestCancelledProblem(): Problem {
  return cancelledProblem('Send the request again when you want the answer.')
}

/** The answer or its next part did not come within `limitMs`. */
export function timedOutProblem(host: string, limitMs: number): Problem {
  return makeProblem('timed_out', 'network', timedOut[1](host), { Host: host, Limit: `${limitMs / 1_000} s` })
}

/** The body, decompressed, is larger than `limitBytes`. */
export function tooLargeProblem(host: string, limitBytes: number): Problem {
  return makeProblem(
    'answer_too_large',
    'network',
    {
      title: `The answer of ${host} is too large`,
      detail: 'Reading was stopped at the limit. What came before it was kept where it can be shown.',
      nextStep: 'Ask for less, for instance page by page.',
    },
    { Host: host, Limit: `${limitBytes} bytes` },
  )
}

/** The codings of HTTP's registry (RFC 9110 §16.6.1) that are told by name: any other text may be a repeated token. */
const knownEncodings: ReadonlySet<string> = new Set(
  'aes128gcm br compress dcb dcz deflate exi gzip identity pack200-gzip x-compress x-gzip zstd'.split(' '),
)

/** `Content-Encoding` names something that was not asked for (RFC 9110 §12.5.3). */
export function unknownEncodingProblem(host: string, encoding: string): Problem {
  const codings = encoding.split(',').map((coding) => coding.trim())
  const named = codings.map((coding) => (knownEncodings.has(coding) ? coding : 'unknown')).join(', ')
  return makeProblem(
    'answer_unreadable',
    'network',
    {
      title: `The answer of ${host} is compressed in a way that was not asked for`,
      detail: 'Keyfold reads gzip, br and deflate, one of them and once.',
      nextStep: 'Ask the people who run the server to honour Accept-Encoding.',
    },
    { Host: host, 'Content-Encoding': named },
  )
}

/** A status line that HTTP does not know, such as 099 or 999. */
export function unknownStatusProblem(host: string, status: number): Problem {
  return makeProblem('answer_unreadable', 'network', answerUnreadable[1](host), {
    Host: host,
    Status: status,
  })
}

/** GET and HEAD have no body (RFC 9110 §9.3.1). */
export function bodyRefusedProblem(): Problem {
  return makeProblem('invalid_argument', 'you', {
    title: 'This method has no body',
    detail: 'A GET or HEAD request is sent without a body.',
    nextStep: 'Remove the body, or choose another method.',
  })
}

/** An address that no request of Keyfold goes to. */
export function addressRefusedProblem(detail: string): Problem {
  return makeProblem('origin_not_allowed', 'you', {
    title: 'Keyfold does not send requests to this address',
    detail,
    nextStep: 'Use an https address, or http on this computer (127.0.0.1, [::1] or localhost).',
  })
}
