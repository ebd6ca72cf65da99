import type { BodyMessage, EventName, EventPayload } from '../contract/ipc.ts'
import type {
  About,
  ProviderSetup,
  Settings,
  UpdateChannel,
  UpdatesView,
  VaultHealth,
} from '../contract/models.ts'

/** Time, injected so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC; may jump when the computer's clock is set. */
  now(): number
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number
  /** Runs `callback` once after `delayMs`; the returned function cancels it. Does not keep the process alive. */
  schedule(delayMs: number, callback: () => void): () => void
}

/** What the operating system's keyring can do at this moment. */
export interface SecretBoxStatus {
  /** `available`: seals and opens. `locked`: a keyring is there but does not answer. `missing`: none, or only a built-in key. */
  readonly state: 'available' | 'locked' | 'missing'
  /** Name of the backend, such as `gnome_libsecret`, `kwallet6`, `basic_text`, `keychain`, `dpapi`. */
  readonly backend: string
}

/**
 * The operating system's keyring (Electron's safeStorage). Every call has a limit and may reject.
 * Rejections carry no secret.
 */
export interface SecretBox {
  status(): Promise<SecretBoxStatus>
  /** Encrypts a short text with the keyring's key. Rejects where only a built-in key would be used. */
  seal(text: string): Promise<Uint8Array>
  /** Decrypts; `shouldSealAgain` is true where the system asks for its data to be encrypted anew. */
  open(sealed: Uint8Array): Promise<{ readonly text: string; readonly shouldSealAgain: boolean }>
}

/** A request of the program, to a provider or an API. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  /** Time for the whole answer, body included. */
  readonly totalTimeoutMs?: number
  /** Most bytes of the body, counted after decompression. */
  readonly maxBodyBytes?: number
  /** Shown to a server that asks for one. */
  readonly clientCertificate?: ClientCertificate
}

/** A certificate for mutual TLS and its private key, both PEM (RFC 8705 §2). Main's memory and the vault only. */
export interface ClientCertificate {
  readonly certificate: string
  readonly privateKey: string
}

/** A response whose body is read as it comes. Redirects are never followed. */
export interface HttpResponse {
  readonly status: number
  readonly statusText: string
  /** Header fields in the order received, names in lower case. */
  readonly headers: ReadonlyArray<readonly [string, string]>
  /** The body, decompressed; ends with a ProblemError where a limit or the connection cuts it. Stop reading to stop it. */
  readonly body: AsyncIterable<Uint8Array>
}

/** The one way out of the program (got behind it). Rejects with a ProblemError that never holds the request. */
export interface Http {
  /** Answers once the head has arrived. */
  stream(request: HttpRequest): Promise<HttpResponse>
  /** A `fetch` for oauth4webapi: whole answers of at most 1 MiB within 30 s, redirects returned as they are. */
  readonly fetch: (url: string, init?: FetchInit) => Promise<Response>
}

/** The part of `RequestInit` that oauth4webapi uses. */
export interface FetchInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | null
  readonly signal?: AbortSignal
  readonly redirect?: string
  readonly clientCertificate?: ClientCertificate
}

/** What the vault tells of a record without its key. Authenticated: a changed header makes the record unreadable. */
export interface VaultRecordHeader {
  readonly id: string
  readonly kind: 'account' | 'client-secret' | 'client-key' | 'revocation'
  /** Not secret: what the window needs to name the record while the vault is locked. */
  readonly note: Readonly<Record<string, string>>
}

/**
 * The encrypted store of token records, client secrets and client keys. Implemented in main/vault over a {@link SecretBox}.
 * Rejections are ProblemErrors.
 */
