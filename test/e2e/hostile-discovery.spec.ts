import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ProviderSetup } from '../../contract/models.ts'
import { chooseSetup } from './support/person.ts'
import type { Place } from './support/place.ts'
import { storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

/** Authorization endpoints that a hostile discovery document may name, all after a first honest one. */
const endpoints = [
  'javascript:alert(1)',
  'file:///etc/passwd',
  'smb://evil.test/share',
  'http://evil.test/auth',
  'https://user:password@evil.test/auth',
  'https://evil.test/auth\n--flag',
  '--remote-debugging-port=9222',
  '-x https://evil.test/',
  'data:text/html,<script>alert(1)</script>',
  'vscode://file/etc/passwd',
  '//evil.test/auth',
]

test('A22 discovery that names no web page for the sign-in: refused, and nothing is opened', async ({
  launchKeyfold,
}) => {
  const provider = await serveDiscovery((origin) => [`${origin}/honest`, ...endpoints])
  try {
    const setups = [...endpoints.keys(), endpoints.length].map((index) => setupAt(provider.origin, index))
    let opened = ''
    const keyfold = await launchKeyfold({
      prepare: (place) => {
        storeSetups(...setups)(place)
        opened = installFakeOpener(place)
      },
    })
    const { window } = keyfold
    const connect = (index: number) => chooseSetup(keyfold, nameOf(index))

    // What follows would prove nothing if an opened address were not seen.
    await connect(0)
    await expect.poll(() => readOpened(opened)).toContain(`${provider.origin}/honest?`)
    const openedHonestly = readOpened(opened)
    await window.getByRole('main').getByRole('button', { name: 'Cancel' }).click()

    for (const [index, endpoint] of endpoints.entries()) {
      await connect(index + 1)
      await expect(window.getByRole('heading', { name: 'Sign-in failed' }), endpoint).toBeVisible()
      await expect(window.getByRole('alert')).toContainText('metadata_refused')
    }
    expect(readOpened(opened)).toBe(openedHonestly)
  } finally {
    provider.close()
  }
})

/** A provider for each authorization endpoint, at `/0`, `/1` and so on. */
async function serveDiscovery(endpointsOf: (origin: string) => readonly string[]) {
  const server = createServer((request, response) => {
    const [, index = ''] = /\/(\d+)/.exec(request.url ?? '') ?? []
    const issuer = `${origin}/${index}`
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: endpointsOf(origin)[Number(index)],
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { origin, close }
}

const nameOf = (index: number) => `Provider ${String(index).padStart(2, '0')}`

function setupAt(origin: string, index: number): ProviderSetup {
  return {
    id: `provider-${index}`,
    kind: 'custom',
    name: nameOf(index),
    issuer: `${origin}/${index}`,
    clientId: 'client',
    clientAuthentication: 'none',
    scopes: ['openid'],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: [],
  }
}

/** Puts an `xdg-open` first on the PATH that opens nothing and writes down what it was given. */
function installFakeOpener(place: Place): string {
  const log = join(place.root, 'opened.log')
  writeFileSync(join(place.bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\n`, { mode: 0o755 })
  return log
}

function readOpened(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8') : ''
}
