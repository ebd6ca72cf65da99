import { vi } from 'vitest'

/**
 * Waits until the check passes, as long as a busy machine may need; vitest's own second is too short there. It is made
 * every `intervalMs`.
 */
export function eventually<Value>(check: () => Value | Promise<Value>, intervalMs = 20): Promise<Value> {
  return vi.waitFor(check, { timeout: 15_000, interval: intervalMs })
}
