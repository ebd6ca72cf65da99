import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { type Grant, tokenFor } from '../oauth/grant.ts'
import type { Clock, Log, Vault } from '../ports.ts'
import type { Account } from './account.ts'
import { type AccountRecord, formatAccountRecord, parseAccountRecord } from './account-record.ts'
import { adviseExchange } from './exchange-advice.ts'

/** All accounts in memory, mirrored from the vault. The one place where an account changes. */
export interface AccountBook {
  all(): readonly Account[]
  /** Rejects with `account_not_found`. */
  find(accountId: string): Account
  has(accountId: string): boolean
  /** Reads every account from the vault anew. Those that cannot be read now stay listed by their headers. */
  load(): Promise<void>
  /** The account as it is on the disk now: another process may have renewed it. Undefined where it is gone there. */
  readFresh(accountId: string): Promise<Account | undefined>
  /** Runs a task while no other process runs one for this account. */
  exclusively<Value>(accountId: string, task: () => Promise<Value>): Promise<Value>
  /** Changes what is known in memory only. Does nothing to an account that was removed meanwhile. */
  update(
    accountId: string,
    change: Partial<Omit<Account, 'id' | 'problem' | 'retryAtMs'>> & {
      problem?: Problem | undefined
      retryAtMs?: number | undefined
    },
  ): void
  /**
   * Writes the record to the vault, reads it back, and only then shows it: a new refresh token is on disk before the
   * new access token is used. Where the disk refuses, the record is used from memory all the same (losing it would
   * sign the person out), which the account says until {@link noteSaved}; why stands in the vault's health, and the
   * vault goes on trying.
   */
  keep(accountId: string, record: AccountRecord, shown?: { readonly isRefreshing: boolean }): Promise<void>
  /** Takes back what was said of accounts that the vault has saved since. */
  noteSaved(): void
  remove(accountId: string): Promise<void>
}

