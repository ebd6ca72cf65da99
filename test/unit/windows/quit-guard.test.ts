import { describe, expect, it } from 'vitest'
import type { QuitLoss } from '../../../main/quit-loss.ts'
import { createQuitGuard } from '../../../main/windows/quit-guard.ts'
import { quitQuestion } from '../../../main/windows/quit-question.ts'

const ada = { id: 'a-1', kind: 'account', setupName: 'Corner shop', label: 'ada@example.test' } as const
const grace = { id: 'a-2', kind: 'account', setupName: 'Corner shop', label: 'grace@example.test' } as const

function setUp(records: QuitLoss['records']) {
  const world = {
    unsaved: records,
    /** True where the disk takes the next attempt. */
    isDiskWell: false,
    asked: [] as QuitLoss[],
    answer: (_isConfirmed: boolean) => {},
    failToAsk: (_error: Error) => {},
    quits: 0,
  }
  const guard = createQuitGuard({
    findLoss: () => (world.unsaved.length > 0 ? { records: world.unsaved } : undefined),
    async save() {
      if (world.isDiskWell) world.unsaved = []
    },
    ask: (loss) =>
      new Promise((resolve, reject) => {
        world.asked.push(loss)
        world.answer = resolve
        world.failToAsk = reject
      }),
    quit: () => {
      world.quits += 1
    },
  })
  return { world, guard }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('quitting while something is in memory only', () => {
  it('goes on where everything is saved', () => {
    const { world, guard } = setUp([])
    expect(guard.isHolding()).toBe(false)
    expect(world).toMatchObject({ asked: [], quits: 0 })
  })

  it('D59 is held until the person has answered, and asks once however often it is tried', async () => {
    const { world, guard } = setUp([ada])
    expect(guard.isHolding()).toBe(true)
    expect(guard.isHolding()).toBe(true)
    await settle()
    expect(guard.isHolding()).toBe(true)
    expect(world.asked).toEqual([{ records: [ada] }])
    world.answer(false)
    await settle()
    expect(world.quits).toBe(0)

    expect(guard.isHolding(), 'the next time it asks again').toBe(true)
    await settle()
    expect(world.asked).toHaveLength(2)
    world.answer(true)
    await settle()
    expect(world.quits).toBe(1)
    expect(guard.isHolding(), 'what was agreed to is not asked about again').toBe(false)
  })

  it('D59 saves once more first, and quits without a question where that works', async () => {
    const { world, guard } = setUp([ada])
    world.isDiskWell = true
    expect(guard.isHolding()).toBe(true)
    await settle()
    expect(world).toMatchObject({ asked: [], quits: 1 })
    expect(guard.isHolding()).toBe(false)
  })

  it('asks about what came after the answer', async () => {
    const { world, guard } = setUp([ada])
    const first = guard.confirm()
    await settle()
    world.answer(true)
    expect(await first).toBe(true)
    world.unsaved = [ada, grace]
    expect(guard.isHolding()).toBe(true)
    await settle()
    expect(world.asked).toHaveLength(2)
  })

  it('an answer is worth nothing once all was saved', async () => {
    const { world, guard } = setUp([ada])
    const first = guard.confirm()
    await settle()
    world.answer(true)
    await first
    world.unsaved = []
    expect(guard.isHolding()).toBe(false)
    world.unsaved = [ada]
    expect(guard.isHolding()).toBe(true)
  })

  it('does not hold for ever: not where no question can be shown, nor once the services are closed', async () => {
    const { world, guard } = setUp([ada])
    expect(guard.isHolding()).toBe(true)
    await settle()
    world.failToAsk(new Error('no display'))
    await settle()
    expect(world.quits).toBe(1)

    const closed = setUp([ada])
    closed.guard.release()
    expect(closed.guard.isHolding()).toBe(false)
  })
})

describe('the question', () => {
  it('names the reason, each account and what is lost; keeping open is the default', () => {
    const credentials = { id: 'c', kind: 'client-secret', setupName: 'Desk' } as const
    const revocation = { ...grace, kind: 'revocation' } as const
    const question = quitQuestion({ reason: 'The disk is full', records: [ada, credentials, revocation] })
    expect(question.detail).toContain('The disk is full. In memory only')
    expect(question.detail).toContain('• Corner shop: the sign-in of ada@example.test\n')
    expect(question.detail).toContain('• Desk: the client secret\n')
    expect(question.detail).toContain('of grace@example.test that are still to be revoked')
    expect(question.buttons?.[question.defaultId ?? -1]).toBe('Keep open')
    expect(question.buttons?.[question.cancelId ?? -1]).toBe('Keep open')
  })

  it('stays small and plain, whatever names hold', () => {
    const records = Array.from({ length: 30 }, (_, index) => ({
      ...ada,
      id: `a-${index}`,
      label: `x\n\u202e${'y'.repeat(500)}`,
    }))
    const { detail = '' } = quitQuestion({ records })
    expect(detail).toContain('• 22 more')
    expect(detail.split('\n')).toHaveLength(13)
    expect(detail).not.toContain('\u202e')
  })
})
