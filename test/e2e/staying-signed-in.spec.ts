import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bridge } from '../../contract/ipc.ts'
import { connectAccount, expectStatus, openExplorer, sendRequest } from './support/person.ts'
import { refreshesSeen, secretsOf, shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'
import { findInBytes, findInFiles, formsOf, readCommandLines } from './support/traces.ts'

test('a refused access token is renewed once and the data is shown', async ({ launchKeyfold, shop }) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await connectAccount(keyfold, 'Corner shop')
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/profile')
  await expectStatus(keyfold, '200')
  expect(refreshesSeen(shop)).toHaveLength(0)

  expect(shop.provider.expireAccessTokens()).toBe(1)
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, 'token renewed on the way')
  await expect(keyfold.window.getByRole('grid')).toBeVisible()

  expect(refreshesSeen(shop)).toHaveLength(1)
  const statuses = shop.provider.requestsSeen.filter(({ path }) => path.endsWith('/orders'))
  expect(statuses.map(({ status }) => status)).toEqual([401, 200])
})

test('D51 a hundred calls of the window on an ended token: one refresh, a hundred successes', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await connectAccount(keyfold, 'Corner shop')
  expect(refreshesSeen(shop)).toHaveLength(0)
  expect(shop.provider.expireAccessTokens()).toBe(1)

  const answers = await keyfold.window.evaluate(async (url) => {
    const { keyfold } = globalThis as unknown as { keyfold: Bridge }
    const snapshot = await keyfold.call('app.snapshot', {})
    const [account] = snapshot.ok ? snapshot.value.slices.accounts : []
    const send = () =>
      keyfold.call('request.send', {
        requestId: crypto.randomUUID(),
        request: { accountId: account?.id ?? '', method: 'GET', url },
      })
    const results = await Promise.all(Array.from({ length: 100 }, send))
    return results.map((result) => (result.ok ? result.value.status : result.problem.code))
  }, `${shop.provider.apiBaseUrl}/profile`)

  expect(answers).toEqual(Array.from({ length: 100 }, () => 200))
  const seen = shop.provider.requestsSeen
  expect(refreshesSeen(shop).map(({ status }) => status)).toEqual([200])
  expect(seen.filter(({ path, status }) => path.endsWith('/profile') && status === 200)).toHaveLength(100)
  const others = seen.filter(({ path, status }) => path.endsWith('/profile') && status !== 200)
  expect(new Set(others.map(({ status }) => status)), 'the ended token was refused').toEqual(new Set([401]))
  expect(others.length, 'each call was repeated once at most').toBeLessThanOrEqual(100)
})

test.describe('with access tokens of twelve seconds', () => {
  // A sixth is left when they are renewed: the time that a request may take to the API and still be in time.
  test.use({ shopOptions: { accessTokenLifetimeS: 12 } })

  test('an access token that has ended is renewed before it is sent', async ({ launchKeyfold, shop }) => {
    const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
    await connectAccount(keyfold, 'Corner shop')
    const first = shop.exchanges[0]?.answered.access_token
    await expect.poll(() => refreshesSeen(shop).length, 'renewed before anyone asked').toBeGreaterThan(0)

    await openExplorer(keyfold, 'Corner shop')
    await sendRequest(keyfold, '/profile')
    await expectStatus(keyfold, '200')
    expect(shop.provider.requestsSeen.filter(({ status }) => status === 401)).toEqual([])
    expect(shop.exchanges.at(-1)?.answered.access_token).not.toBe(first)
  })
})

test('after a restart the account is still signed in, and nothing on the disk can be read', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { place } = keyfold
  await connectAccount(keyfold, 'Corner shop')
  await openExplorer(keyfold, 'Corner shop')
  shop.provider.expireAccessTokens()
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')

  const search = () => {
    const secrets = secretsOf(shop)
    // Code, verifier, two access and two refresh tokens, and at least one ID token with its signature.
    expect(secrets.length).toBeGreaterThanOrEqual(8)
    // The browser keeps its history, the code in it; everything else in the person's folders is searched.
    const found = findInFiles(place.root, secrets, [place.browserProfile])
    return [
      ...found,
      ...findInBytes(Buffer.from(keyfold.output()), secrets).map((one) => `output: ${one}`),
      ...findInBytes(readCommandLines(), secrets).map((one) => `command line: ${one}`),
    ]
  }

  await test.step('the search finds what is there', async () => {
    const [secret = ''] = secretsOf(shop)
    const planted = join(place.dataFolder, 'Local Storage', 'leveldb', 'planted.log')
    mkdirSync(join(planted, '..'), { recursive: true })
    for (const { name, bytes } of formsOf(secret)) {
      writeFileSync(planted, Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]))
      expect(search(), name).toContainEqual(expect.stringContaining('planted.log: secret 1'))
    }
    writeFileSync(planted, Buffer.from(`{"x":"${secret}"}`).toString('base64'))
    expect(search()).toContainEqual(expect.stringContaining('planted.log: secret 1 base64'))
    rmSync(planted)
  })

  expect(search()).toEqual([])
  await keyfold.restart()
  await expect(
    keyfold.window.getByRole('heading', { name: 'Corner shop', level: 1 }),
    'the window opens where it was left',
  ).toBeVisible()
  await sendRequest(keyfold, '/profile')
  await expectStatus(keyfold, '200')
  expect(search()).toEqual([])
  expect(keyfold.browser.opened(), 'no second sign-in').toHaveLength(1)
})
