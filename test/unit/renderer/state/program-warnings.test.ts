import { describe, expect, it } from 'vitest'
import { type About, type ProgramWarning, sandboxCauses } from '../../../../contract/models.ts'
import { bannerWarnings, describeWarning, warningKey } from '../../../../renderer/state/program-warnings.ts'
import { createViewStore } from '../../../../renderer/state/view.ts'

const testBuild: ProgramWarning = { kind: 'testBuild', why: 'made on Electron 33.2.1' }
const oldRuntime: ProgramWarning = {
  kind: 'oldRuntime',
  electron: '33.2.1',
  reason: 'ended',
  isPackaged: true,
}
const sandboxOff: ProgramWarning = { kind: 'sandboxOff', cause: 'switch', isAppImage: false }

function aboutWith(warnings: ProgramWarning[], version = '0.1.0'): About {
  return { version, electron: '', chromium: '', node: '', platform: '', dataFolder: '', warnings }
}

describe('the warnings over every screen', () => {
  it('a test build says so once, until it is put away for its version', () => {
    const about = aboutWith([testBuild, oldRuntime])
    expect(bannerWarnings(about, [])).toEqual([testBuild])
    const hidden = [warningKey(about, testBuild)]
    expect(bannerWarnings(about, hidden)).toEqual([])
    expect(bannerWarnings(aboutWith([testBuild], '0.2.0'), hidden)).toEqual([testBuild])
  })

  it('that the sandbox is off stands first and is not put away', () => {
    const about = aboutWith([testBuild, sandboxOff])
    const hidden = about.warnings.map((warning) => warningKey(about, warning))
    expect(bannerWarnings(about, [])).toEqual([sandboxOff, testBuild])
    expect(bannerWarnings(about, hidden)).toEqual([sandboxOff])
  })

  it('a release whose runtime has ended says so; development does not', () => {
    expect(bannerWarnings(aboutWith([oldRuntime]), [])).toEqual([oldRuntime])
    expect(bannerWarnings(aboutWith([{ ...oldRuntime, isPackaged: false }]), [])).toEqual([])
  })

  it('what was put away is remembered by the window', () => {
    const stored = new Map<string, string>()
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    }
    createViewStore(storage).setState({ hiddenWarnings: ['0.1.0 testBuild'] })
    expect(createViewStore(storage).getState().hiddenWarnings).toEqual(['0.1.0 testBuild'])
  })
})

describe('the words of a warning', () => {
  it.each(sandboxCauses)('the sandbox is off (%s): what that means, and what to do', (cause) => {
    const { text, steps } = describeWarning({ kind: 'sandboxOff', cause, isAppImage: true, command: 'x' })
    expect(text).toContain('before you use real accounts')
    expect(steps.length).toBeGreaterThan(0)
  })

  it('a step that announces a command only where there is one', () => {
    const warning = { kind: 'sandboxOff', cause: 'appArmor', isAppImage: true } as const
    const announced = (command?: string) =>
      describeWarning({ ...warning, ...(command && { command }) })
        .steps.at(-1)
        ?.endsWith(':')
    expect(announced('sudo x')).toBe(true)
    expect(announced()).toBe(false)
  })
})
