const focusable = [
  'a[href]',
  'button:not([disabled])',
  'input:not([disabled])',
  'summary',
  '[tabindex]:not([tabindex="-1"])',
].join(',')

/** What had the focus in a pane when it was left. */
const lastFocused = new WeakMap<Element, HTMLElement>()

function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}

function focusPane(pane: HTMLElement): boolean {
  const last = lastFocused.get(pane)
  const target =
    last && pane.contains(last) && isVisible(last)
      ? last
      : [...pane.querySelectorAll<HTMLElement>(focusable)].find(isVisible)
  target?.focus()
  return target !== undefined
}

/**
 * Moves the focus to the next pane (`1`) or the one before (`-1`): every element with `data-pane` is one, in the order of
 * the document. It goes back to what had the focus there. Panes without anything to focus are passed over.
 */
export function moveToNextPane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(isVisible)
  const active = document.activeElement
  // Panes may hold panes: the innermost is the one that is left.
  const current = panes.findLastIndex((pane) => pane.contains(active))
  const left = panes[current]
  if (left && active instanceof HTMLElement) lastFocused.set(left, active)
  for (let step = 1; step <= panes.length; step += 1) {
    const index = (((current + direction * step) % panes.length) + panes.length) % panes.length
    const pane = panes[current === -1 && direction === 1 ? step - 1 : index]
    if (pane && pane !== left && focusPane(pane)) return
  }
}
