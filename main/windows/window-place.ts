/** A window's place on the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A remembered place: that of the unmaximized window, and whether it was maximized. */
export interface WindowPlace extends Rectangle {
  readonly isMaximized: boolean
}

/** The size of a window that was never moved, in device-independent pixels. */
export const designSize = { width: 1280, height: 800 } as const
/** The smallest size that every screen is laid out for. */
export const minimumSize = { width: 880, height: 560 } as const
/** How much of the title bar must be on a screen for the window to be found and moved. */
const graspablePx = 100

/**
 * Fits a remembered place to the screens of today (their work areas): undefined where the window would be out of
 * reach, such as on a screen that is gone. The size is kept within the minimum and the screen.
 */
export function fitPlace(place: WindowPlace, workAreas: readonly Rectangle[]): WindowPlace | undefined {
  const screen = workAreas.find(
    (area) =>
      place.y >= area.y &&
      place.y + graspablePx <= area.y + area.height &&
      place.x + place.width >= area.x + graspablePx &&
      place.x + graspablePx <= area.x + area.width,
  )
  if (screen === undefined) return undefined
  return {
    ...place,
    width: Math.max(minimumSize.width, Math.min(place.width, screen.width)),
    height: Math.max(minimumSize.height, Math.min(place.height, screen.height)),
  }
}