/** An empty book; {@link AccountBook.load} fills it from the vault. `onChange` is called after every change. */
export function createAccountBook(options: {
  vault: Vault
  clock: Clock
  log: Log
  onChange: () => void
}): AccountBook {
  const { vault, clock, log, onChange } = options
  let accounts: ReadonlyMap<string, Account> = new Map()

  function put(account: Account): void {
    accounts = new Map(accounts).set(account.id, account)
    onChange()
  }

  /**
   * When a token ends, by the monotonic clock. Told once for each token, when it comes or is read from the disk: setting
   * the computer's clock afterwards changes nothing, and a clock that was set back makes no token outlive its lifetime.
   */
  function endOf({
    receivedAtMs,
    lifetimeMs,
  }: Pick<Grant, 'receivedAtMs' | 'lifetimeMs'>): number | undefined {
    if (lifetimeMs === undefined) return undefined
    return clock.monotonic() + Math.min(receivedAtMs + lifetimeMs - clock.now(), lifetimeMs)
  }

  function fromRecord(id: string, record: AccountRecord): Account {
    const { grant } = record
    const known = accounts.get(id)
    const before = known?.record?.grant
    const isSameGrant =
      before?.accessToken === grant.accessToken && before.receivedAtMs === grant.receivedAtMs
    const endsAtMs = isSameGrant ? known?.accessEndsAtMonotonicMs : endOf(grant)
    const resourceEndsAtMonotonicMs = new Map<string, number>()
    for (const token of grant.forResources ?? []) {
      const isSame =
        before !== undefined && tokenFor(before, token.resource)?.accessToken === token.accessToken
      const endsAt = isSame ? known?.resourceEndsAtMonotonicMs.get(token.resource) : endOf(token)
      if (endsAt !== undefined) resourceEndsAtMonotonicMs.set(token.resource, endsAt)
    }
    const problem =
      record.refusedBecause === undefined
        ? clockProblemOf(grant)
        : adviseExchange(record, refusedEarlier(record.refusedBecause))
    return {
      id,
      setupId: record.setupId,
      label: record.subject.label,
      record,
      ...(endsAtMs !== undefined && { accessEndsAtMonotonicMs: endsAtMs }),
      resourceEndsAtMonotonicMs,
      isRefreshing: false,
      scopesNeeded: (known?.scopesNeeded ?? []).filter((scope) => !grant.scopesGranted.includes(scope)),
      needsSignIn: record.refusedBecause !== undefined,
      keptIn: keptIn(id),
      ...(problem && { problem }),
    }
  }

  async function read(id: string, label: string, setupId: string): Promise<Account> {
    const unread = {
      id,
      setupId,
      label,
      resourceEndsAtMonotonicMs: new Map<string, number>(),
      isRefreshing: false,
      scopesNeeded: [],
      needsSignIn: false,
      keptIn: keptIn(id),
    }
    try {
      const text = await vault.get(id)
      const record = text === undefined ? undefined : parseAccountRecord(text)
      if (record !== undefined) return fromRecord(id, record)
      return text === undefined ? unread : { ...unread, problem: unreadable() }
    } catch (error) {
      return error instanceof ProblemError
        ? { ...unread, problem: error.problem }
        : { ...unread, problem: unreadable() }
    }
  }

  const keptIn = (accountId: string): Account['keptIn'] =>
    vault.health().state === 'memoryOnly' || vault.unsaved().some(({ id }) => id === accountId)
      ? 'memory'
      : 'vault'

  return {
    all: () => [...accounts.values()],
    has: (accountId) => accounts.has(accountId),
    find(accountId) {
      const account = accounts.get(accountId)
      if (account === undefined) throw new ProblemError(accountNotFound())
      return account
    },
    async load() {
      const headers = vault.headers().filter((header) => header.kind === 'account')
      const loaded = await Promise.all(
        headers.map((header) =>
          read(header.id, header.note.label ?? 'Unknown', header.note.setupId ?? 'unknown'),
        ),
      )
      accounts = new Map(loaded.map((account) => [account.id, account]))
      log.info('accounts.loaded', { count: accounts.size })
      onChange()
    },
    async readFresh(accountId) {
      const known = accounts.get(accountId)
      const text = await vault.getFresh(accountId)
      const record = text === undefined ? undefined : parseAccountRecord(text)
      if (known === undefined || record === undefined) return undefined
      const grant = known.record?.grant
      const isSame =
        record.grant.accessToken === grant?.accessToken && record.grant.refreshToken === grant.refreshToken
      if (!isSame) {
        put(fromRecord(accountId, record))
      }
      return accounts.get(accountId)
    },
    exclusively: (accountId, task) => vault.exclusively(accountId, task),
    update(accountId, change) {
      const account = accounts.get(accountId)
      if (account === undefined) return
      const { problem, retryAtMs, ...rest } = { ...account, ...change }
      put({ ...rest, ...(problem && { problem }), ...(retryAtMs !== undefined && { retryAtMs }) })
    },
    async keep(accountId, record, { isRefreshing } = { isRefreshing: false }) {
      try {
        await vault.put(
          { id: accountId, kind: 'account', note: { setupId: record.setupId, label: record.subject.label } },
          formatAccountRecord(record),
        )
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        log.warn('account.notSaved', { code: error.problem.code })
      }
      // While a renewal is under way, what the last one came to stays in view.
      const problem = isRefreshing ? accounts.get(accountId)?.problem : undefined
      const account = fromRecord(accountId, record)
      put({ ...account, isRefreshing, ...(problem && { problem }) })
    },
    noteSaved() {
      const isAsNoted = ({ id, keptIn: noted }: Account) => noted === keptIn(id)
      if ([...accounts.values()].every(isAsNoted)) return
      accounts = new Map([...accounts].map(([id, account]) => [id, { ...account, keptIn: keptIn(id) }]))
      onChange()
    },
    async remove(accountId) {
      await vault.remove(accountId)
      const next = new Map(accounts)
      next.delete(accountId)
      accounts = next
      onChange()
    },
  }
}

function accountNotFound(): Problem {
  return makeProblem('account_not_found', 'you', {
    title: 'This account is gone',
    detail: 'It was disconnected since the window showed it.',
    nextStep: 'Choose another account, or connect it again.',
  })
}

function unreadable(): Problem {
  return makeProblem('vault_record_unreadable', 'this computer', {
    title: 'The saved sign-in cannot be read',
    detail: 'The vault holds a record for this account, but not in a form that this version understands.',
    nextStep: 'Sign in again. The unreadable record is kept until then.',
  })
}

function refusedEarlier(reason: string): Problem {
  return makeProblem(
    'needs_sign_in',
    'provider',
    {
      title: 'The provider ended this sign-in',
      detail: 'It no longer accepts the refresh token that Keyfold keeps.',
      nextStep: 'Sign in again. Everything else about the account is kept.',
    },
    { answer: reason },
  )
}

/** A clock that is off by more is told to the person; signing in and renewing go on. */
const toleratedSkewMs = 60_000

function clockProblemOf({ clockAheadMs }: Grant): Problem | undefined {
  if (clockAheadMs === undefined || Math.abs(clockAheadMs) <= toleratedSkewMs) return undefined
  return makeProblem(
    'clock_skewed',
    'this computer',
    {
      title: `This computer’s clock is ${clockAheadMs > 0 ? 'fast' : 'slow'}`,
      detail:
        'It differs from the provider’s by more than a minute. The account works, but times are shown wrong and a sign-in may fail.',
      nextStep: 'Check this computer’s clock and time zone.',
    },
    { 'difference in seconds': Math.round(clockAheadMs / 1_000) },
  )
}
