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