export interface Vault {
  health(): VaultHealth
  /** Listens to changes of {@link health}; the returned function ends it. */
  onChange(listener: (health: VaultHealth) => void): () => void
  /** Opens the vault, or tries again. Never rejects: what came of it stands in the health. */
  open(): Promise<void>
  /** All records, those included that cannot be decrypted now. */
  headers(): readonly VaultRecordHeader[]
  /** Records whose newest text is in memory only because saving it failed; none in memory-only mode, where that is the rule. */
  unsaved(): readonly VaultRecordHeader[]
  /** The record's text; undefined where there is none. */
  get(id: string): Promise<string | undefined>
  /** Like `get`, but from the disk: another process may have written the record meanwhile. */
  getFresh(id: string): Promise<string | undefined>
  /**
   * Runs `task` while no other process runs one for the same id. Waits its turn, within a limit; a lock that a dead
   * process left behind is not waited for. Where no lock can be kept (memory only, a read-only disk), runs at once.
   */
  exclusively<Value>(id: string, task: () => Promise<Value>): Promise<Value>
  /**
   * Resolves once the record is on disk, read back and decrypted (or in memory, in memory-only mode).
   * Where the disk refuses, it rejects, the new text stays in memory and is returned by `get`, and saving is retried.
   */
  put(header: VaultRecordHeader, text: string): Promise<void>
  /** Deletes every copy. */
  remove(id: string): Promise<void>
  /** Keeps aside what the present key cannot read and starts with a new key. */
  startAnew(): Promise<void>
  /** Waits for writes under way. */
  close(): Promise<void>
}

/** The log: facts by allow-list, never a message of somebody else's making. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void
}

/** Sends the bytes of a response to the window: main's end of a MessagePort. */
export interface BodyChannel {
  /** Resolves when the window has room for this chunk; rejects when it is gone. */
  send(bytes: Uint8Array): Promise<void>
  /** The last message. */
  finish(message: Exclude<BodyMessage, { type: 'chunk' }>): void
  /** Aborts when the window closed the port or went away. */
  readonly signal: AbortSignal
}

/** The embedded demo provider, in a process of its own. */
export interface DemoProcess {
  /** Starts it where it does not run yet, at the given port where that is free. `setup` is its provider setup, not validated. */
  start(
    preferredPort: number,
  ): Promise<{ readonly issuer: string; readonly port: number; readonly setup: unknown }>
}

/** Plain data on disk (electron-store): settings and provider setups, validated when read. Holds no secret. */
export interface PlainStore {
  readSettings(): Settings
  writeSettings(settings: Settings): void
  readSetups(): readonly ProviderSetup[]
  writeSetups(setups: readonly ProviderSetup[]): void
}

/** Looks for newer versions of this copy of Keyfold and puts them in its place. Rejections are ProblemErrors. */
export interface UpdateEngine {
  /** Why it does nothing; absent where it works. */
  readonly off?: NonNullable<UpdatesView['off']>
  readonly trust: UpdatesView['trust']
  /** The newest release of the channel where it is newer than this version. */
  find(channel: UpdateChannel): Promise<{ readonly version: string; readonly notes?: string } | undefined>
  /** Downloads what `find` found last and checks its hash, and its signature where the system has one. */
  download(
    onProgress: (receivedBytes: number, totalBytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Installs what was downloaded, then quits and starts it; throws where the system did not install it. */
  install(): void
  /** Installs it once the program has quit. */
  installOnQuit(): void
}

/** What main needs from outside. */
export interface Ports {
  readonly dataDir: string
  readonly about: About
  readonly clock: Clock
  readonly secretBox: SecretBox
  readonly http: Http
  readonly log: Log
  readonly demo: DemoProcess
  readonly updateEngine: UpdateEngine
  readonly plainStore: PlainStore
  /** Opens an address that the caller has checked in the system's browser; rejects where that failed. */
  openBrowser(url: string): Promise<void>
  /** Asks the person natively where quitting would lose what could not be saved. False: Keyfold stays open. */
  confirmQuit(): Promise<boolean>
  /** Asks the person natively whether to open an outside https link; opens it on yes. */
  confirmAndOpenLink(url: string): Promise<boolean>
  openFolder(path: string): Promise<void>
  /** Asynchronous since Electron 45; the platform's side evens it out. */
  readonly clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> }
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  /** Opens the way for one response's body to the window. */
  openBodyChannel(requestId: string): BodyChannel
}
