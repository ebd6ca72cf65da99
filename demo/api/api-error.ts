/** A request that the API refuses; becomes a problem document (RFC 9457). */
export class ApiError extends Error {
  readonly status: number
  /** Further headers of the answer, such as WWW-Authenticate. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.headers = headers
  }
}
