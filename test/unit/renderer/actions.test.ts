import { describe, expect, it, vi } from 'vitest'
import { makeProblem } from '../../../contract/problem.ts'
import { type AppState, createAppState } from '../../../renderer/state/app-state.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeBridge, type FakeBridge } from '../../support/fake-bridge.ts'
import { scenes } from '../../support/renderer-harness/scenes.ts'

async function start(scene = 'accounts-full'): Promise<{ bridge: FakeBridge; state: AppState }> {
  const snapshot = scenes[scene]?.snapshot('system')
  if (!snapshot) throw new Error('no scene')
  const bridge = createFakeBridge(snapshot)
  const state = createAppState(bridge)
  await eventually(() => expect(state.mirror.store.getState().status).toBe('ready'))
  return { bridge, state }
}

const notices = (state: AppState) => state.notices.store.getState().notices
const problem = makeProblem('offline', 'network', {
  title: 'No network',
  detail: 'There is none.',
  nextStep: 'Connect.',
})

describe('actions', () => {
  it('goes to the sign-in that it started', async () => {
    const { bridge, state } = await start()
    bridge.answer('account.connect', () => ({ ok: true, value: { attemptId: 's-1' } }))
    await state.actions.connect('contoso')
    expect(state.view.getState().view).toEqual({ screen: 'signIn', attemptId: 's-1' })
    expect(bridge.called.at(-1)).toEqual({ name: 'account.connect', args: { setupId: 'contoso' } })
  })

  it('starts the demo provider before it signs in there', async () => {
    const { bridge, state } = await start('accounts-empty')
    bridge.answer('demo.start', () => ({ ok: true, value: { setupId: 'demo' } }))
    bridge.answer('account.connect', () => ({ ok: true, value: { attemptId: 's-2' } }))
    await state.actions.connectDemo()
    expect(bridge.called.slice(1).map(({ name }) => name)).toEqual(['demo.start', 'account.connect'])
  })

  it('stays where it is and says why when a call fails', async () => {
    const { bridge, state } = await start()
    bridge.answer('account.connect', () => ({ ok: false, problem }))
    await state.actions.connect('contoso')
    expect(state.view.getState().view).toEqual({ screen: 'accounts' })
    expect(notices(state)).toMatchObject([
      { tone: 'bad', title: 'No network', text: 'There is none. Connect.' },
    ])
  })

  it('says nothing about what the person cancelled', async () => {
    const { bridge, state } = await start()
    bridge.answer('account.refresh', () => ({ ok: false, problem: { ...problem, code: 'cancelled' } }))
    await state.actions.refreshAccount('a-demo')
    expect(notices(state)).toEqual([])
  })

  it.each([
    ['revoked', 'ok', 'The provider revoked its tokens'],
    ['notOffered', 'ok', 'offers no revocation'],
    ['failed', 'warn', 'did not revoke them'],
  ] as const)('says what disconnecting did: %s', async (revocation, tone, words) => {
    const { bridge, state } = await start()
    bridge.answer('account.disconnect', () => ({ ok: true, value: { revocation } }))
    await state.actions.disconnectAccount('a-demo', 'Demo shop')
    expect(notices(state)).toMatchObject([{ tone, title: 'Demo shop was disconnected' }])
    expect(notices(state)[0]?.text).toContain(words)
    expect(notices(state)[0]?.text).toContain('deleted here')
  })

  it.each([
    ['opened', 'ok', 'Your browser was opened to sign you out'],
    ['notOffered', 'ok', 'offers no sign-out'],
    ['failed', 'warn', 'could not be opened to sign you out'],
  ] as const)('says what came of the sign-out at the provider: %s', async (signOut, tone, words) => {
    const { bridge, state } = await start()
    bridge.answer('account.disconnect', () => ({ ok: true, value: { revocation: 'revoked', signOut } }))
    await state.actions.disconnectAccount('a-demo', 'Demo shop', true)
    expect(bridge.called.at(-1)?.args).toEqual({ accountId: 'a-demo', signOutAtProvider: true })
    expect(notices(state)).toMatchObject([{ tone, text: expect.stringContaining(words) }])
    expect(notices(state)[0]?.text).toContain('revoked its tokens')
  })

  it('exchanges again where an account came by an exchange, in place of signing in and of a step-up', async () => {
    const { bridge, state } = await start()
    const [account] = bridge.snapshot.slices.accounts
    if (!account) throw new Error('no account')
    const exchanged = { ...account, exchangedFrom: 'a-source' }
    bridge.answer('account.exchangeAgain', () => ({ ok: true, value: {} }))
    await state.actions.regain(exchanged)
    await state.actions.askForScopes(exchanged, ['orders.write'])
    expect(bridge.called.filter(({ name }) => name.startsWith('account.'))).toEqual([
      { name: 'account.exchangeAgain', args: { accountId: account.id } },
      { name: 'account.exchangeAgain', args: { accountId: account.id, scopes: ['orders.write'] } },
    ])
    bridge.answer('account.connect', () => ({ ok: true, value: { attemptId: 's-8' } }))
    await state.actions.regain(account)
    const args = { setupId: account.setupId, accountId: account.id }
    expect(bridge.called.at(-1)).toEqual({ name: 'account.connect', args })
  })

  it('tries a step-up again with the scopes that it asked for', async () => {
    const { bridge, state } = await start()
    bridge.answer('account.connect', () => ({ ok: true, value: { attemptId: 's-9' } }))
    const [account] = bridge.snapshot.slices.accounts
    const [signIn] = scenes['sign-in-waiting']?.snapshot('system').slices.signIns ?? []
    if (!account || !signIn) throw new Error('no account')
    await state.actions.askForScopes(account, ['orders.write'])
    const asked = { setupId: account.setupId, accountId: account.id, scopes: ['orders.write'] }
    expect(bridge.called.at(-1)).toEqual({ name: 'account.connect', args: asked })
    await state.actions.connectAgain({ ...signIn, attemptId: 's-9' })
    expect(bridge.called.at(-1)).toEqual({ name: 'account.connect', args: asked })
  })

  it.each([
    ['pending', undefined],
    ['revoked', 'has now revoked'],
    ['failed', 'refused to revoke'],
  ] as const)('says what a revocation that was tried again came to: %s', async (revocation, words) => {
    const { bridge, state } = await start('accounts-ending')
    const [pending] = bridge.snapshot.slices.pendingRevocations
    if (!pending) throw new Error('no revocation')
    bridge.answer('revocation.retry', () => ({ ok: true, value: { revocation } }))
    await state.actions.retryRevocation(pending)
    expect(bridge.called.at(-1)?.args).toEqual({ revocationId: pending.id })
    expect(notices(state).map(({ text }) => text)).toEqual(
      words === undefined ? [] : [expect.stringContaining(words)],
    )
  })

  it('leaves the explorer of an account that was disconnected', async () => {
    const { bridge, state } = await start()
    bridge.answer('account.disconnect', () => ({ ok: true, value: { revocation: 'revoked' } }))
    state.actions.goTo({ screen: 'explorer', accountId: 'a-demo' })
    await state.actions.disconnectAccount('a-demo', 'Demo shop')
    expect(state.view.getState().view).toEqual({ screen: 'accounts' })
  })

  it('dismisses a sign-in that has ended when its screen is left, not one that goes on', async () => {
    const { bridge, state } = await start('sign-in-waiting')
    const [running] = bridge.snapshot.slices.signIns
    if (!running) throw new Error('no sign-in')
    state.actions.goTo({ screen: 'signIn', attemptId: running.attemptId })
    state.actions.goTo({ screen: 'accounts' })
    expect(bridge.called.some(({ name }) => name === 'signIn.dismiss')).toBe(false)
    bridge.change('signIns', [{ ...running, phase: 'cancelled' }])
    state.actions.goTo({ screen: 'signIn', attemptId: running.attemptId })
    state.actions.goTo({ screen: 'accounts' })
    expect(bridge.called.at(-1)).toEqual({ name: 'signIn.dismiss', args: { attemptId: running.attemptId } })
  })

  it('tells a refused paste once: in the sign-in where main put it there', async () => {
    const { bridge, state } = await start('sign-in-doubt')
    const refused = bridge.snapshot.slices.signIns[0]?.pasteProblem
    if (!refused) throw new Error('no paste problem')
    bridge.answer('signIn.pasteAddress', () => ({ ok: false, problem: refused }))
    await state.actions.pasteAddress('s-1')
    expect(notices(state)).toEqual([])
    bridge.answer('signIn.pasteAddress', () => ({ ok: false, problem }))
    await state.actions.pasteAddress('s-1')
    expect(notices(state)).toHaveLength(1)
  })

  it('carries out the menu', async () => {
    const { bridge, state } = await start()
    bridge.emit('menu.chosen', { command: 'setups' })
    expect(state.view.getState().view).toEqual({ screen: 'setups' })
    bridge.emit('menu.chosen', { command: 'palette' })
    expect(state.view.getState().isPaletteOpen).toBe(true)
    bridge.emit('menu.chosen', { command: 'settings' })
    expect(state.view.getState()).toMatchObject({ view: { screen: 'settings' }, isPaletteOpen: false })
    const send = vi.fn()
    const stop = state.commands.on('send', send)
    bridge.emit('menu.chosen', { command: 'send' })
    stop()
    bridge.emit('menu.chosen', { command: 'send' })
    expect(send).toHaveBeenCalledTimes(1)
    state.stop()
    expect(bridge.countListeners()).toBe(0)
  })
})
