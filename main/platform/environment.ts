import { stopCoverage } from 'node:v8'

/**
 * Takes back what the environment has asked of Chromium and Node for the packaged program, where no fuse does it: to
 * write down the keys of TLS connections, and which code has run. Call it before the app is ready.
 */
export function disregardEnvironment(env: NodeJS.ProcessEnv): void {
  // Read by Chromium's network service, which starts later.
  delete env.SSLKEYLOGFILE
  // Read by Node before any code of ours; written when the program ends.
  if (env.NODE_V8_COVERAGE !== undefined) stopCoverage()
  delete env.NODE_V8_COVERAGE
}
