import type { MouseEvent } from 'react'

/** Where a context menu opens, in px from the window's upper left corner. */
export interface MenuPlace {
  readonly x: number
  readonly y: number
}

/** True where the keyboard asked for a context menu, by Shift+F10 or the menu key: no button was pressed. */
export function isFromKeyboard({ button }: MouseEvent): boolean {
  return button < 0
}

/** Where the pointer is; for a menu that the keyboard asked for, below its subject. */
export function placeOfMenu(event: MouseEvent, subject: Element): MenuPlace {
  if (!isFromKeyboard(event)) return { x: event.clientX, y: event.clientY }
  const { left, right, bottom } = subject.getBoundingClientRect()
  return { x: Math.min(left + 24, right), y: bottom }
}
