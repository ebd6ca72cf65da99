import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import { signIn } from '../../support/demo-sign-in.ts'

const running: DemoProvider[] = []
async function start(port = 0): Promise<DemoProvider> {
  const provider = await startDemoProvider({ port })
  running.push(provider)
  return provider
}
afterEach(async () => {
  for (const provider of running.splice(0)) await provider.close()
})

describe('startDemoProvider', () => {
  it('takes the port that it is asked for', async () => {
    const { port, close } = await start()
    await close()
    expect((await start(port)).issuer).toBe(`http://127.0.0.1:${port}`)
  })

  it('takes a free port where the preferred one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const provider = await start(port)
    expect(provider.port).not.toBe(port)
    expect((await fetch(`${provider.issuer}/jwks`)).status).toBe(200)
    other.close()
  })

  it('closes at once, whoever is connected, and can be closed again', async () => {
    const provider = await start()
    const headers = { authorization: `Bearer ${(await signIn(provider)).access_token}` }
    const response = await fetch(`${provider.apiBaseUrl}/big?mb=300`, { headers })
    await provider.close()
    await expect(response.text()).rejects.toThrow()
    await expect(fetch(provider.issuer)).rejects.toThrow()
    await expect(provider.close()).resolves.toBeUndefined()
  })

  it('makes its own signing key at each start', async () => {
    const keys = await Promise.all(
      [await start(), await start()].map(async ({ issuer }) => (await fetch(`${issuer}/jwks`)).text()),
    )
    expect(keys[0]).not.toBe(keys[1])
    for (const key of keys) expect(JSON.parse(key).keys[0]).not.toHaveProperty('d')
  })

  it('refuses another host name for its address', async () => {
    const { port } = await start()
    const headers = { host: `shop.example:${port}` }
    const sent = request({ host: '127.0.0.1', port, path: '/jwks', headers }).end()
    const [answer] = await once(sent, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(421)
  })
})
