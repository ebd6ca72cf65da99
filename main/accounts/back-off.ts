/** A pause after so many failures in a row: it doubles with each, up to a limit. Failures count from 1. */
export function backOffMs(failures: number, limits: { firstMs: number; longestMs: number }): number {
  return Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
}
