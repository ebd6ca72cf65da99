import { app } from 'electron'

/**
 * Switches that would open the window's contents to another program or weaken the sandbox's page. Fuses close Node's
 * own doors, not these.
 */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'disable-web-security',
  'ignore-certificate-errors',
  'host-rules',
  'host-resolver-rules',
] as const

/** The first switch on the command line with which the packaged program does not start. */
export function findRefusedSwitch(): string | undefined {
  return refusedSwitches.find((name) => app.commandLine.hasSwitch(name))
}
