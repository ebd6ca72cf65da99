import type { ProviderSetup } from '../../contract/models.ts'
import type { Quirks } from '../../contract/protocol-options.ts'
import { presets } from './presets/list.ts'

/**
 * A setup with the quirks of its preset as this version of Keyfold knows them. Nobody edits quirks, so that a setup
 * that was saved by an earlier version would be without those found since, and keep those found wrong. Addresses that
 * hold what the person filled in stay. A setup without a preset, or of one that is no more, stays as it is.
 */
export function withPresetQuirks(setup: ProviderSetup): ProviderSetup {
  const preset = presets.find(({ id }) => id === setup.preset)
  if (preset === undefined) return setup
  const { quirks: saved, ...others } = setup
  const quirks = preset.quirks && keepFilledIn(preset.quirks, saved)
  return quirks ? { ...others, quirks } : others
}

function keepFilledIn({ refreshEndpoint, profile, ...known }: Quirks, saved: Quirks = {}): Quirks {
  const endpoint = filledIn(refreshEndpoint, saved.refreshEndpoint)
  const profileUrl = filledIn(profile?.url, saved.profile?.url)
  return {
    ...known,
    ...(endpoint !== undefined && { refreshEndpoint: endpoint }),
    ...(profile && profileUrl !== undefined && { profile: { ...profile, url: profileUrl } }),
  }
}

/** A template that this setup was never filled in for is left out: what it lacks is not known any more. */
function filledIn(template: string | undefined, saved: string | undefined): string | undefined {
  return template?.includes('{') ? saved : template
}
