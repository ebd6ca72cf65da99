import { describe, expect, it } from 'vitest'
import { makeProblem, ProblemError } from '../../../contract/problem.ts'
import { createAccountBook } from '../../../main/accounts/account-book.ts'
import { createKeepAlive, refreshAheadMs } from '../../../main/accounts/keep-alive.ts'
import type { Grant, ResourceToken } from '../../../main/oauth/grant.ts'
import type { RefreshOutcome } from '../../../main/oauth/refresh.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createMemoryVault } from '../../support/memory-vault.ts'

const quiet = { info: () => {}, warn: () => {} }
const never = () => new AbortController().signal
const texts = { title: 'A title', detail: 'A detail.', nextStep: 'Do something.' }

/** An account whose tokens are numbered, and a provider that answers when it is told to. */
async function setUp(
  options: { lifetimeMs?: number; refreshToken?: boolean; isUnaskedAllowed?: boolean } = {},
) {
  const { lifetimeMs = 60_000, refreshToken = true, isUnaskedAllowed = true } = options
  const clock = createFakeClock()
  const vault = createMemoryVault()
  const book = createAccountBook({ vault, clock, log: quiet, onChange: () => {} })
  const asked: { sent: string | undefined; answer: (outcome: RefreshOutcome) => void }[] = []
  const dropped: Grant[] = []
  const keepAlive = createKeepAlive({
    book,
    clock,
    log: quiet,
    mayRenewUnasked: () => isUnaskedAllowed,
    discard: (_account, discarded) => dropped.push(discarded),
    refresh: (account) =>
      new Promise((answer) => asked.push({ sent: account.record?.grant.refreshToken, answer })),
  })
  const grant = (number: number): Grant => ({
    accessToken: `access-${number}`,
    tokenType: 'bearer',
    ...(refreshToken && { refreshToken: `refresh-${number}` }),
    scopesGranted: ['orders:read'],
    receivedAtMs: clock.now(),
    lifetimeMs,
  })
  await book.keep('ada', {
    format: 1,
    setupId: 'shop',
    subject: { issuer: 'https://shop.example', sub: 'ada', label: 'ada@example.test' },
    grant: grant(1),
    scopesAsked: ['orders:read'],
    connectedAtMs: clock.now(),
  })
  keepAlive.plan()
  return { clock, vault, book, keepAlive, asked, dropped, grant }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('keeping an account alive', () => {
  it('gives the token as it is while it lives', async () => {
    const { keepAlive, asked } = await setUp()
    await expect(keepAlive.accessToken('ada', never())).resolves.toBe('access-1')
    expect(asked).toHaveLength(0)
  })

  it('makes one refresh for a hundred who ask at once, and all get the new token', async () => {
    const { clock, keepAlive, asked, grant } = await setUp({ isUnaskedAllowed: false })
    clock.advance(61_000)
    const all = Array.from({ length: 100 }, () => keepAlive.accessToken('ada', never()))
    await settle()
    expect(asked).toHaveLength(1)
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await expect(Promise.all(all)).resolves.toEqual(Array(100).fill('access-2'))
    expect(asked).toHaveLength(1)
  })

  it('a renewal that fails for one who had given up before it began is no unhandled rejection', async () => {
    const { clock, keepAlive, asked } = await setUp({ isUnaskedAllowed: false })
    clock.advance(61_000)
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      await expect(keepAlive.accessToken('ada', AbortSignal.abort())).rejects.toThrow('cancelled')
      await settle()
      asked[0]?.answer({ type: 'transient', problem: makeProblem('offline', 'network', texts) })
      for (let turn = 0; turn < 5; turn += 1) await settle()
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(asked).toHaveLength(1)
    expect(unhandled).toEqual([])
  })

  it('writes the new refresh token before anyone gets the new access token', async () => {
    const { clock, vault, keepAlive, asked, grant } = await setUp({ isUnaskedAllowed: false })
    clock.advance(61_000)
    const token = keepAlive.accessToken('ada', never()).then((value) => ({
      value,
      written: vault.written.some(({ text }) => text.includes('refresh-2')),
    }))
    await settle()
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await expect(token).resolves.toEqual({ value: 'access-2', written: true })
  })

  it('renews by itself shortly before the end, and not twice within a minute', async () => {
    const { clock, asked, grant } = await setUp()
    clock.advance(49_000)
    await settle()
    expect(asked).toHaveLength(0)
    clock.advance(1_000)
    await settle()
    expect(asked).toHaveLength(1)
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await settle()
    clock.advance(59_000)
    await settle()
    expect(asked).toHaveLength(1)
    clock.advance(1_000)
    await settle()
    expect(asked).toHaveLength(2)
    expect(asked[1]?.sent).toBe('refresh-2')
  })

  it('does not renew unasked where that is not allowed', async () => {
    const { clock, asked } = await setUp({ isUnaskedAllowed: false })
    clock.advance(10 * 60_000)
    await settle()
    expect(asked).toHaveLength(0)
  })

  it('renews after a 401 only if nobody else has meanwhile', async () => {
    const { keepAlive, asked, grant } = await setUp()
    const first = keepAlive.renew('ada', 'access-1', never())
    await settle()
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await expect(first).resolves.toBe('access-2')
    await expect(keepAlive.renew('ada', 'access-1', never())).resolves.toBe('access-2')
    expect(asked).toHaveLength(1)
  })

  it('D56 a refused refresh token asks for sign-in, keeps everything else and is not sent again, not after a restart either', async () => {
    const { clock, vault, book, keepAlive, asked } = await setUp()
    const problem = makeProblem('refresh_refused', 'provider', texts)
    const renewal = keepAlive.refreshNow('ada')
    await settle()
    asked[0]?.answer({ type: 'refused', problem })
    await expect(renewal).rejects.toThrow(ProblemError)
    expect(book.find('ada')).toMatchObject({ needsSignIn: true, problem, label: 'ada@example.test' })
    expect(book.find('ada').record?.scopesAsked).toEqual(['orders:read'])
    await expect(keepAlive.accessToken('ada', never())).rejects.toMatchObject({ problem })
    clock.advance(60 * 60_000)
    await settle()
    expect(asked).toHaveLength(1)

    const restarted = createAccountBook({ vault, clock, log: quiet, onChange: () => {} })
    await restarted.load()
    expect(restarted.find('ada').needsSignIn).toBe(true)
  })

  it('D56 a refusal of what another process had renewed meanwhile is none: its tokens are used', async () => {
    const { vault, book, keepAlive, asked, grant } = await setUp()
    const { record } = book.find('ada')
    const renewal = keepAlive.renew('ada', 'access-1', never())
    await settle()
    await vault.put(
      { id: 'ada', kind: 'account', note: { setupId: 'shop', label: 'ada@example.test' } },
      JSON.stringify({ ...record, grant: grant(7) }),
    )
    asked[0]?.answer({ type: 'refused', problem: makeProblem('refresh_refused', 'provider', texts) })
    await expect(renewal).resolves.toBe('access-7')
    expect(book.find('ada')).toMatchObject({ needsSignIn: false })
    expect(book.find('ada')).not.toHaveProperty('problem')
    expect(asked).toHaveLength(1)
  })

  it('stays signed in after a failure that nobody refused, and tries again ever later', async () => {
    const { clock, book, asked } = await setUp()
    const problem = makeProblem('offline', 'network', texts)
    clock.advance(50_000)
    await settle()
    asked[0]?.answer({ type: 'transient', problem })
    await settle()
    expect(book.find('ada')).toMatchObject({ needsSignIn: false, isRefreshing: false, problem })
    clock.advance(60_000)
    await settle()
    expect(asked).toHaveLength(2)
    asked[1]?.answer({ type: 'transient', problem })
    await settle()
    clock.advance(119_000)
    await settle()
    expect(asked).toHaveLength(2)
    clock.advance(1_000)
    await settle()
    expect(asked).toHaveLength(3)
    asked[2]?.answer({ type: 'transient', problem, retryAfterMs: 10 * 60_000 })
    await settle()
    clock.advance(599_000)
    await settle()
    expect(asked).toHaveLength(3)
    clock.advance(1_000)
    await settle()
    expect(asked).toHaveLength(4)
  })

  it('uses a token that still lives where renewing it failed for the moment', async () => {
    const { clock, keepAlive, asked } = await setUp({ isUnaskedAllowed: false })
    clock.advance(55_000)
    const token = keepAlive.accessToken('ada', never())
    await settle()
    asked[0]?.answer({ type: 'transient', problem: makeProblem('offline', 'network', texts) })
    await expect(token).resolves.toBe('access-1')
  })

  it('D59 keeps the new tokens in use and says so where the disk refuses them', async () => {
    const { vault, book, keepAlive, asked, grant } = await setUp()
    const problem = makeProblem('disk_full', 'this computer', texts)
    vault.refuse(new ProblemError(problem))
    const renewal = keepAlive.refreshNow('ada')
    await settle()
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await renewal
    expect(book.find('ada')).toMatchObject({ needsSignIn: false, keptIn: 'memory' })
    await expect(keepAlive.accessToken('ada', never())).resolves.toBe('access-2')

    vault.refuse(undefined)
    await vault.open()
    book.noteSaved()
    expect(book.find('ada')).toMatchObject({ needsSignIn: false, keptIn: 'vault' })
  })

  it('one who gives up waiting does not stop the renewal for the others', async () => {
    const { clock, keepAlive, asked, grant } = await setUp({ isUnaskedAllowed: false })
    clock.advance(61_000)
    const hasty = new AbortController()
    const given = keepAlive.accessToken('ada', hasty.signal)
    const patient = keepAlive.accessToken('ada', never())
    hasty.abort()
    await expect(given).rejects.toMatchObject({ problem: { code: 'cancelled' } })
    await settle()
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await expect(patient).resolves.toBe('access-2')
  })

  it('D61 drops the answer of a renewal whose account was disconnected, and hands its tokens to be revoked', async () => {
    const { vault, book, keepAlive, asked, dropped, grant } = await setUp()
    const renewal = keepAlive.refreshNow('ada')
    await settle()
    keepAlive.forget('ada')
    await book.remove('ada')
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await expect(renewal).rejects.toMatchObject({ problem: { code: 'cancelled' } })
    expect(book.has('ada')).toBe(false)
    expect(vault.written.some(({ text }) => text.includes('access-2'))).toBe(false)
    expect(dropped).toEqual([expect.objectContaining({ accessToken: 'access-2' })])
  })

  it('D54 says on disk that a token is being sent before it is sent, and forgets it with the answer', async () => {
    const { vault, keepAlive, asked, grant } = await setUp()
    const renewal = keepAlive.refreshNow('ada')
    await settle()
    expect(JSON.parse(vault.written.at(-1)?.text ?? '')).toMatchObject({ lostAnswers: 1 })
    asked[0]?.answer({ type: 'refreshed', grant: grant(2) })
    await renewal
    expect(JSON.parse(vault.written.at(-1)?.text ?? '')).not.toHaveProperty('lostAnswers')
  })

  it('D55 a token whose answer was lost in a crash is sent once more, then sign-in is asked for with the reason', async () => {
    const { vault, clock, keepAlive, asked } = await setUp()
    const crash = async () => {
      const book = createAccountBook({ vault, clock, log: quiet, onChange: () => {} })
      await book.load()
      const sent: string[] = []
      const again = createKeepAlive({
        book,
        clock,
        log: quiet,
        mayRenewUnasked: () => false,
        discard: () => {},
        refresh: (account) => {
          sent.push(account.record?.grant.refreshToken ?? '')
          return new Promise(() => {})
        },
      })
      again.refreshNow('ada').catch(() => undefined)
      await settle()
      return { book, sent }
    }
    keepAlive.refreshNow('ada').catch(() => undefined)
    await settle()
    expect(asked.map(({ sent }) => sent)).toEqual(['refresh-1'])
    expect((await crash()).sent).toEqual(['refresh-1'])
    const third = await crash()
    expect(third.sent).toEqual([])
    expect(third.book.find('ada')).toMatchObject({
      needsSignIn: true,
      problem: { code: 'needs_sign_in', title: 'The answer to a renewal was lost' },
    })
  })

  it('uses the tokens that another process has put into the vault meanwhile', async () => {
    const { vault, book, keepAlive, asked, grant } = await setUp()
    const { record } = book.find('ada')
    await vault.put(
      { id: 'ada', kind: 'account', note: { setupId: 'shop', label: 'ada@example.test' } },
      JSON.stringify({ ...record, grant: grant(7) }),
    )
    await expect(keepAlive.renew('ada', 'access-1', never())).resolves.toBe('access-7')
    expect(asked).toHaveLength(0)
  })

  it('asks for the token of a further resource when it is needed, and again when that one ends', async () => {
    const { clock, vault, book, keepAlive, asked, grant } = await setUp()
    const mail = 'https://mail.example'
    const withMail = (number: number, accessToken: string): Grant => ({
      ...grant(number),
      accessToken: 'access-1',
      forResources: [{ resource: mail, accessToken, receivedAtMs: clock.now(), lifetimeMs: 60_000 }],
    })
    const all = Promise.all(Array.from({ length: 20 }, () => keepAlive.accessToken('ada', never(), mail)))
    await settle()
    asked[0]?.answer({ type: 'refreshed', grant: withMail(2, 'mail-1') })
    expect(new Set(await all)).toEqual(new Set(['mail-1']))
    await expect(keepAlive.accessToken('ada', never())).resolves.toBe('access-1')
    expect(asked.map(({ sent }) => sent)).toEqual(['refresh-1'])

    // An API that refuses it at once makes no storm of renewals.
    await expect(keepAlive.renew('ada', 'mail-1', never(), mail)).rejects.toMatchObject({
      problem: { code: 'token_not_accepted' },
    })
    const restarted = createAccountBook({ vault, clock, log: quiet, onChange: () => {} })
    await restarted.load()
    expect(restarted.find('ada').record?.grant).toEqual(book.find('ada').record?.grant)

    clock.advance(50_000)
    await settle()
    asked[1]?.answer({
      type: 'refreshed',
      grant: { ...grant(3), forResources: withMail(3, 'mail-1').forResources ?? [] },
    })
    await settle()
    clock.advance(10_000)
    const again = keepAlive.accessToken('ada', never(), mail)
    await settle()
    expect(asked.map(({ sent }) => sent)).toEqual(['refresh-1', 'refresh-2', 'refresh-3'])
    asked[2]?.answer({ type: 'refreshed', grant: { ...withMail(4, 'mail-2'), accessToken: 'access-3' } })
    await expect(again).resolves.toBe('mail-2')
    await expect(keepAlive.accessToken('ada', never())).resolves.toBe('access-3')
  })

  it('asks for the tokens of two resources one after the other: the refresh token rotates in between', async () => {
    const { keepAlive, asked, grant } = await setUp()
    const renewal = keepAlive.refreshNow('ada')
    const tokens = ['https://a.example', 'https://b.example'].map((resource) =>
      keepAlive.accessToken('ada', never(), resource),
    )
    const forResources: ResourceToken[] = []
    for (const [index, resource] of ['', 'https://a.example', 'https://b.example'].entries()) {
      await settle()
      expect(asked.map(({ sent }) => sent).slice(index)).toEqual([`refresh-${index + 1}`])
      if (resource) forResources.push({ resource, accessToken: `for ${resource}`, receivedAtMs: 0 })
      const answered = { ...grant(index + 2), accessToken: 'access-2', forResources: [...forResources] }
      asked[index]?.answer({ type: 'refreshed', grant: answered })
    }
    await renewal
    await expect(Promise.all(tokens)).resolves.toEqual(['for https://a.example', 'for https://b.example'])
  })

  it('asks for sign-in at the end of a token without a refresh token', async () => {
    const { clock, book, keepAlive } = await setUp({ refreshToken: false })
    clock.advance(59_000)
    await expect(keepAlive.accessToken('ada', never())).resolves.toBe('access-1')
    clock.advance(1_000)
    await expect(keepAlive.accessToken('ada', never())).rejects.toMatchObject({
      problem: { code: 'needs_sign_in' },
    })
    expect(book.find('ada').needsSignIn).toBe(true)
  })

  it('D60 does not storm a provider whose tokens live for a second', async () => {
    const { clock, asked, grant } = await setUp({ lifetimeMs: 1_000 })
    for (let second = 0; second < 180; second += 1) {
      clock.advance(1_000)
      await settle()
      asked.at(-1)?.answer({ type: 'refreshed', grant: grant(asked.length + 1) })
      await settle()
    }
    expect(asked.length).toBeLessThanOrEqual(4)
  })
})

describe('refreshAheadMs', () => {
  it.each([
    [60_000, 10_000],
    [3_600_000, 60_000],
    [360_000, 60_000],
    [0, 0],
  ])('of a life of %i ms is %i ms', (lifetimeMs, expected) => {
    expect(refreshAheadMs(lifetimeMs)).toBe(expected)
  })
})
