/** True on macOS, where shortcuts use ⌘ and the window's buttons stand in the sidebar. */
export const isMac = /Macintosh|Mac OS X/.test(globalThis.navigator?.userAgent ?? '')

const macNames: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '⏎' }
const otherNames: Record<string, string> = { Mod: 'Ctrl', Enter: '⏎' }

/** A shortcut such as `Mod+K` as this system writes it: `⌘K` or `Ctrl+K`. */
export function formatShortcut(shortcut: string, mac = isMac): string {
  const names = mac ? macNames : otherNames
  return shortcut
    .split('+')
    .map((key) => names[key] ?? key)
    .join(mac ? '' : '+')
}

/** A shortcut such as `Mod+K` in the form that `aria-keyshortcuts` wants: `Meta+K` or `Control+K`. */
export function ariaShortcut(shortcut: string, mac = isMac): string {
  return shortcut.replace('Mod', mac ? 'Meta' : 'Control')
}
