import { Menu, type WebContents } from 'electron'

/**
 * Opens the system's menu for text on a right click in a field or on a selection: Electron has none of its own. Where the
 * page has a menu for what was clicked, Chromium does not ask for this one.
 */
export function offerTextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    if (!isEditable && selectionText.trim() === '') return
    Menu.buildFromTemplate([
      ...(isEditable ? [{ role: 'cut', enabled: editFlags.canCut } as const] : []),
      { role: 'copy', enabled: editFlags.canCopy },
      ...(isEditable ? [{ role: 'paste', enabled: editFlags.canPaste } as const] : []),
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ]).popup()
  })
}
