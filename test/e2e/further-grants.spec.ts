import type { Keyfold } from './support/keyfold.ts'
import { chooseSetup, goTo, signInInBrowser } from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { type Shop, shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const clientSecret = 'a-secret-of-the-test'

test.use({
  shopOptions: {
    confidentialClients: [
      {
        clientId: 'desk',
        clientSecret,
        authentication: 'client_secret_basic',
        furtherGrants: [deviceGrant, 'client_credentials'],
      },
    ],
  },
})

const client = { clientId: 'desk', clientAuthentication: 'client_secret_basic' } as const

test('a code on another device: shown with its QR code, entered at the provider, connected', async ({
  launchKeyfold,
  shop,
}) => {
  const setup = shopSetup(shop, { ...client, grant: 'device_code' })
  const keyfold = await launchKeyfold({ prepare: storeSetups(setup) })
  const { window } = keyfold
  await giveSecret(keyfold)
  await chooseSetup(keyfold, 'Corner shop')
  await expect(window.getByRole('heading', { name: 'Enter this code' })).toBeVisible()
  await expect(window.getByRole('img', { name: 'QR code of the address' })).toBeVisible()
  const code = (await window.getByLabel('Code', { exact: true }).textContent()) ?? ''
  expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
  await showInBothThemes(keyfold, 'device-code')

  await window.getByRole('button', { name: 'Open it here' }).click()
  const page = await keyfold.browser.nextPage()
  expect(new URL(page.url()).origin).toBe(shop.provider.issuer)
  await expect(page.getByText(code), 'the address brings the code along').toBeVisible()
  await page.goto(`${shop.provider.issuer}/device`)
  await page.getByRole('textbox').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(code)).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await signInInBrowser(page)
  await expect(page.getByText('Afterwards your device goes on by itself.')).toBeVisible()
  await page.getByRole('button', { name: 'Allow' }).click()

  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  await expect(window.getByText('Signed in as ada@example.test')).toBeVisible()
  await expect(stepsOf(keyfold)).toContainText(['metadata', 'You came back', 'checked', 'sealed'])
  await expect(stepsOf(keyfold)).toHaveCount(4)
  await showInBothThemes(keyfold, 'device-code-done')
  expect(grantsSeen(shop)).toContain(deviceGrant)
})

test('a client signs in for itself: no browser, and renewed by asking again', async ({
  launchKeyfold,
  shop,
}) => {
  const setup = shopSetup(shop, {
    ...client,
    grant: 'client_credentials',
    scopes: ['orders:read'],
    authorizationParameters: {},
  })
  const keyfold = await launchKeyfold({ prepare: storeSetups(setup) })
  const { window } = keyfold
  await giveSecret(keyfold)
  await chooseSetup(keyfold, 'Corner shop')
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  await expect(stepsOf(keyfold)).toContainText(['metadata', 'Tokens received', 'checked', 'sealed'])
  await expect(stepsOf(keyfold)).toHaveCount(4)
  await showInBothThemes(keyfold, 'client-credentials-done')
  await window.getByRole('button', { name: 'Back to accounts' }).click()
  const account = window.getByRole('article', { name: 'Corner shop' })
  await expect(account).toContainText('connected')
  await window.getByRole('button', { name: 'More actions: Corner shop' }).click()
  await window.getByRole('menuitem', { name: 'Refresh now' }).click()
  await expect(account).toContainText('refreshed')
  await showInBothThemes(keyfold, 'client-credentials')
  expect(grantsSeen(shop)).toEqual(['client_credentials', 'client_credentials'])
  expect(keyfold.browser.opened()).toEqual([])
})

function grantsSeen({ provider }: Shop) {
  return provider.requestsSeen.flatMap(({ grantType, status }) =>
    grantType && status === 200 ? [grantType] : [],
  )
}

function stepsOf({ window }: Keyfold) {
  return window.getByRole('list', { name: 'Steps of the sign-in' }).getByRole('listitem')
}

/** Enters the client's secret in the setup's form. */
async function giveSecret(keyfold: Keyfold): Promise<void> {
  const { window } = keyfold
  await goTo(keyfold, 'Provider setups')
  await window.getByRole('article', { name: 'Corner shop' }).getByRole('button', { name: /^Edit/ }).click()
  await window.getByLabel('Client secret', { exact: true }).fill(clientSecret)
  await window.getByRole('button', { name: 'Save' }).click()
  await expect(window.getByRole('article', { name: 'Corner shop' })).toBeVisible()
}
