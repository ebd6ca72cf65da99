import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { chromium, type Page } from 'playwright'
import { serveHarness } from './open-scene.ts'

export interface Harness {
  readonly url: string
  /** A page that collects what goes wrong in it. */
  openPage(size: { width: number; height: number }): Promise<{ page: Page; faults: string[] }>
  close(): Promise<void>
}

/** Serves the harness and starts a browser for it. */
export async function startHarness(): Promise<Harness> {
  const served = await serveHarness()
  const browser = await chromium.launch({
    executablePath: process.env.KEYFOLD_CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  return {
    url: served.url,
    async openPage(size) {
      const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' })
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
      })
      page.on('dialog', (dialog) => {
        faults.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== new URL(served.url).origin)
          faults.push(`request: ${request.url()}`)
      })
      return { page, faults }
    },
    async close() {
      await browser.close()
      await served.close()
    },
  }
}

let axe: string | undefined

/** What axe finds, a line for each rule that is broken. */
export async function findViolations(page: Page): Promise<string[]> {
  axe ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`,
  )
}
