import { describe, expect, it } from 'vitest'
import { describeBridgeFailure } from '../../../renderer/state/bridge-failure.ts'
import { createMirror } from '../../../renderer/state/mirror.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeBridge, notScripted } from '../../support/fake-bridge.ts'
import { scenes } from '../../support/renderer-harness/scenes.ts'

function makeSnapshot() {
  const snapshot = scenes['accounts-full']?.snapshot('system')
  if (!snapshot) throw new Error('no scene')
  return snapshot
}

/** A promise that is resolved from outside. */
function makeGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

function countSnapshots(bridge: ReturnType<typeof createFakeBridge>): number {
  return bridge.called.filter(({ name }) => name === 'app.snapshot').length
}

async function startMirror() {
  const bridge = createFakeBridge(makeSnapshot())
  const mirror = createMirror(bridge)
  await eventually(() => expect(mirror.store.getState().status).toBe('ready'))
  return { bridge, mirror }
}

describe('createMirror', () => {
  it('asks for one snapshot and holds it', async () => {
    const { bridge, mirror } = await startMirror()
    expect(mirror.store.getState().slices).toEqual(bridge.snapshot.slices)
    expect(mirror.store.getState().revision).toBe(7)
    expect(countSnapshots(bridge)).toBe(1)
  })

  it('applies the change that follows and leaves the other slices alone', async () => {
    const { bridge, mirror } = await startMirror()
    const before = mirror.store.getState().slices
    bridge.change('accounts', [])
    const after = mirror.store.getState()
    expect(after.slices?.accounts).toEqual([])
    expect(after.slices?.setups).toBe(before?.setups)
    expect(after.revision).toBe(8)
    expect(countSnapshots(bridge)).toBe(1)
  })

  it('asks for a snapshot again when a change was missed', async () => {
    const { bridge, mirror } = await startMirror()
    bridge.change('vault', { ...bridge.snapshot.slices.vault, records: 9 }, { skip: 2 })
    await eventually(() => expect(mirror.store.getState().revision).toBe(10))
    expect(mirror.store.getState().slices?.vault.records).toBe(9)
    expect(countSnapshots(bridge)).toBe(2)
  })

  it('ignores a change that is older than what it has', async () => {
    const { bridge, mirror } = await startMirror()
    const before = mirror.store.getState()
    bridge.emit('accounts.changed', { revision: 7, value: [] })
    expect(mirror.store.getState()).toBe(before)
  })

  it('keeps changes that arrive before the snapshot and applies those that it does not hold', async () => {
    const bridge = createFakeBridge(makeSnapshot())
    const old = structuredClone(bridge.snapshot)
    const gate = makeGate()
    bridge.answer('app.snapshot', async () => {
      await gate.opened
      return { ok: true, value: old }
    })
    const mirror = createMirror(bridge)
    bridge.emit('accounts.changed', { revision: 7, value: [] })
    bridge.change('settings', { theme: 'dark' })
    expect(mirror.store.getState().status).toBe('loading')
    gate.open()
    await eventually(() => expect(mirror.store.getState().revision).toBe(8))
    expect(mirror.store.getState().slices?.settings.theme).toBe('dark')
    expect(mirror.store.getState().slices?.accounts).toHaveLength(4)
  })

  it('asks again where a change went missing while the snapshot was on its way', async () => {
    const bridge = createFakeBridge(makeSnapshot())
    const old = structuredClone(bridge.snapshot)
    let asked = 0
    bridge.answer('app.snapshot', () => {
      asked += 1
      return { ok: true, value: asked === 1 ? old : structuredClone(bridge.snapshot) }
    })
    const mirror = createMirror(bridge)
    bridge.change('settings', { theme: 'light' }, { skip: 1 })
    await eventually(() => expect(mirror.store.getState().revision).toBe(9))
    expect(asked).toBe(2)
    expect(mirror.store.getState().slices?.settings.theme).toBe('light')
  })

  it('says why a snapshot failed, and gets over it', async () => {
    const bridge = createFakeBridge(makeSnapshot())
    bridge.answer('app.snapshot', () => ({ ok: false, problem: notScripted }))
    const mirror = createMirror(bridge)
    await eventually(() => expect(mirror.store.getState().status).toBe('failed'))
    expect(mirror.store.getState().problem).toEqual(notScripted)
    bridge.answer('app.snapshot', () => ({ ok: true, value: structuredClone(bridge.snapshot) }))
    await mirror.reload()
    expect(mirror.store.getState().status).toBe('ready')
    expect(mirror.store.getState().problem).toBeUndefined()
  })

  it('turns a rejected call into a problem that holds nothing of the error', async () => {
    const bridge = createFakeBridge(makeSnapshot())
    bridge.answer('app.snapshot', () => Promise.reject(new Error('secret-in-an-error')))
    const mirror = createMirror(bridge)
    await eventually(() => expect(mirror.store.getState().status).toBe('failed'))
    expect(mirror.store.getState().problem).toEqual(describeBridgeFailure().problem)
    expect(JSON.stringify(mirror.store.getState())).not.toContain('secret-in-an-error')
  })

  it('drops the answer of a request that was given up', async () => {
    const bridge = createFakeBridge(makeSnapshot())
    const gate = makeGate()
    const stale = { ...structuredClone(bridge.snapshot), revision: 1 }
    bridge.answer('app.snapshot', async () => {
      await gate.opened
      return { ok: true, value: stale }
    })
    const mirror = createMirror(bridge)
    bridge.answer('app.snapshot', () => ({ ok: true, value: structuredClone(bridge.snapshot) }))
    await mirror.reload()
    const seen: number[] = []
    mirror.store.subscribe(({ revision }) => seen.push(revision))
    gate.open()
    await new Promise(setImmediate)
    expect(seen).toEqual([])
    expect(mirror.store.getState().revision).toBe(7)
  })

  it('stops listening', async () => {
    const { bridge, mirror } = await startMirror()
    expect(bridge.countListeners()).toBe(8)
    mirror.stop()
    expect(bridge.countListeners()).toBe(0)
  })
})
