import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageBoxOptions } from 'electron'
import type { Keyfold } from './support/keyfold.ts'
import { connectAccount, expectStatus, goTo, openExplorer, sendRequest } from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { refreshesSeen, shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

test('D59 the disk refuses a rotated token: a banner, quitting is held, saved once the disk takes it', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await renewOnRefusingDisk(keyfold, shop.provider.expireAccessTokens)
  const { window } = keyfold
  await expect(bannerOf(keyfold)).toBeVisible()
  await goTo(keyfold, 'Accounts')
  const account = window.getByRole('article', { name: 'Corner shop' })
  await expect(account).toContainText('Kept in memory only')
  await showInBothThemes(keyfold, 'accounts-unsaved')

  const dialogs = await answerDialogs(keyfold, 'Keep open')
  await test.step('closing the last window and quitting are held', async () => {
    await keyfold.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await expect.poll(dialogs.asked).toHaveLength(1)
    await keyfold.app.evaluate(({ app }) => app.quit())
    await expect.poll(dialogs.asked).toHaveLength(2)
    const [question] = await dialogs.asked()
    expect(question).toMatchObject({ buttons: ['Keep open', 'Quit anyway'], defaultId: 0, cancelId: 0 })
    expect(question?.detail).toContain('Corner shop: the sign-in of ada@example.test')
    await expect(account).toBeVisible()
  })

  await test.step('the token in memory goes on: it is renewed again with the newest one', async () => {
    await window.getByRole('button', { name: 'More actions: Corner shop' }).click()
    await window.getByRole('menuitem', { name: 'Refresh now' }).click()
    await expect.poll(() => refreshesSeen(shop).map(({ status }) => status)).toEqual([200, 200])
    await expect(account).toContainText('connected')
  })

  await test.step('the disk takes it again: saved, and quits without a question', async () => {
    const before = await dialogs.asked()
    chmodSync(recordsOf(keyfold), 0o700)
    await keyfold.quit()
    expect(before).toHaveLength(2)
  })

  await keyfold.start()
  await expect(keyfold.window.getByRole('article', { name: 'Corner shop' })).toContainText('connected')
  shop.provider.expireAccessTokens()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
  expect(
    refreshesSeen(shop).map(({ status }) => status),
    'no old token was sent',
  ).toEqual([200, 200, 200])
})

test('D59 the disk takes the token again while Keyfold runs: the banner and the account’s warning go', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await renewOnRefusingDisk(keyfold, shop.provider.expireAccessTokens)
  const { window } = keyfold
  await goTo(keyfold, 'Accounts')
  const account = window.getByRole('article', { name: 'Corner shop' })
  await expect(account).toContainText('Kept in memory only')
  chmodSync(recordsOf(keyfold), 0o700)
  await expect(bannerOf(keyfold), 'tried again unasked').toBeHidden()
  await expect(account).not.toContainText('Kept in memory only')
})

test('D59 quitting anyway quits, and the account asks for a sign-in after the next start', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await renewOnRefusingDisk(keyfold, shop.provider.expireAccessTokens)
  await answerDialogs(keyfold, 'Quit anyway')
  await keyfold.quit()
  chmodSync(recordsOf(keyfold), 0o700)

  await keyfold.start()
  await openExplorer(keyfold, 'Corner shop')
  shop.provider.expireAccessTokens()
  await sendRequest(keyfold, '/orders')
  await goTo(keyfold, 'Accounts')
  const account = keyfold.window.getByRole('article', { name: 'Corner shop' })
  await expect(account.getByRole('button', { name: 'Sign in again' })).toBeVisible()
})

function recordsOf({ place }: Keyfold): string {
  return join(place.dataFolder, 'vault', 'records')
}

/** Connects, and has the token rotated while the vault's folder takes nothing. */
async function renewOnRefusingDisk(keyfold: Keyfold, expireAccessTokens: () => number): Promise<void> {
  await connectAccount(keyfold, 'Corner shop')
  chmodSync(recordsOf(keyfold), 0o500)
  expireAccessTokens()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, 'token renewed on the way')
  await expect(bannerOf(keyfold)).toBeVisible()
}

function bannerOf({ window }: Keyfold) {
  return window.getByRole('region', { name: 'The disk refuses Keyfold’s vault' })
}

/** Answers native questions in the system's place, which nothing in a test can press, and keeps them. */
async function answerDialogs({ app }: Keyfold, button: string) {
  await app.evaluate(({ dialog }, label) => {
    const asked: MessageBoxOptions[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...args: unknown[]) => {
      const question = args.at(-1) as MessageBoxOptions
      asked.push(question)
      return { response: question.buttons?.indexOf(label) ?? -1, checkboxChecked: false }
    }
  }, button)
  return {
    asked: () => app.evaluate(() => (globalThis as unknown as { asked: MessageBoxOptions[] }).asked),
  }
}
