import { describe, expect, it } from 'vitest'
import { makeControlsVisible } from '../../../renderer/ui/foreign-text.tsx'

describe('makeControlsVisible', () => {
  it.each([
    ['a right-to-left override', 'invoice\u202Efdp.exe', 'invoice\uFFFDfdp.exe'],
    ['isolates', '\u2066a\u2069', '\uFFFDa\uFFFD'],
    ['an escape of a terminal', '\u001b[31mred', '\uFFFD[31mred'],
    ['a NUL', 'a\u0000b', 'a\uFFFDb'],
    ['a C1 controls', 'a\u009bb', 'a\uFFFDb'],
  ])('G99 shows %s instead of obeying it', (_name, text, shown) => {
    expect(makeControlsVisible(text)).toBe(shown)
  })

  it('leaves letters, marks, line ends and emoji as they are', () => {
    const text = 'Zoë\tשלום\nعربي 👩‍💻 e\u0301'
    expect(makeControlsVisible(text)).toBe(text)
  })
})
