import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { AccountView, Slices } from '../../../../contract/models.ts'
import { keepLastView } from '../../../../renderer/state/last-view.ts'
import type { MirrorState } from '../../../../renderer/state/mirror.ts'
import { createViewStore, type View } from '../../../../renderer/state/view.ts'

function makeStorage(last?: string) {
  const map = new Map(last === undefined ? [] : [['keyfold.lastView', last]])
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => map.set(key, value),
  }
}

/** A window that was left with a view, and main's account list, which comes when told. */
function openWindow(storage: ReturnType<typeof makeStorage>) {
  const view = createViewStore(storage)
  const mirror = createStore<MirrorState>(() => ({
    status: 'loading',
    revision: 0,
    slices: undefined,
    about: undefined,
    problem: undefined,
  }))
  keepLastView(view, mirror, storage)
  return {
    show: (next: View) => view.setState(({ visit }) => ({ view: next, visit: visit + 1 })),
    shown: () => view.getState().view,
    visits: () => view.getState().visit,
    tell: (...ids: string[]) =>
      mirror.setState({
        slices: { accounts: ids.map((id) => ({ id }) as AccountView) } as unknown as Slices,
      }),
  }
}

describe('the view that a window was left with', () => {
  it.each(['accounts', 'setups', 'settings'] as const)('is %s again', (screen) => {
    const storage = makeStorage()
    openWindow(storage).show({ screen })
    expect(openWindow(storage).shown()).toEqual({ screen })
  })

  it('is an account’s explorer again once the account is known, and takes no focus', () => {
    const storage = makeStorage()
    openWindow(storage).show({ screen: 'explorer', accountId: 'a-1' })
    const window = openWindow(storage)
    expect(window.shown()).toEqual({ screen: 'accounts' })
    window.tell()
    expect(window.shown()).toEqual({ screen: 'accounts' })
    window.tell('a-0', 'a-1')
    expect(window.shown()).toEqual({ screen: 'explorer', accountId: 'a-1' })
    expect(window.visits()).toBe(0)
  })

  it('is not shown where the account is gone, also when it comes back later', () => {
    const window = openWindow(makeStorage('explorer a-1'))
    window.tell('a-0')
    window.tell('a-0', 'a-1')
    expect(window.shown()).toEqual({ screen: 'accounts' })
  })

  it('is not shown where the person has gone somewhere first', () => {
    const window = openWindow(makeStorage('explorer a-1'))
    window.show({ screen: 'connect' })
    window.tell('a-1')
    expect(window.shown()).toEqual({ screen: 'connect' })
  })

  it('leaves out sign-ins and forms, and takes a preset’s place for the setups', () => {
    const storage = makeStorage()
    const window = openWindow(storage)
    window.show({ screen: 'settings' })
    window.show({ screen: 'signIn', attemptId: 's-1' })
    window.show({ screen: 'connect' })
    expect(openWindow(storage).shown()).toEqual({ screen: 'settings' })
    window.show({ screen: 'presets', presetId: 'github' })
    expect(openWindow(storage).shown()).toEqual({ screen: 'setups' })
  })

  it.each(['', 'connect', 'signIn s-1', 'explorer', '{"screen":"settings"}', '__proto__'])(
    'is home where %j is stored',
    (stored) => {
      const window = openWindow(makeStorage(stored))
      window.tell('a-1')
      expect(window.shown()).toEqual({ screen: 'accounts' })
    },
  )
})
