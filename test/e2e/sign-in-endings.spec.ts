import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Page } from 'playwright/test'
import type { Keyfold } from './support/keyfold.ts'
import { expectWaiting, signInInBrowser, startSignIn } from './support/person.ts'
import { run } from './support/processes.ts'
import { shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'
import { findInFiles } from './support/traces.ts'

test('a refused consent ends the sign-in and says so', async ({ launchKeyfold, shop }) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await startSignIn(keyfold, 'Corner shop')
  const page = await keyfold.browser.nextPage()
  await signInInBrowser(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: 'Access was not granted' })).toBeVisible()

  await expect(window.getByRole('heading', { name: 'Sign-in failed' })).toBeVisible()
  await expect(window.getByRole('alert')).toContainText('authorization_denied')
  await window.getByRole('button', { name: 'Try again' }).click()
  await expectWaiting(window)
  expect(shop.exchanges).toEqual([])
})

test('A20 the browser is closed: Cancel works and the port is closed with it', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await startSignIn(keyfold, 'Corner shop')
  await keyfold.browser.nextPage()
  await keyfold.browser.close()
  const port = await readListenerPort(window)
  expect(await isOpen('127.0.0.1', port)).toBe(true)

  await window.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
  await expect(window.getByRole('heading', { name: 'Sign-in cancelled' })).toBeVisible()
  expect(await isOpen('127.0.0.1', port)).toBe(false)
})

test('A12 the listener is bound to loopback alone', async ({ launchKeyfold, shop }) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await startSignIn(keyfold, 'Corner shop')
  const port = await readListenerPort(keyfold.window)

  const sockets = await run('ss', ['-ltnH'], { env: keyfold.place.env })
  const bound = sockets.split('\n').flatMap((line) => line.split(/\s+/)[3] ?? [])
  expect(bound.filter((address) => address.endsWith(`:${port}`))).toEqual([`127.0.0.1:${port}`])
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
  for (const { address } of others) expect(await isOpen(address, port), address).toBe(false)
})

test('the link that was copied signs in, and the address that failed to come back can be pasted', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await startSignIn(keyfold, 'Corner shop')
  const page = await keyfold.browser.nextPage()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await window.getByRole('button', { name: 'Copy the link' }).click()
  await expect(window.getByRole('button', { name: 'Copied' })).toBeVisible()
  const link = await keyfold.app.evaluate(({ clipboard }) => clipboard.readText())
  expect(link).toBe(keyfold.browser.opened()[0])

  // The browser cannot reach this computer's listener, and shows the address in vain.
  const devTools = await page.context().newCDPSession(page)
  devTools.on('Fetch.requestPaused', ({ requestId }) =>
    devTools.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionRefused' }),
  )
  await devTools.send('Fetch.enable', { patterns: [{ urlPattern: '*/callback?*' }] })
  await page.goto(link)
  await signInInBrowser(page)
  await page.getByRole('button', { name: 'Allow' }).click()
  let address = ''
  const readAddressBar = async () => {
    // While the browser puts its error page in place of the provider's, there is no page to ask for a moment.
    const history = await devTools.send('Page.getNavigationHistory').catch((error: Error) => {
      if (!error.message.includes('Not attached to an active page')) throw error
    })
    address = history?.entries[history.currentIndex]?.url ?? ''
    return address
  }
  await expect.poll(readAddressBar).toContain('/callback?')

  const paste = async (text: string) => {
    await keyfold.app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
    await window.getByRole('button', { name: 'Paste the address' }).click()
  }
  const forged = new URL(address)
  forged.searchParams.set('state', 'a-state-of-somebody-else')
  await paste(forged.href)
  await expect(window.getByRole('alert')).toContainText('state_mismatch')
  await expectWaiting(window)
  expect(shop.exchanges, 'the forged address was not exchanged').toEqual([])

  await paste(address)
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  const code = new URL(address).searchParams.get('code') ?? ''
  expect(code).not.toBe('')
  expect(await window.content()).not.toContain(code)
})

for (const { how, end } of [
  { how: 'quit', end: (keyfold: Keyfold) => keyfold.quit() },
  { how: 'kill -9', end: (keyfold: Keyfold) => keyfold.kill() },
]) {
  test(`A25 ${how} in the middle of a sign-in: nothing of it on the disk, the port is free`, async ({
    launchKeyfold,
    shop,
  }) => {
    const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
    const { place, window } = keyfold
    await startSignIn(keyfold, 'Corner shop')
    const page = await keyfold.browser.nextPage()
    await signInInBrowser(page)
    const port = await readListenerPort(window)
    const sent = new URL(keyfold.browser.opened()[0] ?? '').searchParams
    const secrets = ['state', 'nonce', 'code_challenge'].map((name) => sent.get(name) ?? '')
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(20)

    await end(keyfold)
    expect(await isOpen('127.0.0.1', port)).toBe(false)
    expect(findInFiles(place.config, secrets)).toEqual([])

    await keyfold.start()
    await expect(keyfold.window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
    await expect(keyfold.window.getByRole('navigation')).not.toContainText('signing in')
  })
}

/** The port that the sign-in's second step names. */
async function readListenerPort(window: Page): Promise<number> {
  const step = window.getByRole('list', { name: 'Steps of the sign-in' }).getByText(/127\.0\.0\.1:\d+, until/)
  return Number(/:(\d+)/.exec((await step.textContent()) ?? '')?.[1])
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 })
    const answer = (isConnected: boolean) => {
      socket.destroy()
      resolve(isConnected)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}
