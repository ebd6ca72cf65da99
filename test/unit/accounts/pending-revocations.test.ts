import { describe, expect, it } from 'vitest'
import { createPendingRevocations } from '../../../main/accounts/pending-revocations.ts'
import type { RevocationRecord } from '../../../main/accounts/revocation-record.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createMemoryVault } from '../../support/memory-vault.ts'

const quiet = { info: () => {}, warn: () => {} }
const settle = () => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const asked: RevocationRecord[] = []
  const vault = createMemoryVault()
  const revocations = createPendingRevocations({
    vault,
    clock: createFakeClock(),
    log: quiet,
    setupName: () => 'Shop',
    mayTryUnasked: () => true,
    onChange: () => {},
    async revoke(record) {
      asked.push(record)
      return { revocation: 'revoked' }
    },
  })
  return { asked, vault, revocations }
}

const late = {
  accountId: 'ada',
  setupId: 'shop',
  label: 'ada@example.test',
  grant: { accessToken: 'late', tokenType: 'bearer', scopesGranted: [], receivedAtMs: 0 },
} as const

describe('discarding tokens', () => {
  it('has the provider revoke them, and keeps nothing', async () => {
    const { asked, vault, revocations } = setUp()
    await revocations.discard(late)
    await settle()
    expect(asked).toMatchObject([late])
    expect(revocations.views()).toEqual([])
    expect(vault.headers()).toEqual([])
  })

  it('given up before they are saved: nothing is asked, and nothing is rejected with nobody there', async () => {
    const { asked, vault, revocations } = setUp()
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const discarded = revocations.discard(late)
      await revocations.giveUp(revocations.views()[0]?.id ?? '')
      await discarded
      await settle()
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
    expect(asked).toEqual([])
    expect(vault.headers()).toEqual([])
  })

  it('while the program ends they are kept for the next start', async () => {
    const { asked, vault, revocations } = setUp()
    revocations.close()
    await revocations.discard(late)
    await settle()
    expect(asked).toEqual([])
    expect(vault.headers()).toMatchObject([{ kind: 'revocation' }])
  })
})
