import type { LoopbackListener } from './loopback-listener.ts'

/**
 * In place of a listener where the redirect URI is an https address of the person's own, for providers that take no
 * loopback address: nothing is opened, and the answer comes by pasting alone. PKCE and `state` protect it as ever; who
 * runs that address may see the code, which is worth nothing without the verifier or the client secret.
 */
export function receiveByPasting(redirectUri: string): LoopbackListener {
  return {
    redirectUri,
    answer: new Promise(() => {}),
    finish: async () => {},
    close: async () => {},
  }
}
