import { connectAccount, expectStatus, goTo, openExplorer, sendRequest } from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { expect, test } from './support/test.ts'
import { findInFiles } from './support/traces.ts'

const clientSecret = 'a-secret-that-only-the-vault-may-hold'

test.use({
  shopOptions: {
    confidentialClients: [{ clientId: 'desk', clientSecret, authentication: 'client_secret_basic' }],
  },
})

test('a setup made from an issuer URL signs in with its client secret, which no file shows', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await goTo(keyfold, 'Provider setups')
  await showInBothThemes(keyfold, 'setups-empty')
  await window.getByRole('main').getByRole('button', { name: 'New setup' }).click()

  const group = (name: string) => window.getByRole('region', { name, exact: true })
  const field = (region: string, name: string) => group(region).getByRole('textbox', { name, exact: true })
  await field('Provider', 'Name').fill('Corner shop')
  await field('Provider', 'Issuer URL').fill(shop.provider.issuer)
  await group('Provider').getByRole('button', { name: 'Find endpoints' }).click()
  await expect(group('Provider')).toContainText('OpenID Connect Discovery')
  await field('Client', 'Client ID').fill('desk')
  await group('Client').getByRole('button', { name: 'Client authentication' }).last().click()
  await window.getByRole('option', { name: 'Secret in the header' }).click()
  await group('Client').getByLabel('Client secret', { exact: true }).fill(clientSecret)
  for (const scope of ['email', 'orders:read']) {
    await field('Scopes', 'Add a scope').fill(scope)
    await field('Scopes', 'Add a scope').press('Enter')
  }
  await group('APIs').getByRole('button', { name: 'Add an API' }).click()
  await field('APIs', 'Name').fill('Orders')
  await field('APIs', 'Base URL').fill(shop.provider.apiBaseUrl)
  const parameters = 'Extra authorization parameters'
  await group(parameters).getByRole('button', { name: 'Add a parameter' }).click()
  await field(parameters, 'Name').fill('prompt')
  await field(parameters, 'Value').fill('consent')
  await showInBothThemes(keyfold, 'setup-form')
  await window.getByRole('button', { name: 'Save' }).click()
  await expect(window.getByRole('article', { name: 'Corner shop' })).toBeVisible()
  await showInBothThemes(keyfold, 'setups')

  await connectAccount(keyfold, 'Corner shop')
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
  await goTo(keyfold, 'Settings')
  await showInBothThemes(keyfold, 'settings')

  const { place } = keyfold
  expect(findInFiles(place.root, [clientSecret], [place.browserProfile])).toEqual([])
  await keyfold.restart()
  shop.provider.expireAccessTokens()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, 'token renewed on the way')
})
