import { app } from 'electron'

/**
 * Switches that would open the window's contents to another program, put another program into its processes, or
 * weaken the page's borders. Fuses close Node's own doors (--inspect, NODE_OPTIONS, ELECTRON_RUN_AS_NODE), not these.
 */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'load-extension',
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'js-flags',
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
] as const

/** The first switch on the command line with which the packaged program does not start. */
export function findRefusedSwitch(): string | undefined {
  return refusedSwitches.find((name) => app.commandLine.hasSwitch(name))
}
