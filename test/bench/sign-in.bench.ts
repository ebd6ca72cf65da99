import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { demoPassword } from '../../demo/users.ts'
import type { Keyfold, LaunchOptions } from '../e2e/support/keyfold.ts'
import { startSignIn } from '../e2e/support/person.ts'
import type { Place } from '../e2e/support/place.ts'
import { type Shop, shopSetup, storeSetups } from '../e2e/support/shop.ts'
import { expect, test } from '../e2e/support/test.ts'
import { discover } from '../support/demo-sign-in.ts'
import { createFormBrowser } from '../support/form-browser.ts'
import { bareGot, exchangeForm, obtainCode } from './support/bare-got.ts'
import { byTurns, type Measure, median, report, time } from './support/measures.ts'

/**
 * How far away the provider is. On loopback its round trips take no time, and what is measured is the disk and the
 * window; the goal is about what a person waits for besides the network.
 */
const distances = [
  { where: 'a provider on loopback', distanceMs: 0 },
  { where: 'a provider 20 ms away', distanceMs: 20, goal: 1.5 },
]

for (const { where, distanceMs, goal } of distances) {
  test.describe(where, () => {
    test.use({ shopOptions: { accessTokenLifetimeS: 3_600, distanceMs } })

    test('from the callback to the account shown', async ({ launchKeyfold, shop }) => {
      const measure = await measureSignIn(launchKeyfold, shop)
      report({ what: `callback to account shown, ${where}`, ...measure, ...(goal && { goal }) })
    })
  })
}

async function measureSignIn(
  launchKeyfold: (options: LaunchOptions) => Promise<Keyfold>,
  shop: Shop,
): Promise<Omit<Measure, 'what' | 'goal'>> {
  const { provider } = shop
  const setup = shopSetup(shop)
  const keyfold = await launchKeyfold({
    prepare: (place) => {
      storeSetups(setup)(place)
      recordOpenedAddresses(place)
    },
  })
  const { window, place } = keyfold
  const server = await discover(provider)
  // The demo's ID token names the person, so Keyfold has no question left for userinfo.
  const roundTrips = [pathOf(server.jwks_uri), pathOf(server.token_endpoint)].sort()

  const signInWithKeyfold = async () => {
    const before = openedAddresses(place).length
    const seenBefore = provider.requestsSeen.length
    await startSignIn(keyfold, setup.name)
    await expect.poll(() => openedAddresses(place).length).toBeGreaterThan(before)
    const browser = createFormBrowser()
    const signInPage = await browser.open(openedAddresses(place).at(-1) ?? '')
    const consent = await browser.press(signInPage, 'Sign in', {
      email: 'ada@example.test',
      password: demoPassword,
    })
    const { leftTo } = await browser.press(consent, 'Allow')
    await watchForHeading(window, 'Connected')
    const sentAtMs = Date.now()
    await fetch(leftTo ?? '')
    const shownAtMs = await readShownAt(window)
    await expect(window.getByText('ada@example.test').first()).toBeVisible()
    const paths = provider.requestsSeen.slice(seenBefore).map(({ path }) => path)
    expect(paths.filter((path) => roundTrips.includes(path)).sort()).toEqual(roundTrips)
    expect(paths).not.toContain(pathOf(server.userinfo_endpoint))
    return shownAtMs - sentAtMs
  }

  const makeRoundTripsWithGot = async () => {
    const form = exchangeForm(setup.clientId, await obtainCode(provider))
    return time(async () => {
      await bareGot.post(server.token_endpoint ?? '', { form }).json()
      await bareGot(server.jwks_uri ?? '').json()
    })
  }

  const runs = 20
  const taken = await byTurns({ ours: signInWithKeyfold, got: makeRoundTripsWithGot }, runs)
  return {
    against: 'its round trips with bare got',
    ours: median(taken.ours),
    reference: median(taken.got),
    unit: 'ms',
    runs,
  }
}

const pathOf = (address = '') => new URL(address).pathname

/** In place of the desktop's way to a browser: notes what is opened, so that the bench is the browser itself. */
function recordOpenedAddresses(place: Place): void {
  writeFileSync(openedFile(place), '')
  const script = `#!/bin/sh\nprintf '%s\\n' "$1" >> '${openedFile(place)}'\n`
  writeFileSync(join(place.bin, 'xdg-open'), script, { mode: 0o755 })
}

const openedFile = (place: Place) => join(place.root, 'opened-addresses')

function openedAddresses(place: Place): readonly string[] {
  return readFileSync(openedFile(place), 'utf8').split('\n').filter(Boolean)
}

/** Has the page note when a heading comes; {@link readShownAt} gives it, milliseconds since 1970. */
async function watchForHeading(page: Page, text: string): Promise<void> {
  await page.evaluate((heading) => {
    const shownAt = new Promise<number>((resolve) => {
      new MutationObserver((_changes, observer) => {
        if (![...document.querySelectorAll('h2')].some((one) => one.textContent === heading)) return
        observer.disconnect()
        resolve(Date.now())
      }).observe(document, { childList: true, subtree: true, characterData: true })
    })
    Object.assign(window, { shownAt })
  }, text)
}

function readShownAt(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { readonly shownAt: Promise<number> }).shownAt)
}
