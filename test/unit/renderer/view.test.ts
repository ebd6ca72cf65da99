import { describe, expect, it } from 'vitest'
import { createNotices } from '../../../renderer/state/notices.ts'
import { createViewStore, sidebarWidths } from '../../../renderer/state/view.ts'
import { ariaShortcut, formatShortcut } from '../../../renderer/ui/platform.ts'

function makeStorage(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries))
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => map.set(key, value),
  }
}

describe('the view store', () => {
  it('remembers the width of the sidebar', () => {
    const storage = makeStorage()
    createViewStore(storage).setState({ sidebarWidth: 300 })
    expect(createViewStore(storage).getState().sidebarWidth).toBe(300)
  })

  it.each(['', 'wide', '-5', '99999', 'NaN'])('takes the usual width where %j is stored', (stored) => {
    const store = createViewStore(makeStorage({ 'keyfold.sidebarWidth': stored }))
    expect(store.getState().sidebarWidth).toBe(sidebarWidths.default)
  })
})

describe('notices', () => {
  it('tells the same thing once and keeps the newest four', () => {
    const notices = createNotices()
    for (const title of ['a', 'b', 'a', 'c', 'd', 'e']) notices.post({ tone: 'ok', title, text: '' })
    expect(notices.store.getState().notices.map(({ title }) => title)).toEqual(['a', 'c', 'd', 'e'])
    const [first] = notices.store.getState().notices
    notices.dismiss(first?.id ?? 0)
    expect(notices.store.getState().notices).toHaveLength(3)
  })
})

describe('shortcuts', () => {
  it('are written as the system writes them', () => {
    expect(formatShortcut('Mod+K', true)).toBe('⌘K')
    expect(formatShortcut('Mod+K', false)).toBe('Ctrl+K')
    expect(ariaShortcut('Mod+1', true)).toBe('Meta+1')
    expect(ariaShortcut('Mod+1', false)).toBe('Control+1')
  })
})
