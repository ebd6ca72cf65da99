import { join } from 'node:path'
import type { Keyfold } from './keyfold.ts'

const folder = join(process.env.KEYFOLD_ARTIFACTS ?? 'artifacts', 'screenshots')

/** Pictures of the window as it is, in the light and the dark theme, for people to look at. */
export async function showInBothThemes({ window }: Keyfold, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme })
    await window.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
  }
  await window.emulateMedia({ colorScheme: null })
}
