import type { Page } from 'playwright/test'
import { serveOnLoopback } from './support/canary.ts'
import { hostileSetup, startHostileProvider } from './support/hostile-provider.ts'
import { chooseSetup, expectStatus, goTo, openExplorer, sendRequest } from './support/person.ts'
import { storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

/** Markup that runs a script or asks a server for something wherever it is taken for markup. */
function makeCorpus(canary: string): readonly string[] {
  const run = 'window.hasRun=1'
  return [
    `<img src=x onerror="${run}">`,
    `<img src="${canary}/image">`,
    `<script>${run}</script>`,
    `</script><script src="${canary}/script"></script>`,
    `"><svg onload="${run}">`,
    `'><body onload="${run}">`,
    `<iframe src="javascript:parent.${run}"></iframe>`,
    `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
    `<iframe src="${canary}/frame"></iframe>`,
    `<link rel="stylesheet" href="${canary}/style">`,
    `<style>@import "${canary}/import";</style>`,
    `<a href="javascript:${run}">link</a>`,
    `<meta http-equiv="refresh" content="0;url=${canary}/refresh">`,
    `<base href="${canary}/base/">`,
    `<object data="${canary}/object"></object>`,
    `<embed src="${canary}/embed">`,
    `<video src="${canary}/video" onerror="${run}"></video>`,
    `<input autofocus onfocus="${run}">`,
    `<details open ontoggle="${run}">`,
    `<form action="${canary}/form"><button autofocus>go</button></form>`,
    `<math><mtext><table><mglyph><style><img src=x onerror="${run}">`,
    `<template><script>${run}</script></template>`,
    `{{constructor.constructor('${run}')()}}`,
    `\${${run}}`,
    `javascript:${run}`,
    `data:text/html,<script>${run}</script>`,
    `<!--<script>${run}</script>-->]]>`,
    `\u202e<script>${run}</script>\u0000`,
  ]
}

test('G97 and G104 markup in every place that a provider or an API fills: shown as text, nothing runs, nothing is asked for', async ({
  launchKeyfold,
}) => {
  const canary = await serveOnLoopback()
  const corpus = makeCorpus(canary.origin)
  const all = corpus.join(' ')
  const [image = '', , script = ''] = corpus
  const inHeader = (text: string) => text.replace(/[^\x20-\x7e]/g, '')
  const provider = await startHostileProvider({
    claims: { email: `${image}${script}`, name: all, preferred_username: all },
    scope: `openid ${image.replace(/["\s]/g, '')} ${script}`,
    document: corpus.map((text, index) => ({ id: index, text, [text]: text, nested: { [text]: [text] } })),
    headers: Object.fromEntries(corpus.map((text, index) => [`x-markup-${index}`, inHeader(text)])),
    bodies: {
      '/api/html': ['text/html', all],
      '/api/svg': [
        'image/svg+xml',
        `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hasRun=1"><script>window.hasRun=1</script><image href="${canary.origin}/svg"/></svg>`,
      ],
      '/api/xhtml': ['application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`],
      '/page': ['text/html', all],
    },
    statusMessage: inHeader(script),
    errorDescription: all,
  })
  try {
    const request = { name: script, method: 'GET' as const, path: '/corpus', description: image }
    const api = { name: script, baseUrl: `${provider.origin}/api`, requests: [request] }
    const keyfold = await launchKeyfold({
      prepare: storeSetups(
        hostileSetup(provider, { id: 'hostile', name: `Hostile ${image}${script}`, apis: [api] }),
        hostileSetup(provider, {
          id: 'refusing',
          name: `Refusing ${image}`,
          issuer: `${provider.origin}/refusing`,
        }),
      ),
    })
    const { window } = keyfold
    await watch(window)

    await test.step('a sign-in that fails with a hostile description', async () => {
      await chooseSetup(keyfold, 'Refusing')
      await expect(window.getByRole('heading', { name: 'Sign-in failed' })).toBeVisible()
      await window.getByText('authorization_error').click()
    })
    await test.step('an account with a hostile name, label and scopes', async () => {
      await chooseSetup(keyfold, 'Hostile')
      await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
      await window.getByRole('button', { name: 'Back to accounts' }).click()
      await expect(window.getByRole('article')).toContainText(script)
    })
    await test.step('the setups and the palette', async () => {
      await goTo(keyfold, 'Provider setups')
      await expect(window.getByRole('main')).toContainText(image)
      await window.keyboard.press('Control+K')
      await expect(window.getByRole('dialog')).toContainText(script)
      await window.keyboard.press('Escape')
    })
    await test.step('responses in every view', async () => {
      await openExplorer(keyfold, 'Hostile')
      await expect(window.getByRole('main')).toContainText(image)
      await sendRequest(keyfold, '/corpus')
      await expectStatus(keyfold, '200')
      for (const view of ['Table', 'Tree', 'Text', 'Headers']) {
        await window.getByRole('radio', { name: view }).click()
        await expect(window.getByRole('region', { name: 'Response', exact: true })).toContainText('hasRun')
      }
      for (const path of ['/html', '/svg', '/xhtml']) {
        await sendRequest(keyfold, path)
        await expect(window.getByRole('region', { name: 'Text of the response' })).toContainText('hasRun')
      }
    })

    expect(await window.evaluate(() => 'hasRun' in globalThis)).toBe(false)
    expect(await readWatch(window)).toEqual({ dialogs: [], violations: [], isSameDocument: true })
    expect(canary.hits).toEqual([])

    // The same markup in a page without Keyfold's defences does both, or this test would prove nothing.
    const page = await keyfold.browser.nextPage()
    page.on('dialog', (dialog) => dialog.dismiss())
    await page.goto(`${provider.origin}/page`, { waitUntil: 'commit' })
    await expect.poll(() => canary.hits).toContain('GET /image')
  } finally {
    provider.close()
    canary.close()
  }
})

/** Counts from now on what would show that markup was taken for markup. */
async function watch(window: Page): Promise<void> {
  await window.evaluate(() => {
    const watched = globalThis as unknown as { violations: string[] }
    watched.violations = []
    document.addEventListener('securitypolicyviolation', (event) => {
      watched.violations.push(`${event.effectiveDirective} ${event.blockedURI}`)
    })
  })
  window.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
}

const dialogs: string[] = []

async function readWatch(window: Page) {
  const violations = await window.evaluate(
    () => (globalThis as unknown as { violations?: string[] }).violations,
  )
  return { dialogs, violations, isSameDocument: violations !== undefined }
}
