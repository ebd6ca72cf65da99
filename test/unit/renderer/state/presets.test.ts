import { describe, expect, it, vi } from 'vitest'
import { makeProblem } from '../../../../contract/problem.ts'
import { listPresets } from '../../../../main/providers/preset-service.ts'
import {
  createPresets,
  describeBlank,
  findBlankFaults,
  findPresets,
} from '../../../../renderer/state/presets.ts'
import { presetViews } from '../../../support/renderer-harness/scenes-lifecycle.ts'

const names = (text: string) => findPresets(listPresets(), text).map(({ name }) => name)

describe('presets', () => {
  it('are found by the beginnings of their names', () => {
    expect(names('git')).toEqual(expect.arrayContaining(['GitHub', 'GitLab']))
    expect(names('  GOOGLE ')).toEqual(['Google'])
    expect(names('')).toHaveLength(listPresets().length)
    expect(names('no provider is called so')).toEqual([])
  })

  it('are asked for once they have arrived, and again after a failure', async () => {
    const problem = makeProblem('internal', 'keyfold', { title: 'No', detail: 'No.', nextStep: 'Again.' })
    const list = vi
      .fn()
      .mockResolvedValueOnce({ ok: false, problem })
      .mockResolvedValue({ ok: true, value: { presets: [...presetViews] } })
    const presets = createPresets(list)
    expect((await presets.load()).ok).toBe(false)
    expect(presets.read()).toBeUndefined()
    expect((await presets.load()).ok).toBe(true)
    await presets.load()
    expect(list).toHaveBeenCalledTimes(2)
    expect(presets.read()).toHaveLength(presetViews.length)
  })

  it('want each blank that has no fallback, in its form', () => {
    const [preset] = presetViews
    if (!preset) throw new Error('no preset')
    expect(Object.keys(findBlankFaults(preset, {}))).toEqual(['clientId', 'region'])
    expect(findBlankFaults(preset, { clientId: ' a ', region: 'eu-1' })).toEqual({})
    expect(findBlankFaults(preset, { clientId: 'a', region: 'eu-1 or so' })).toEqual({
      region: 'Enter it like this: eu-1',
    })
    expect(Object.keys(findBlankFaults(preset, { clientId: 'a', region: 'eu-1', tenant: 'a b' }))).toEqual([
      'tenant',
    ])
  })

  it('say what stands for a blank that is left empty, once', () => {
    const said = listPresets()
      .flatMap(({ blanks }) => blanks)
      .filter(({ fallback }) => fallback)
      .map((blank) => describeBlank(blank)?.split(/\bleft empty\b/i))
    expect(said).toEqual([
      [expect.stringContaining('GitLab'), ': gitlab.com.'],
      [expect.stringContaining('tenant'), ': common.'],
    ])
    expect(describeBlank({ id: 'a', label: 'A', example: 'a', pattern: 'a' })).toBeUndefined()
  })
})
