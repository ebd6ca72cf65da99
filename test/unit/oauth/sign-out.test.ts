import { Server } from 'node:net'
import { expect, it, vi } from 'vitest'
import { signOutAtProvider } from '../../../main/oauth/sign-out.ts'
import { systemClock } from '../../../main/system-clock.ts'

it('a connection that the system does not hand over changes nothing about the sign-out', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen')
  const ended = await signOutAtProvider({
    endpoint: new URL('https://provider.example/end'),
    setup: { clientId: 'client', redirect: { host: '127.0.0.1', port: 0, path: '/callback' } },
    idToken: undefined,
    clock: systemClock,
    signal: new AbortController().signal,
    async openBrowser(url) {
      const server = listen.mock.contexts.at(-1) as Server
      server.emit('error', Object.assign(new Error('accept ENFILE'), { code: 'ENFILE', syscall: 'accept' }))
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
    },
  })
  expect(ended).toEqual({ phase: 'handedOver' })
})
