import * as v from 'valibot'
import { providerSetupSchema, settingsSchema } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Log, PlainStore } from '../ports.ts'
import type { WindowPlace } from '../windows/window-place.ts'
import { openPlainFile } from './plain-file.ts'
import { settingsFileName } from './start-state.ts'

const pixels = v.pipe(v.number(), v.safeInteger())

const settingsFileSchema = v.strictObject({
  version: v.literal(1),
  settings: settingsSchema,
  window: v.optional(
    v.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels, isMaximized: v.boolean() }),
  ),
})

const setupsFileSchema = v.strictObject({
  version: v.literal(1),
  setups: v.array(providerSetupSchema),
})

/** The plain data on disk, with the window's place beside the settings. */
export interface PlatformStore extends PlainStore {
  /** Does without it where the disk refuses: nothing may keep a window from closing. */
  writeWindowPlace(place: WindowPlace): void
}

/**
 * Opens `settings.json` and `provider-setups.json` in the data folder: two files, so that moving the window never
 * rewrites the setups.
 */
export function openPlainStore(options: { dataDir: string; log: Log }): PlatformStore {
  const settingsFile = openPlainFile({
    ...options,
    name: settingsFileName,
    schema: settingsFileSchema,
    defaults: { version: 1, settings: { theme: 'system' } },
  })
  const setupsFile = openPlainFile({
    ...options,
    name: 'provider-setups',
    schema: setupsFileSchema,
    defaults: { version: 1, setups: [] },
  })
  return {
    readSettings: () => settingsFile.read().settings,
    writeSettings: (settings) => settingsFile.write({ ...settingsFile.read(), settings }),
    readSetups: () => setupsFile.read().setups,
    writeSetups: (setups) => setupsFile.write({ version: 1, setups: [...setups] }),
    writeWindowPlace(window) {
      try {
        settingsFile.write({ ...settingsFile.read(), window })
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        options.log.warn('windowPlace.notSaved', { code: error.problem.code })
      }
    },
  }
}
