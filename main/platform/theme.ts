import { nativeTheme } from 'electron'
import type { Settings } from '../../contract/models.ts'

/** Makes dialogs, menus and the page's colour scheme follow the setting. */
export function followTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}
