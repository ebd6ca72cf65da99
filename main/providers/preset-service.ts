import type { SetupDraft } from '../../contract/models.ts'
import type { FilledBlanks, PresetView } from '../../contract/presets.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import { applyPreset, blanksOf } from './apply-preset.ts'
import type { Preset } from './preset.ts'
import { presets } from './presets/list.ts'
import { redirectUriToRegister } from './setups.ts'

/** Every preset as the window shows it, by name. */
export function listPresets(): PresetView[] {
  return presets.map(viewPreset).sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** A preset with its blanks filled in, as a draft to save. Throws a ProblemError `invalid_argument`. */
export function makeDraft(presetId: string, blanks: FilledBlanks): SetupDraft {
  const preset = presets.find(({ id }) => id === presetId)
  if (preset === undefined) throw new ProblemError(presetNotFound())
  return applyPreset(preset, blanks)
}

function viewPreset(preset: Preset): PresetView {
  const { id, name, client, scopes, defaultScopes, redirect, console, troubles, evidence } = preset
  const isPasted = redirect.takesLoopbackAddress === 'no'
  const register =
    redirect.register === undefined && !isPasted ? redirectUriToRegister(redirect) : redirect.register
  return {
    id,
    name,
    blanks: blanksOf(preset),
    ...(client.secretLabel !== undefined && { secretLabel: client.secretLabel }),
    scopes,
    defaultScopes,
    redirect: {
      field: redirect.field,
      ...(typeof register === 'string' && { register }),
      isPasted,
      isAnyPort: redirect.port === 0 && !isPasted,
      notes: redirect.notes,
    },
    console,
    troubles,
    remembered: evidence.flatMap((one) => ('remembered' in one ? [one.claim] : [])),
  }
}

function presetNotFound() {
  return makeProblem('invalid_argument', 'you', {
    title: 'There is no such preset',
    detail: 'The list of presets has changed since the window showed it.',
    nextStep: 'Choose a preset from the list.',
  })
}
