import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect } from 'playwright/test'
import { type DemoProviderOptions, startDemoProvider } from '../../../demo/provider.ts'
import { openDisplay } from './display.ts'
import { type Keyfold, type LaunchOptions, openKeyfold } from './keyfold.ts'
import type { Shop } from './shop.ts'

interface Fixtures {
  /** Starts the app on a desktop of its own; everything ends with the test. */
  launchKeyfold: (options?: LaunchOptions) => Promise<Keyfold>
  shopOptions: DemoProviderOptions
  /** The demo provider in the test's own process, so that it outlives the app. */
  shop: Shop
}

interface WorkerFixtures {
  display: string
}

/** A test of the real app: real window, real browser, real keyring. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures needed from the pattern
    async ({}, use) => {
      const display = await openDisplay()
      await use(display.name)
      await display.close()
    },
    { scope: 'worker' },
  ],

  launchKeyfold: async ({ display }, use, testInfo) => {
    const opened: Array<Awaited<ReturnType<typeof openKeyfold>>> = []
    await use(async (options) => {
      const one = await openKeyfold(display, options)
      opened.push(one)
      return one.keyfold
    })
    for (const { keyfold, close } of opened) {
      if (testInfo.status !== testInfo.expectedStatus) await keepEvidence(keyfold, testInfo.outputPath())
      await close()
    }
  },

  shopOptions: [{}, { option: true }],

  shop: async ({ shopOptions }, use) => {
    const exchanges: Shop['exchanges'] = []
    const provider = await startDemoProvider({
      // So long that only a test ends them, however slow the machine is.
      accessTokenLifetimeS: 3_600,
      ...shopOptions,
      onTokenExchange: (exchange) => exchanges.push(exchange),
    })
    await use({ provider, exchanges })
    await provider.close()
  },
})

export { expect }

/** What a failed test leaves to look at. The window never holds a token, and the output is searched for them. */
async function keepEvidence(keyfold: Keyfold, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'output.txt'), keyfold.output())
  if (!keyfold.isRunning()) return
  await keyfold.window.screenshot({ path: join(folder, 'window.png'), timeout: 5_000 }).catch(() => {})
}
