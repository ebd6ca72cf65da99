import { useCallback, useEffect, useState } from 'react'
import type { PresetView } from '../../contract/presets.ts'
import type { Problem } from '../../contract/problem.ts'
import { useAppState } from './use-app-state.ts'

/** The presets, once they have arrived, or why they could not be listed. */
export function usePresets(isWanted = true): {
  presets: readonly PresetView[] | undefined
  problem: Problem | undefined
  reload: () => Promise<void>
} {
  const source = useAppState().presets
  const [presets, setPresets] = useState(() => source.read())
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const reload = useCallback(async () => {
    const listed = await source.load()
    if (listed.ok) setPresets(listed.value.presets)
    setProblem(listed.ok ? undefined : listed.problem)
  }, [source])
  useEffect(() => {
    if (isWanted) void reload()
  }, [isWanted, reload])
  return { presets, problem, reload }
}

/** One preset by its id; undefined until it has arrived, or where there is none. */
export function usePreset(presetId: string | undefined): PresetView | undefined {
  const { presets } = usePresets(presetId !== undefined)
  return presets?.find(({ id }) => id === presetId)
}
