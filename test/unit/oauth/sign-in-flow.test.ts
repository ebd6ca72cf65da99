import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { signInViewSchema } from '../../../contract/models.ts'
import { makeProblem } from '../../../contract/problem.ts'
import {
  hasEnded,
  idleFlow,
  reduceSignIn,
  type SignInFlow,
  type SignInHappening,
} from '../../../main/oauth/sign-in-flow.ts'
import { viewSignIn } from '../../../main/oauth/sign-in-view.ts'

const problem = makeProblem('internal', 'keyfold', { title: 'a', detail: 'b', nextStep: 'c' })
const started: SignInHappening = { type: 'started', setupId: 'setup-1', setupName: 'Setup' }
const wayThrough: readonly SignInHappening[] = [
  started,
  { type: 'discovered', note: 'PKCE S256' },
  {
    type: 'listening',
    note: '127.0.0.1:49211',
    redirectUri: 'http://127.0.0.1:49211/callback',
    authorizationHost: 'provider.example',
    deadlineMs: 300_000,
  },
  { type: 'browserOpened' },
  { type: 'answered' },
  { type: 'exchanged', note: 'Status 200' },
  { type: 'verified', note: 'ID token' },
  { type: 'stored', note: 'ada', accountId: 'account-1', hasReplaced: true },
]
const others: readonly SignInHappening[] = [
  { type: 'browserNotOpened', note: 'no' },
  { type: 'nothingCameBack' },
  { type: 'pasteRefused', problem },
  { type: 'failed', problem },
  { type: 'cancelled' },
]

function play(
  happenings: readonly SignInHappening[],
  attemptId = 'attempt-1',
  from: SignInFlow = idleFlow,
): SignInFlow {
  return happenings.reduce(
    (flow, happening, index) =>
      reduceSignIn(flow, { attemptId, atMs: 1_000 + index * 10, atMonotonicMs: index * 10, ...happening }),
    from,
  )
}
const view = (flow: SignInFlow) => {
  if (flow.phase === 'idle') throw new Error('idle has no view')
  return viewSignIn(flow)
}
const states = (flow: SignInFlow) => view(flow).steps.map(({ state }) => state)

describe('reduceSignIn', () => {
  it('goes through its phases in order', () => {
    const phases = wayThrough.map((_, index) => play(wayThrough.slice(0, index + 1)).phase)
    expect(phases).toEqual([
      'discovering',
      'listening',
      'awaitingBrowser',
      'awaitingBrowser',
      'exchanging',
      'verifying',
      'storing',
      'done',
    ])
    expect(view(play(wayThrough))).toMatchObject({
      connectedAccountId: 'account-1',
      hasReplaced: true,
      isBrowserInDoubt: false,
    })
  })

  it('has at most one step alive, and all before it done', () => {
    expect(states(play(wayThrough.slice(0, 4)))).toEqual([
      'done',
      'done',
      'done',
      'active',
      'pending',
      'pending',
      'pending',
    ])
    expect(states(play(wayThrough))).toEqual(Array(7).fill('done'))
  })

  it('gives each step its time and note', () => {
    expect(view(play(wayThrough)).steps[1]).toEqual({
      name: 'listen',
      state: 'done',
      note: '127.0.0.1:49211',
      startedAtMs: 1_010,
      durationMs: 10,
    })
  })

  it('drops what belongs to another attempt', () => {
    for (let index = 1; index < wayThrough.length; index += 1) {
      const flow = play(wayThrough.slice(0, index))
      for (const happening of [...wayThrough, ...others])
        expect(play([happening], 'attempt-2', flow)).toBe(flow)
    }
  })

  it.each([
    ['done', wayThrough],
    ['failed', [started, { type: 'failed', problem }]],
    ['cancelled', [started, { type: 'cancelled' }]],
  ] as ReadonlyArray<[string, readonly SignInHappening[]]>)(
    'changes nothing once it is %s',
    (phase, happenings) => {
      const flow = play(happenings)
      expect(flow.phase).toBe(phase)
      expect(hasEnded(flow)).toBe(true)
      for (const happening of [...wayThrough, ...others])
        expect(play([happening], 'attempt-1', flow)).toBe(flow)
    },
  )

  it('fails in the step that was alive and skips the rest', () => {
    const flow = play([...wayThrough.slice(0, 5), { type: 'failed', problem }])
    expect(states(flow)).toEqual(['done', 'done', 'done', 'done', 'failed', 'skipped', 'skipped'])
    expect(view(flow).problem).toEqual(problem)
  })

  it('goes on when the browser was not opened, and when it is opened after all', () => {
    const failed = play([...wayThrough.slice(0, 3), { type: 'browserNotOpened', note: 'no' }])
    expect(states(failed).slice(2, 4)).toEqual(['failed', 'active'])
    expect(view(failed).isBrowserInDoubt).toBe(true)
    expect(states(play([{ type: 'browserOpened' }], 'attempt-1', failed)).slice(2, 4)).toEqual([
      'done',
      'active',
    ])
    expect(play([{ type: 'answered' }], 'attempt-1', failed).phase).toBe('exchanging')
  })

  it('takes an answer that comes before the opener has returned', () => {
    const flow = play([...wayThrough.slice(0, 3), { type: 'answered' }])
    expect(states(flow).slice(0, 5)).toEqual(['done', 'done', 'done', 'done', 'active'])
  })

  it('forgets a refused paste once an answer came', () => {
    const refused = play([...wayThrough.slice(0, 4), { type: 'pasteRefused', problem }])
    expect(view(refused).pasteProblem).toEqual(problem)
    expect(view(play([{ type: 'answered' }], 'attempt-1', refused)).pasteProblem).toBeUndefined()
  })

  it('never leaves the contract, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...wayThrough, ...others), { maxLength: 20 }), (happenings) => {
        const flow = play([started, ...happenings])
        const issues = v.safeParse(signInViewSchema, view(flow)).issues
        expect(issues).toBeUndefined()
        expect(states(flow).filter((state) => state === 'active').length).toBe(hasEnded(flow) ? 0 : 1)
      }),
      { numRuns: 1_000 },
    )
  })
})
