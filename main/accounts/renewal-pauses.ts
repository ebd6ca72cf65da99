import type { Clock } from '../ports.ts'
import { backOffMs } from './back-off.ts'
import type { RenewalOutcome } from './renewal.ts'

/** Names one access token of an account: its own, or the one for a further resource (RFC 8707). */
export function tokenKey(accountId: string, resource: string | undefined): string {
  return resource === undefined ? accountId : `${accountId} ${resource}`
}

/** True for the keys of all access tokens of an account. */
export function isOfAccount(key: string, accountId: string): boolean {
  return key === accountId || key.startsWith(`${accountId} `)
}

/**
 * How long providers are left alone after renewals, by the monotonic clock. That one stands still while the computer
 * sleeps (on Linux), so a renewal counts as just made only where the computer's own clock agrees. Keys are those of {@link tokenKey}.
 */
export interface RenewalPauses {
  /** Notes what a renewal came to; gives the pause after one that failed for the moment, in milliseconds. */
  note(key: string, outcome: RenewalOutcome): number | undefined
  /** Before this, the account is not renewed unasked. */
  unaskedNotBeforeMs(accountId: string): number
  /** True while the provider's `Retry-After` runs (RFC 9110 §10.2.3): then API calls wait, too. Only a person's “Refresh now” does not. */
  isHeldOff(key: string): boolean
  /** True where the access token was renewed within the last minute. */
  isJustRenewed(key: string): boolean
  /** Forgets all access tokens of an account. */
  forget(accountId: string): void
}

/** Never renew more often than this unasked, or after a 401, whatever lifetime the provider gives. */
const minIntervalMs = 60_000
const limits = { firstMs: minIntervalMs, longestMs: 15 * 60_000 }

interface Pause {
  readonly unaskedNotBeforeMs: number
  readonly askedNotBeforeMs: number
  readonly renewedAtMs: number
  readonly renewedAtWallMs: number
  readonly failures: number
}

const none: Pause = {
  unaskedNotBeforeMs: 0,
  askedNotBeforeMs: 0,
  renewedAtMs: Number.NEGATIVE_INFINITY,
  renewedAtWallMs: Number.NEGATIVE_INFINITY,
  failures: 0,
}

/** Pauses for nobody yet. */
export function createRenewalPauses(clock: Clock): RenewalPauses {
  const pauses = new Map<string, Pause>()
  const of = (key: string) => pauses.get(key) ?? none

  return {
    note(key, outcome) {
      const nowMs = clock.monotonic()
      const before = of(key)
      if (outcome.type !== 'transient') {
        const renewed =
          outcome.type === 'refreshed' ? { renewedAtMs: nowMs, renewedAtWallMs: clock.now() } : before
        const { renewedAtMs, renewedAtWallMs } = renewed
        pauses.set(key, {
          ...none,
          renewedAtMs,
          renewedAtWallMs,
          unaskedNotBeforeMs: nowMs + minIntervalMs,
        })
        return undefined
      }
      const failures = before.failures + 1
      const wantedMs = outcome.retryAfterMs ?? backOffMs(failures, limits)
      const pauseMs = Math.max(limits.firstMs, Math.min(limits.longestMs, wantedMs))
      pauses.set(key, {
        ...before,
        failures,
        unaskedNotBeforeMs: nowMs + pauseMs,
        askedNotBeforeMs: outcome.retryAfterMs === undefined ? 0 : nowMs + pauseMs,
      })
      return pauseMs
    },
    unaskedNotBeforeMs: (accountId) => of(accountId).unaskedNotBeforeMs,
    isHeldOff: (key) => clock.monotonic() < of(key).askedNotBeforeMs,
    isJustRenewed(key) {
      const { renewedAtMs, renewedAtWallMs } = of(key)
      const isWithin = (atMs: number, nowMs: number) => Math.abs(nowMs - atMs) < minIntervalMs
      return isWithin(renewedAtMs, clock.monotonic()) && isWithin(renewedAtWallMs, clock.now())
    },
    forget(accountId) {
      for (const key of pauses.keys()) if (isOfAccount(key, accountId)) pauses.delete(key)
    },
  }
}
