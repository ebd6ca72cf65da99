import { expectStatus, expectWaiting, sendRequest, signInAndAllow } from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { expect, test } from './support/test.ts'

test('the main job: connect the demo account through the browser and browse its data', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await expect(window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
  await showInBothThemes(keyfold, 'accounts-empty')

  await window.getByRole('button', { name: 'Try it with the demo account' }).click()
  await expectWaiting(window)
  const page = await keyfold.browser.page()
  expect(keyfold.browser.opened()).toHaveLength(1)
  await showInBothThemes(keyfold, 'sign-in')
  await signInAndAllow(page)
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  await showInBothThemes(keyfold, 'connected')

  await window.getByRole('button', { name: 'Browse its data' }).click()
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
})
