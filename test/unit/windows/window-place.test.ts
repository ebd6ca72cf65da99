import { describe, expect, it } from 'vitest'
import { fitPlace, minimumSize } from '../../../main/windows/window-place.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1050 }
const place = { x: 100, y: 80, width: 1280, height: 800, isMaximized: false }

describe('fitPlace', () => {
  it('keeps a place that is on a screen', () => {
    expect(fitPlace(place, [screen])).toEqual(place)
    const left = { ...place, x: -1800 }
    expect(fitPlace(left, [screen, { ...screen, x: -1920 }])).toEqual(left)
  })

  it.each([
    ['right of every screen', { x: 1900 }],
    ['left of every screen', { x: -1250 }],
    ['below the screen', { y: 1000 }],
    ['above it, its title bar out of reach', { y: -40 }],
    ['at an absurd place', { x: 2 ** 53 - 1 }],
  ])('forgets a window %s', (_where, at) => {
    expect(fitPlace({ ...place, ...at }, [screen])).toBeUndefined()
  })

  it('keeps the size between the minimum and the screen', () => {
    expect(fitPlace({ ...place, width: 1, height: -5 }, [screen])).toMatchObject(minimumSize)
    expect(fitPlace({ ...place, width: 9_999, height: 9_999 }, [screen])).toMatchObject({
      width: 1920,
      height: 1050,
    })
  })
})
