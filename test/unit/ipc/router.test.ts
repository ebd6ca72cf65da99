import { describe, expect, it } from 'vitest'
import { type CallName, calls } from '../../../contract/ipc.ts'
import { makeProblem, ProblemError } from '../../../contract/problem.ts'
import { checkEvent, createRouter, type Handlers } from '../../../main/ipc/router.ts'
import type { Log } from '../../../main/ports.ts'

const lines: unknown[] = []
const log: Log = {
  info: (...line) => lines.push(line),
  warn: (...line) => lines.push(line),
}

/** A router whose handlers all note that they were reached, but for those given. */
function routerWith(some: Partial<Handlers> = {}) {
  const reached: string[] = []
  const names = Object.keys(calls) as CallName[]
  const note = (name: CallName) => () => {
    reached.push(name)
    return {}
  }
  const noting = Object.fromEntries(names.map((name) => [name, note(name)]))
  const handlers = { ...noting, ...some } as unknown as Handlers
  return { dispatch: createRouter({ handlers, log }), reached }
}

const connect = (setupId: unknown) => ['account.connect', { setupId }] as const

describe('arguments', () => {
  const cyclic: unknown[] = []
  cyclic.push(cyclic)
  let deep: unknown = 'end'
  for (let level = 0; level < 10_000; level += 1) deep = { deep }
  const withOwnProto = JSON.parse('{"settings":{"theme":"dark","__proto__":{"isAdmin":true}}}')
  const setup = {
    name: 'Contoso',
    clientId: 'c',
    clientAuthentication: 'none',
    scopes: [],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/' },
    apis: [],
  }
  const saveWith = (authorizationParameters: object) =>
    ['setup.save', { setup: { ...setup, authorizationParameters } }] as const
  const numbered = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`.padEnd(100, '-'), value]))

  const hostile: readonly (readonly [string, string, unknown])[] = [
    ['no arguments', 'account.connect', undefined],
    ['null', 'account.connect', null],
    ['a text for the arguments', 'account.connect', 'demo'],
    ['an array for the arguments', 'account.connect', [{ setupId: 'demo' }]],
    ['a number for a text', ...connect(1)],
    ['a missing field', 'account.connect', {}],
    ['an unknown field', 'account.connect', { setupId: 'demo', extra: 1 }],
    ['an object that reads as a text', ...connect({ toString: 'demo' })],
    ['an identifier with a path', ...connect('../vault')],
    ['an own __proto__', 'settings.change', withOwnProto],
    ['a constructor key', 'app.snapshot', { constructor: { prototype: { polluted: true } } }],
    ['a cycle', 'account.connect', { setupId: 'demo', cyclic }],
    ['10,000 levels', 'account.connect', deep],
    ['50 MB', ...connect('x'.repeat(50_000_000))],
    ['50 MB in many texts', ...connect(Array.from({ length: 50 }, () => 'x'.repeat(1_000_000)))],
    ['a million values', ...connect(new Array(1_000_000).fill(0))],
    ['a Map', ...connect(new Map())],
    ['a typed array', ...connect(new Uint8Array(8))],
    ['a Date', ...connect(new Date(0))],
    ['a bigint', ...connect(1n)],
    // Where the contract takes names of the page's choice, only these limits hold.
    ['a parameter named constructor', ...saveWith({ constructor: 'x' })],
    ['a parameter named prototype', ...saveWith({ prototype: 'x' })],
    ['a parameter named __proto__', ...saveWith(JSON.parse('{"__proto__":"x"}'))],
    ['60,000 parameters', ...saveWith(numbered(60_000, 'x'))],
    ['14.7 MB in 49,000 parameters', ...saveWith(numbered(49_000, 'x'.repeat(200)))],
  ]

  it('takes a setup with parameters', async () => {
    const { dispatch } = routerWith({ 'setup.save': () => ({ setupId: 'made' }) })
    const saved = await dispatch(...saveWith(numbered(100, 'x'.repeat(200))))
    expect(saved).toEqual({ ok: true, value: { setupId: 'made' } })
  })

  it.each(hostile)(
    'G108 %s is refused with a typed problem and reaches no handler',
    async (_what, name, args) => {
      const { dispatch, reached } = routerWith()
      expect(await dispatch(name, args)).toMatchObject({ ok: false, problem: { code: 'invalid_argument' } })
      expect(reached).toEqual([])
      expect({}).not.toHaveProperty('isAdmin')
      expect({}).not.toHaveProperty('polluted')
    },
  )

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 65_536, '80'])(
    'G108 %s for a port is refused',
    async (port) => {
      const { dispatch, reached } = routerWith()
      const redirect = { ...setup.redirect, port }
      expect(await dispatch('setup.save', { setup: { ...setup, redirect } })).toMatchObject({
        ok: false,
        problem: { code: 'invalid_argument', evidence: expect.anything() },
      })
      expect(reached).toEqual([])
    },
  )

  it('names the refused field and not its value', async () => {
    const answer = await routerWith().dispatch('setup.save', {
      setup: {},
      clientSecret: 'hunter2-hunter2'.repeat(999),
    })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(JSON.stringify(answer)).toContain('setup.')
  })

  it('accepts the largest text that the clipboard takes', async () => {
    const { dispatch, reached } = routerWith()
    expect(await dispatch('app.copyText', { text: 'x'.repeat(10_000_000) })).toEqual({ ok: true, value: {} })
    expect(reached).toEqual(['app.copyText'])
  })
})

describe('names', () => {
  it.each([
    'account.nothing',
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    undefined,
    null,
    7,
    ['app.snapshot'],
    { toString: () => 'app.snapshot' },
  ])('G108 %o is no call', async (name) => {
    const { dispatch, reached } = routerWith()
    expect(await dispatch(name, {})).toMatchObject({ ok: false, problem: { code: 'invalid_argument' } })
    expect(reached).toEqual([])
  })
})

describe('failures', () => {
  it('passes on the problem of an expected failure', async () => {
    const problem = makeProblem('setup_not_found', 'you', { title: 'T', detail: 'D', nextStep: 'N' })
    const { dispatch } = routerWith({
      'setup.remove': () => {
        throw new ProblemError(problem)
      },
    })
    expect(await dispatch('setup.remove', { setupId: 'gone' })).toEqual({ ok: false, problem })
  })

  it.each([
    new Error('Bearer canary-7f3a'),
    Object.assign(new TypeError('x'), { token: 'canary-7f3a' }),
    'canary-7f3a',
    undefined,
  ])('turns an unexpected throw into an internal problem without its text', async (thrown) => {
    lines.length = 0
    const { dispatch } = routerWith({ 'account.refresh': () => Promise.reject(thrown) })
    const answer = await dispatch('account.refresh', { accountId: 'a' })
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal', side: 'keyfold' } })
    expect(JSON.stringify([answer, lines])).not.toContain('canary')
  })

  it('G108 refuses more calls at once than it carries out, and goes on afterwards', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { dispatch } = routerWith({ 'vault.retry': () => held.then(() => ({})) })
    const answers = Array.from({ length: 10_000 }, () => dispatch('vault.retry', {}))
    release()
    const codes = (await Promise.all(answers)).map((answer) => (answer.ok ? 'ok' : answer.problem.code))
    expect(new Set(codes)).toEqual(new Set(['ok', 'rate_limited']))
    expect(await dispatch('vault.retry', {})).toEqual({ ok: true, value: {} })
  })
})

describe('what leaves main', () => {
  it('refuses a result that is not declared, without its content', async () => {
    const leaking = () => ({ attemptId: 'a', accessToken: 'canary-7f3a' })
    const answer = await routerWith({ 'account.connect': leaking }).dispatch(...connect('demo'))
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('canary')
  })

  it('refuses an event that is not declared', () => {
    const value = { theme: 'dark', refreshToken: 'canary-7f3a' } as { theme: 'dark' }
    expect(checkEvent('settings.changed', { revision: 1, value }, log)).toBeUndefined()
    const declared = { revision: 1, value: { theme: 'dark' } } as const
    expect(checkEvent('settings.changed', declared, log)).toEqual(declared)
  })
})
