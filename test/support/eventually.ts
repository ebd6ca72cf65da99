import { vi } from 'vitest'

/**
 * Waits until the check passes, as long as a busy machine may need and the test itself may take; vitest's own second is
 * too short there. It is made
 * every `intervalMs`.
 */
export function eventually<Value>(check: () => Value | Promise<Value>, intervalMs = 20): Promise<Value> {
  return vi.waitFor(check, { timeout: 50_000, interval: intervalMs })
}
