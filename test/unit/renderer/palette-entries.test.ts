import { expect, it } from 'vitest'
import { listPaletteEntries } from '../../../renderer/shell/palette-entries.ts'
import { createAppState } from '../../../renderer/state/app-state.ts'
import { createFakeBridge } from '../../support/fake-bridge.ts'
import { scenes } from '../../support/renderer-harness/scenes.ts'

it('changes the theme and leaves the other settings as they are', () => {
  const snapshot = scenes['accounts-full']?.snapshot('system')
  if (!snapshot) throw new Error('no scene')
  const slices = { ...snapshot.slices, settings: { theme: 'system', updateChannel: 'beta' } as const }
  const bridge = createFakeBridge(snapshot)
  const entries = listPaletteEntries(slices, createAppState(bridge))
  entries.find(({ id }) => id === 'theme-dark')?.run()
  expect(bridge.called.at(-1)).toEqual({
    name: 'settings.change',
    args: { settings: { theme: 'dark', updateChannel: 'beta' } },
  })
})

it('offers every command among the first hundred, however many accounts there are', () => {
  const snapshot = scenes['accounts-full']?.snapshot('system')
  const [account] = snapshot?.slices.accounts ?? []
  if (!snapshot || !account) throw new Error('no scene')
  const accounts = Array.from({ length: 500 }, (_, index) => ({ ...account, id: `account-${index}` }))
  const entries = listPaletteEntries(
    { ...snapshot.slices, accounts },
    createAppState(createFakeBridge(snapshot)),
  )
  const shown = entries.slice(0, 100).map(({ id }) => id)
  for (const id of ['accounts', 'connect', 'setups', 'settings', 'theme-dark', 'shortcuts', 'about']) {
    expect(shown).toContain(id)
  }
  expect(entries.filter(({ id }) => id.startsWith('browse-'))).toHaveLength(500)
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
})
