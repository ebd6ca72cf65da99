import { beforeEach, describe, expect, it, vi } from 'vitest'
import { findRefusedSwitch } from '../../../main/platform/refused-switches.ts'

const { present } = vi.hoisted(() => ({ present: new Set<string>() }))
vi.mock('electron', () => ({ app: { commandLine: { hasSwitch: (name: string) => present.has(name) } } }))
beforeEach(() => present.clear())

describe('findRefusedSwitch', () => {
  it.each([
    // Other programs reach into the window.
    'remote-debugging-port',
    'remote-debugging-pipe',
    'remote-debugging-address',
    'remote-allow-origins',
    'auto-open-devtools-for-tabs',
    'load-extension',
    // Other programs run in place of its processes, or scripts run otherwise.
    'browser-subprocess-path',
    'renderer-cmd-prefix',
    'utility-cmd-prefix',
    'gpu-launcher',
    'js-flags',
    // The page's borders and TLS are weakened or written down.
    'disable-web-security',
    'disable-site-isolation-trials',
    'allow-running-insecure-content',
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list',
    'unsafely-treat-insecure-origin-as-secure',
    'host-rules',
    'host-resolver-rules',
    'ssl-key-log-file',
    'log-net-log',
  ])('I122 --%s is refused, whatever stands beside it', (name) => {
    for (const other of ['user-data-dir', 'password-store', name]) present.add(other)
    expect(findRefusedSwitch()).toBe(name)
  })

  it('leaves alone what weakens nothing', () => {
    for (const harmless of ['user-data-dir', 'password-store', 'lang', 'ozone-platform'])
      present.add(harmless)
    expect(findRefusedSwitch()).toBeUndefined()
  })
})
