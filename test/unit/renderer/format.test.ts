import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatCountdown,
  formatDuration,
  formatPlural,
  formatRelative,
  formatSpan,
} from '../../../renderer/ui/format.ts'

describe('formats', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [12_400, '12.4 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [200_000_000, '200.0 MB'],
    [3_140_000_000, '3.14 GB'],
  ])('writes %i bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [3.4, '3 ms'],
    [999, '999 ms'],
    [2_340, '2.3 s'],
    [180_000, '3 min'],
  ])('writes a duration of %f ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it.each([
    [300_000, '5:00'],
    [299_001, '5:00'],
    [251_999, '4:12'],
    [1, '0:01'],
    [0, '0:00'],
    [-5_000, '0:00'],
  ])('writes %i ms left as %s', (ms, text) => {
    expect(formatCountdown(ms)).toBe(text)
  })

  it.each([
    [41_999, '41 s'],
    [60_000, '1 min'],
    [3 * 3_600_000, '3 h'],
    [86_400_000, '1 day'],
    [1_500 * 86_400_000, '1,500 days'],
    [200, '0 s'],
  ])('writes a span of %i ms as %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text)
  })

  it('tells times as they stand to now', () => {
    expect(formatRelative(141_000, 100_000)).toBe('in 41 s')
    expect(formatRelative(100_000, 280_000)).toBe('3 min ago')
    expect(formatRelative(100_000, 100_999)).toBe('just now')
  })

  it('separates counts and knows one from many', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatPlural(1, 'account')).toBe('1 account')
    expect(formatPlural(1_200, 'account')).toBe('1,200 accounts')
    expect(formatPlural(2, 'entry', 'entries')).toBe('2 entries')
  })
})
