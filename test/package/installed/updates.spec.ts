import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import type { Keyfold } from '../../e2e/support/keyfold.ts'
import { expectWaiting, signInAndAllow } from '../../e2e/support/person.ts'
import { isAlive } from '../../e2e/support/processes.ts'
import { test as base, expect } from '../../e2e/support/test.ts'
import { askRoot, installPolkitStandIn } from '../support/root.ts'
import { expectVaultOpen, openSettings } from '../support/settings.ts'
import { startUpdateServer, type UpdateBehaviour, type UpdateServer } from '../support/update-server.ts'

/* From 0.1.0 to 0.2.0 of the deb against a server on loopback, and back. */

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

const test = base.extend<{ server: UpdateServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures needed from the pattern
  server: async ({}, use) => {
    const folder = process.env.KEYFOLD_UPDATE_FOLDER ?? ''
    const server = await startUpdateServer(folder, Number(process.env.KEYFOLD_UPDATE_PORT))
    await use(server)
    await server.close()
  },
})

test('I123, I124 and I125 what is altered, cut off, older, hostile or moved is refused, and the running version stays', async ({
  launchKeyfold,
  server,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await openSettings(window)
  await expect(window.getByText(/^On Linux an update rests on the SHA-512/)).toBeVisible()

  for (const [behaviour, title] of [
    ['hostileName', 'The update was refused'],
    ['withoutHash', 'The update was refused'],
    ['hugeDescription', /^The answer of 127\.0\.0\.1\S* is too large/],
    ['redirect', 'The update server could not be asked'],
  ] as const) {
    await check(window, server, behaviour)
    await expect(window.getByText(title), behaviour).toBeVisible()
    await expect(button(window, 'Download')).toBeHidden()
  }
  for (const behaviour of ['older', 'same'] as const) {
    await check(window, server, behaviour)
    await expect(window.getByText('This is the newest version. Checked'), behaviour).toBeVisible()
  }
  expect(
    server.asked.filter((path) => !path.endsWith('/latest-linux.yml')),
    'nothing was downloaded',
  ).toEqual([])

  await check(window, server, 'whole')
  await expect(window.getByText('Version 0.2.0 is available.')).toBeVisible()
  await expect(window.getByText('<b>Faster</b> and calmer')).toBeVisible()
  await window.screenshot({ path: join(artifacts, 'installed-update.png') })
  for (const [behaviour, title] of [
    ['corrupted', 'The update was refused'],
    ['cutOff', 'The update could not be downloaded'],
  ] as const) {
    server.behaviour = behaviour
    await button(window, 'Download').click()
    await expect(window.getByText(title), behaviour).toBeVisible({ timeout: 60_000 })
    await expect(button(window, 'Install and restart')).toBeHidden()
  }
  expect(pendingFiles(keyfold), 'nothing of it is kept').toEqual([])
  expect(installedVersion()).toBe('0.1.0')
})

test('I123 and I126 a whole update is installed at the person’s word, keeps the account, and so does going back', async ({
  launchKeyfold,
  server,
}) => {
  server.behaviour = 'whole'
  const keyfold = await launchKeyfold({ prepare: installPolkitStandIn })
  const { window } = keyfold
  await window.getByRole('button', { name: 'Try it with the demo account' }).click()
  await expectWaiting(window)
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()

  await openSettings(window)
  await button(window, 'Check for updates').click()
  await button(window, 'Download').click()
  await expect(window.getByText('Version 0.2.0 is downloaded and checked.')).toBeVisible({ timeout: 60_000 })
  expect(installedVersion(), 'not installed unasked').toBe('0.1.0')
  const { pid } = keyfold
  // The page goes away under the click.
  await button(window, 'Install and restart')
    .click({ noWaitAfter: true })
    .catch(() => {})
  await expect.poll(installedVersion, { timeout: 60_000 }).toBe('0.2.0')
  await expect.poll(() => isAlive(pid), { message: 'the old version ended', timeout: 60_000 }).toBe(false)
  await endRelaunched(keyfold)
  await keyfold.quit()

  await keyfold.start()
  await expectVersion(keyfold, '0.2.0')
  await keyfold.quit()
  await askRoot('goBack')
  await keyfold.start()
  await expectVersion(keyfold, '0.1.0')
})

test('an update that was put off is installed when the person quits, and not before', async ({
  launchKeyfold,
  server,
}) => {
  server.behaviour = 'whole'
  const keyfold = await launchKeyfold({ prepare: installPolkitStandIn })
  const { window, pid } = keyfold
  await openSettings(window)
  await button(window, 'Check for updates').click()
  await button(window, 'Download').click()
  await button(window, 'Install when I quit').click({ timeout: 60_000 })
  await expect(window.getByText('Version 0.2.0 will be installed when you quit.')).toBeVisible()
  expect(installedVersion()).toBe('0.1.0')
  // The system's installer runs while it quits.
  await keyfold.app.evaluate(({ app }) => app.quit()).catch(() => {})
  await expect.poll(installedVersion, { timeout: 60_000 }).toBe('0.2.0')
  await expect.poll(() => isAlive(pid), { message: 'it ended', timeout: 60_000 }).toBe(false)
  await keyfold.quit()
  await askRoot('goBack')
})

test('an administrator’s policy switches updates off', async ({ launchKeyfold, server }) => {
  await askRoot('forbidUpdates')
  try {
    const { window } = await launchKeyfold()
    await openSettings(window)
    await expect(window.getByText('Your administrator has switched updates off.')).toBeVisible()
    await expect(button(window, 'Check for updates')).toBeHidden()
    expect(server.asked).toEqual([])
  } finally {
    await askRoot('allowUpdates')
  }
})

/** Checks for updates; the server answers once the window has put away what the check before came to. */
async function check(window: Page, server: UpdateServer, behaviour: UpdateBehaviour): Promise<void> {
  server.behaviour = behaviour
  const answer = server.hold()
  await button(window, 'Check for updates').click()
  await expect(window.getByText('Asking the update server')).toBeVisible()
  answer()
}

const button = (window: Page, name: string) => window.getByRole('button', { name, exact: true })

async function expectVersion(keyfold: Keyfold, version: string): Promise<void> {
  expect(await keyfold.app.evaluate(({ app }) => app.getVersion())).toBe(version)
  await expectVaultOpen(keyfold.window, 1)
}

function installedVersion(): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
  return execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'keyfold']).toString()
}

function pendingFiles({ place }: Keyfold): readonly string[] {
  const folder = join(place.env.XDG_CACHE_HOME ?? '', 'keyfold-updater', 'pending')
  return existsSync(folder) ? readdirSync(folder) : []
}

/** The new version starts by itself, out of Playwright's sight: waits for it and ends it. */
async function endRelaunched({ place }: Keyfold): Promise<void> {
  const lock = join(place.dataFolder, 'SingletonLock')
  // Chromium's lock of the data folder is a link to the host's name and the id of its process.
  const holder = () => {
    try {
      return Number(/-(\d+)$/.exec(readlinkSync(lock))?.[1])
    } catch {
      return 0
    }
  }
  await expect
    .poll(() => holder() > 0 && isAlive(holder()), {
      message: 'the new version was started',
      timeout: 60_000,
    })
    .toBe(true)
  const pid = holder()
  process.kill(pid, 'SIGTERM')
  await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false)
}
