import { randomUUID } from 'node:crypto'
import type { DisconnectOutcome, PendingRevocation } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { RevocationAnswer } from '../oauth/revoke.ts'
import type { Clock, Log, Vault } from '../ports.ts'
import { backOffMs } from './back-off.ts'
import { parseRevocationRecord, type RevocationRecord } from './revocation-record.ts'

/** The tokens of disconnected accounts that their providers have yet to revoke. Sealed in the vault until they have. */
export interface PendingRevocations {
  views(): PendingRevocation[]
  /** Reads them from the vault and tries each; gives the accounts that they were made of. */
  load(): Promise<readonly string[]>
  /** Keeps tokens to be revoked; resolves with the entry's id once they are on disk, or in memory where it refuses. */
  add(revoked: Pick<RevocationRecord, 'accountId' | 'setupId' | 'label' | 'grant'>): Promise<string>
  /** Adds tokens that nobody uses, and asks the provider at once. Resolves as {@link add} does, without the answer. */
  discard(revoked: Pick<RevocationRecord, 'accountId' | 'setupId' | 'label' | 'grant'>): Promise<void>
  /** Asks the provider now. Rejects with `revocation_not_found`. */
  tryNow(id: string): Promise<DisconnectOutcome>
  /** Deletes tokens without revoking them. */
  giveUp(id: string): Promise<void>
  /** True where tokens of this setup wait: without the setup nobody could revoke them. */
  needsSetup(setupId: string): boolean
  close(): void
}

interface Entry {
  readonly record: RevocationRecord
  readonly failures: number
  readonly isTrying: boolean
  readonly nextTryAtMs?: number
  readonly lastProblem?: Problem
}

const pauses = { firstMs: 60_000, longestMs: 3_600_000 }

/** Knows none until it has loaded them from the vault. */
export function createPendingRevocations(options: {
  vault: Vault
  clock: Clock
  log: Log
  setupName: (setupId: string) => string
  /** Asks the provider, once, within a limit. Never rejects. */
  revoke: (record: RevocationRecord) => Promise<RevocationAnswer>
  /** False where the provider must not be asked unasked, such as the demo's while it is not running. */
  mayTryUnasked: (setupId: string) => boolean
  onChange: (views: PendingRevocation[]) => void
}): PendingRevocations {
  const { vault, clock, log, setupName, revoke, mayTryUnasked, onChange } = options
  let entries: ReadonlyMap<string, Entry> = new Map()
  const underWay = new Map<string, Promise<DisconnectOutcome>>()
  const timers = new Map<string, () => void>()
  let isClosed = false

  const views = (): PendingRevocation[] =>
    [...entries].map(([id, { record, isTrying, nextTryAtMs, lastProblem }]) => ({
      id,
      setupName: setupName(record.setupId),
      label: record.label,
      sinceMs: record.sinceMs,
      isTrying,
      ...(nextTryAtMs !== undefined && { nextTryAtMs }),
      ...(lastProblem && { lastProblem }),
    }))

  function put(id: string, entry: Entry | undefined): void {
    const next = new Map(entries)
    if (entry === undefined) next.delete(id)
    else next.set(id, entry)
    entries = next
    onChange(views())
  }

  function tryOnce(id: string): Promise<DisconnectOutcome> {
    const running = underWay.get(id)
    if (running) return running
    const attempt = ask(id).finally(() => underWay.delete(id))
    underWay.set(id, attempt)
    return attempt
  }

  async function ask(id: string): Promise<DisconnectOutcome> {
    const entry = entries.get(id)
    if (entry === undefined) throw new ProblemError(notFound())
    timers.get(id)?.()
    timers.delete(id)
    const { nextTryAtMs: _, ...rest } = entry
    put(id, { ...rest, isTrying: true })
    const { retryAfterMs = 0, ...outcome } = await revoke(entry.record)
    // Given up meanwhile: the answer is told, and nothing is kept.
    if (!entries.has(id)) return outcome
    log.info('revocation.tried', { outcome: outcome.revocation })
    if (outcome.revocation === 'pending') postpone(id, entry, retryAfterMs, outcome.problem)
    else await forget(id)
    return outcome
  }

  function postpone(
    id: string,
    { record, failures: before }: Entry,
    retryAfterMs: number,
    problem: Problem | undefined,
  ): void {
    const failures = before + 1
    const pauseMs = Math.max(backOffMs(failures, pauses), retryAfterMs)
    put(id, {
      record,
      failures,
      isTrying: false,
      ...(mayTryUnasked(record.setupId) && { nextTryAtMs: clock.now() + pauseMs }),
      ...(problem && { lastProblem: problem }),
    })
    if (isClosed) return
    const cancel = clock.schedule(pauseMs, () => {
      if (entries.has(id) && mayTryUnasked(record.setupId)) void tryOnce(id)
    })
    timers.set(id, cancel)
  }

  async function forget(id: string): Promise<void> {
    timers.get(id)?.()
    timers.delete(id)
    put(id, undefined)
    // Where the disk refuses, the file stays and is tried at the next start: revoking twice does no harm (RFC 7009 §2.2).
    await vault.remove(id).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error
      log.warn('revocation.notDeleted', { code: error.problem.code })
    })
  }

  async function read(id: string): Promise<RevocationRecord | undefined> {
    try {
      const text = await vault.get(id)
      return text === undefined ? undefined : parseRevocationRecord(text)
    } catch (error) {
      if (error instanceof ProblemError) return undefined
      throw error
    }
  }

  async function add(revoked: Parameters<PendingRevocations['add']>[0]): Promise<string> {
    const id = randomUUID()
    const record: RevocationRecord = { format: 1, ...revoked, sinceMs: clock.now() }
    put(id, { record, failures: 0, isTrying: false })
    const header = {
      id,
      kind: 'revocation',
      note: { setupId: record.setupId, label: record.label },
    } as const
    await vault.put(header, JSON.stringify(record)).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error
      log.warn('revocation.notSaved', { code: error.problem.code })
    })
    return id
  }

  return {
    views,
    async load() {
      const found = vault.headers().filter(({ kind, id }) => kind === 'revocation' && !entries.has(id))
      const accountIds: string[] = []
      for (const { id } of found) {
        const record = await read(id)
        if (record === undefined) continue
        accountIds.push(record.accountId)
        put(id, { record, failures: 0, isTrying: false })
        if (mayTryUnasked(record.setupId)) void tryOnce(id)
      }
      return accountIds
    },
    add,
    async discard(revoked) {
      const id = await add(revoked)
      // Given up while it was saved; or closed, and tried at the next start.
      if (entries.has(id) && !isClosed) void tryOnce(id)
    },
    tryNow: tryOnce,
    async giveUp(id) {
      if (!entries.has(id)) throw new ProblemError(notFound())
      log.info('revocation.givenUp')
      await forget(id)
    },
    needsSetup: (setupId) => [...entries.values()].some(({ record }) => record.setupId === setupId),
    close() {
      isClosed = true
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
  }
}

function notFound(): Problem {
  return makeProblem('revocation_not_found', 'you', {
    title: 'There is nothing left to revoke',
    detail: 'The provider has revoked these tokens meanwhile, or they were given up.',
    nextStep: 'Close this message.',
  })
}
