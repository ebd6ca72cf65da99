import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { build, type PreviewServer, preview } from 'vite'
import { menuCommands } from '../../../contract/ipc.ts'
import { scenes } from './scenes.ts'

/** Read without a copy beside node_modules, which an ordinary user of the tests cannot write to. */
const config = {
  configFile: fileURLToPath(new URL('vite.harness.config.ts', import.meta.url)),
  configLoader: 'runner',
} as const

/** Of this process alone: another worker that builds must not take away the files which this one serves. */
const outDir = fileURLToPath(new URL(`../../../.cache/renderer-harness-${process.pid}`, import.meta.url))

/** As strict as the window's own policy. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types default; base-uri 'none'; form-action 'none'; object-src 'none'"

/** Builds the harness as the app is built and serves it on a free port under the window's policy. */
export async function serveHarness(): Promise<{ url: string; close: () => Promise<void> }> {
  // As the app is built, whatever the test runner sets.
  const mode = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({ ...config, build: { outDir }, logLevel: 'error' })
  if (mode === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = mode
  const server: PreviewServer = await preview({
    ...config,
    build: { outDir },
    logLevel: 'warn',
    preview: {
      host: '127.0.0.1',
      port: 0,
      strictPort: false,
      headers: { 'content-security-policy': contentSecurityPolicy },
    },
  })
  const url = server.resolvedUrls?.local[0]
  if (!url) throw new Error('the preview server has no address')
  const close = async () => {
    await server.close()
    rmSync(outDir, { recursive: true, force: true })
  }
  return { url, close }
}

/** Opens a scene in a page and walks its path. */
export async function openScene(
  page: Page,
  url: string,
  name: string,
  theme: 'light' | 'dark',
): Promise<void> {
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene ${name}`)
  await page.emulateMedia({ colorScheme: theme })
  await page.goto(`${url}?scene=${name}&theme=${theme}`)
  await page.getByRole('navigation').waitFor()
  for (const stop of scene.path ?? []) {
    if (typeof stop === 'string' && menuCommands.some((command) => command === stop)) {
      await page.evaluate((command) => {
        ;(window as unknown as { harness: { choose(command: string): void } }).harness.choose(command)
      }, stop)
    } else {
      await page
        .getByRole('button', { name: stop, exact: true })
        .or(page.getByRole('menuitem', { name: stop, exact: true }))
        .or(page.getByRole('radio', { name: stop, exact: true }))
        .first()
        .click()
    }
  }
  for (const [label, text] of Object.entries(scene.fills ?? {})) {
    await page.getByRole('textbox', { name: label }).fill(text)
  }
  if (scene.presses) await page.getByRole('button', { name: scene.presses, exact: true }).click()
  await page.evaluate(() => {
    ;(window as unknown as { harness: { finish(): void } }).harness.finish()
  })
  // Screens that are read in when they are opened.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  if (scene.settled) await page.getByText(scene.settled).first().waitFor()
  if (scene.opens) await page.locator('summary').filter({ hasText: scene.opens }).click()
  await page.evaluate(() => document.fonts.ready)
}
