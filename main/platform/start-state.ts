import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../contract/models.ts'
import type { WindowPlace } from '../windows/window-place.ts'

/** The file of the settings and the window's place, without its extension. */
export const settingsFileName = 'settings'

/** What the window needs before it is made. */
export interface StartState {
  readonly theme: Settings['theme']
  readonly place: WindowPlace | undefined
}

/**
 * Reads the theme and the window's place before electron-store and the schemas are loaded, which would hold up the
 * first window. Whatever is not as expected is left out here; plain-store.ts reads the same file in earnest.
 */
export function readStartState(dataDir: string): StartState {
  const { settings, window } = readFields(join(dataDir, `${settingsFileName}.json`))
  const theme = readField(settings, 'theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    place: isPlace(window) ? window : undefined,
  }
}

function readFields(path: string): { readonly settings?: unknown; readonly window?: unknown } {
  try {
    const fields: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return fields ?? {}
  } catch {
    return {}
  }
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function isPlace(value: unknown): value is WindowPlace {
  return (
    ['x', 'y', 'width', 'height'].every((name) => Number.isSafeInteger(readField(value, name))) &&
    typeof readField(value, 'isMaximized') === 'boolean'
  )
}
