import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveOnLoopback, type TestServer } from './support/canary.ts'
import type { Keyfold } from './support/keyfold.ts'
import { test as base, expect } from './support/test.ts'

/** With a server that must never be asked, and that the window must never show. */
const test = base.extend<{ canary: TestServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures needed from the pattern
  canary: async ({}, use) => {
    const canary = await serveOnLoopback()
    await use(canary)
    canary.close()
  },
})

test('G98 inline, remote and made-up code, requests, frames, forms and a base are blocked', async ({
  launchKeyfold,
  canary,
}) => {
  const keyfold = await launchKeyfold()
  await markDocument(keyfold)
  const seen = await keyfold.window.evaluate(async (origin) => {
    const page = globalThis as unknown as { hasRun?: number; hasBaseMoved?: boolean; directives: Set<string> }
    const directives = new Set<string>()
    page.directives = directives
    document.addEventListener('securitypolicyviolation', (event) => directives.add(event.effectiveDirective))
    const add = (tag: string, attributes: Record<string, string>, text = '') => {
      const element = document.createElement(tag)
      try {
        if (text !== '') element.textContent = text
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      } catch (error) {
        // Refused as text where a trusted type is required: the element goes into the page without it.
        if (!(error instanceof TypeError)) throw error
      }
      document.body.append(element)
      return element
    }
    /** Runs outside this evaluation, which the debugger frees of the policy. */
    const attempt = (run: () => unknown) =>
      new Promise<string>((resolve) => {
        setTimeout(async () => {
          try {
            await run()
            resolve('done')
          } catch (error) {
            resolve(error instanceof Error ? error.name : String(error))
          }
        })
      })
    const outcomes: Record<string, string> = {
      // biome-ignore lint/security/noGlobalEval: it must be refused
      eval: await attempt(() => globalThis.eval('hasRun = 1')),
      Function: await attempt(() => new Function('hasRun = 1')()),
      wasm: await attempt(() => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))),
      fetch: await attempt(() => fetch(`${origin}/fetch`, { mode: 'no-cors' })),
      'import()': await attempt(() => import(/* @vite-ignore */ `${origin}/import.js`)),
      worker: await attempt(
        () =>
          new Promise((resolve, reject) => {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
            worker.onmessage = resolve
            worker.onerror = () => reject(new Error('refused'))
          }),
      ),
      markup: await attempt(() => {
        document.createElement('div').innerHTML = '<img src=x onerror="hasRun = 1">'
      }),
      parser: await attempt(() => new DOMParser().parseFromString('<p>', 'text/html')),
      'another policy': await attempt(() =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, options: object): unknown } }
        ).trustedTypes.createPolicy('another', { createHTML: String }),
      ),
    }
    add('script', {}, 'hasRun = 1')
    // Text nodes ask no one; the script is judged when it is to run.
    const script = document.createElement('script')
    script.appendChild(document.createTextNode('hasRun = 1'))
    document.body.append(script)
    add('script', { src: `${origin}/script.js` })
    add('script', { src: 'data:text/javascript,hasRun=1' })
    add('script', { src: URL.createObjectURL(new Blob(['hasRun = 1'])) })
    add('button', { onclick: 'hasRun = 1' }).click()
    add('a', { href: 'javascript:hasRun=1' }).click()
    add('style', {}, `@import "${origin}/import.css"; body { background: url(${origin}/background) }`)
    add('p', { style: `background: url(${origin}/inline)` })
    add('link', { rel: 'stylesheet', href: `${origin}/sheet.css` })
    add('link', { rel: 'prefetch', href: `${origin}/prefetch` })
    add('link', { rel: 'preload', as: 'script', href: `${origin}/preload` })
    add('img', { src: `${origin}/image` })
    add('video', { src: `${origin}/video` })
    add('audio', { src: `${origin}/audio` })
    add('object', { data: `${origin}/object` })
    add('embed', { src: `${origin}/embed` })
    add('iframe', { src: `${origin}/frame` })
    add('iframe', { srcdoc: '<script>parent.hasRun = 1</script>' })
    ;(add('form', { action: `${origin}/form`, method: 'post' }) as HTMLFormElement).submit()
    add('base', { href: `${origin}/base/` })
    page.hasBaseMoved = document.baseURI.startsWith(origin)
    navigator.sendBeacon(`${origin}/beacon`)
    const request = new XMLHttpRequest()
    request.open('GET', `${origin}/xhr`)
    request.send()
    new EventSource(`${origin}/events`).onerror = ({ target }) => (target as EventSource).close()
    await attempt(() => new WebSocket(`${origin.replace('http', 'ws')}/socket`))
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`main { background: url(${origin}/constructed) }`)
    document.adoptedStyleSheets.push(sheet)
    return {
      outcomes,
      hasBaseMoved: page.hasBaseMoved,
    }
  }, canary.origin)

  expect(seen.hasBaseMoved).toBe(false)
  expect(seen.outcomes).toEqual({
    eval: 'EvalError',
    Function: 'EvalError',
    wasm: 'CompileError',
    fetch: 'TypeError',
    'import()': 'TypeError',
    worker: 'TypeError',
    markup: 'TypeError',
    parser: 'TypeError',
    'another policy': 'TypeError',
  })
  const readPage = () =>
    keyfold.window.evaluate(() => {
      const page = globalThis as unknown as { hasRun?: number; directives: Set<string> }
      return { hasRun: 'hasRun' in page, directives: [...page.directives] }
    })
  const expected = [
    'base-uri',
    'connect-src',
    'form-action',
    'frame-src',
    'img-src',
    'media-src',
    'require-trusted-types-for',
    'script-src',
    'style-src-attr',
    'style-src-elem',
    'trusted-types',
  ]
  await expect.poll(async () => (await readPage()).directives).toEqual(expect.arrayContaining(expected))
  expect((await readPage()).hasRun).toBe(false)
  await expectUntouched(keyfold, canary)
})

test('G100 nothing leads the window elsewhere: script, refresh, form, link, drop, middle click', async ({
  launchKeyfold,
  canary,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await markDocument(keyfold)
  const targets = [
    `${canary.origin}/`,
    'https://example.test/',
    'file:///etc/passwd',
    'app://other/index.html',
    'app://keyfold/index.html?again',
    'data:text/html,gone',
    'chrome://gpu',
    'view-source:app://keyfold/index.html',
    'javascript:document.write("gone")',
    'ms-settings:',
    'blob:app://keyfold/00000000-0000-0000-0000-000000000000',
  ]
  for (const target of targets) {
    await window.evaluate((address) => {
      const attempt = (run: () => void) => {
        try {
          run()
        } catch {
          // Refused by the page's own security.
        }
      }
      attempt(() => location.assign(address))
      attempt(() => location.replace(address))
      const refresh = document.createElement('meta')
      refresh.httpEquiv = 'refresh'
      refresh.content = `0;url=${address}`
      document.head.append(refresh)
      const link = Object.assign(document.createElement('a'), { href: address, textContent: 'link' })
      document.body.append(link)
      link.click()
      link.target = '_top'
      link.click()
      const form = Object.assign(document.createElement('form'), { action: address, method: 'get' })
      document.body.append(form)
      attempt(() => form.submit())
    }, target)
    await expectUntouched(keyfold, canary)
  }

  for (const address of ['about:blank', 'about:srcdoc']) {
    await test.step(`${address}, to which Chromium goes without asking: the window comes back`, async () => {
      await window.evaluate((target) => void setTimeout(() => location.assign(target)), address)
      await expect
        .poll(() => window.evaluate(() => 'isFirstDocument' in globalThis).catch(() => true))
        .toBe(false)
      await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
      await markDocument(keyfold)
      await expectUntouched(keyfold, canary)
    })
  }

  await test.step('a middle click and a click with Ctrl and Shift', async () => {
    await window.evaluate((address) => {
      const link = Object.assign(document.createElement('a'), {
        href: address,
        textContent: 'a link to click',
      })
      link.setAttribute('id', 'probe')
      document.body.prepend(link)
      Object.assign(link.style, { position: 'fixed', zIndex: '9999', top: '4px', left: '300px' })
    }, `${canary.origin}/click`)
    const link = window.locator('#probe')
    await link.click({ button: 'middle' })
    await link.click({ modifiers: ['Control'] })
    await link.click({ modifiers: ['Shift'] })
    // The refused navigation never ends, for which Playwright would wait.
    await link.click({ noWaitAfter: true })
    await expectUntouched(keyfold, canary)
  })

  await test.step('a file, a link and a text dropped onto the window', async () => {
    const file = join(keyfold.place.root, 'dropped.html')
    writeFileSync(file, '<title>dropped</title>')
    const devTools = await window.context().newCDPSession(window)
    const items = (mimeType: string, data: string) => [{ mimeType, data }]
    for (const data of [
      { items: [], files: [file], dragOperationsMask: 1 },
      { items: items('text/uri-list', `${canary.origin}/dropped`), dragOperationsMask: 1 },
      { items: items('text/html', `<img src="${canary.origin}/dropped">`), dragOperationsMask: 1 },
    ]) {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await devTools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
      }
      await expectUntouched(keyfold, canary)
    }
  })
})

test('G101 the window opens no window', async ({ launchKeyfold, canary }) => {
  const keyfold = await launchKeyfold()
  await markDocument(keyfold)
  const opened = await keyfold.window.evaluate(
    (origin) =>
      [
        `${origin}/opened`,
        'https://example.test/',
        'about:blank',
        '',
        'javascript:alert(1)',
        'file:///etc/passwd',
        'app://keyfold/index.html',
        'data:text/html,x',
      ].flatMap((address) =>
        ['_blank', 'named', '_top'].map((target) => {
          try {
            const child = window.open(address, target, 'popup,nodeIntegration=yes,sandbox=no')
            // A window that opens itself is the one that is there.
            return child === null || child === window ? 'denied' : `${address} ${target}`
          } catch (error) {
            return error instanceof Error ? 'denied' : 'thrown'
          }
        }),
      ),
    canary.origin,
  )
  expect(new Set(opened)).toEqual(new Set(['denied']))
  await expectUntouched(keyfold, canary)

  // The page's own policy denies it already; main does so whatever page a window holds.
  const fromBarePage = await keyfold.app.evaluate(async ({ BrowserWindow }) => {
    const bare = new BrowserWindow({ show: false })
    await bare.loadURL('about:blank')
    const isDenied = await bare.webContents.executeJavaScript(`window.open('about:blank') === null`, true)
    const { length } = BrowserWindow.getAllWindows()
    bare.destroy()
    return { isDenied, windows: length }
  })
  expect(fromBarePage).toEqual({ isDenied: true, windows: 2 })
})

test('G102 web views, frames, foreign workers and service workers are refused', async ({
  launchKeyfold,
  canary,
}) => {
  const keyfold = await launchKeyfold()
  await markDocument(keyfold)
  const outcomes = await keyfold.window.evaluate(async (origin) => {
    const settle = (run: () => unknown) =>
      Promise.resolve()
        .then(run)
        .then(
          () => 'done',
          () => 'refused',
        )
    const load = (make: () => Worker) =>
      settle(
        () =>
          new Promise((resolve, reject) => {
            const worker = make()
            worker.onmessage = resolve
            worker.onerror = reject
          }),
      )
    const view = document.createElement('webview')
    view.setAttribute('src', `${origin}/webview`)
    view.setAttribute('nodeintegration', '')
    document.body.append(view)
    const frame = document.createElement('iframe')
    frame.src = `${origin}/frame`
    document.body.append(frame)
    return {
      webview: 'getWebContentsId' in view ? 'done' : 'refused',
      dataWorker: await load(() => new Worker('data:text/javascript,postMessage(1)')),
      remoteWorker: await load(() => new Worker(`${origin}/worker.js`)),
      sharedWorker: await settle(
        () =>
          new Promise((resolve, reject) => {
            const worker = new SharedWorker('data:text/javascript,onconnect=e=>e.ports[0].postMessage(1)')
            worker.port.onmessage = resolve
            worker.onerror = reject
          }),
      ),
      serviceWorker: await settle(() => navigator.serviceWorker.register('/assets/worker.js')),
    }
  }, canary.origin)
  expect(outcomes).toEqual({
    webview: 'refused',
    dataWorker: 'refused',
    remoteWorker: 'refused',
    sharedWorker: 'refused',
    serviceWorker: 'refused',
  })
  await expectUntouched(keyfold, canary)
})

test('G103 permissions, devices, downloads, printing and full screen are denied', async ({
  launchKeyfold,
  canary,
}) => {
  const keyfold = await launchKeyfold()
  await markDocument(keyfold)
  await keyfold.app.evaluate(({ session }) => {
    const seen = { downloads: 0, refused: 0 }
    Object.assign(globalThis, { seen })
    session.defaultSession.on('will-download', (event) => {
      seen.downloads += 1
      if (event.defaultPrevented) seen.refused += 1
    })
  })
  const granted = await keyfold.window.evaluate(async () => {
    const granted: string[] = []
    const attempt = async (name: string, run: () => unknown) => {
      try {
        // Ends what hangs: no answer is no refusal.
        const limit = new Promise((resolve) => setTimeout(resolve, 20_000, 'no answer'))
        const result = await Promise.race([run(), limit])
        if (result !== 'denied' && result !== false) granted.push(`${name}: ${result}`)
      } catch {
        // Denied.
      }
    }
    const { navigator: n } = globalThis
    // Interfaces that TypeScript's own library does not know.
    const more = n as unknown as Record<
      string,
      { requestDevice(options: unknown): unknown; requestPort(): unknown }
    >
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'clipboard-write',
    ]
    const others = [
      'persistent-storage',
      'screen-wake-lock',
      'idle-detection',
      'storage-access',
      'window-management',
    ]
    for (const name of [...names, ...others]) {
      await attempt(`query ${name}`, async () => {
        const { state } = await n.permissions.query({ name: name as PermissionName })
        return state
      })
    }
    await attempt(
      'geolocation',
      () => new Promise((resolve, reject) => n.geolocation.getCurrentPosition(resolve, reject)),
    )
    await attempt('notification', () => Notification.requestPermission())
    await attempt('camera', () => n.mediaDevices.getUserMedia({ video: true }))
    await attempt('microphone', () => n.mediaDevices.getUserMedia({ audio: true }))
    await attempt('screen', () => n.mediaDevices.getDisplayMedia({ video: true }))
    await attempt('midi', () => n.requestMIDIAccess({ sysex: true }))
    await attempt('clipboard read', () => n.clipboard.readText())
    await attempt('clipboard write', () => n.clipboard.writeText('x'))
    await attempt('wake lock', () => n.wakeLock.request())
    await attempt('bluetooth', () => more.bluetooth?.requestDevice({ acceptAllDevices: true }) ?? false)
    await attempt('usb', () => more.usb?.requestDevice({ filters: [] }) ?? false)
    await attempt('serial', () => more.serial?.requestPort() ?? false)
    await attempt('hid', async () => {
      const devices = await more.hid?.requestDevice({ filters: [] })
      return Array.isArray(devices) && devices.length > 0
    })
    await attempt('pointer lock', () => document.documentElement.requestPointerLock() ?? false)
    await attempt('storage', () => n.storage.persist())
    await attempt('protocol', () => n.registerProtocolHandler('web+keyfold', '/?%s') ?? false)
    const download = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(new Blob(['x'])),
      download: 'x.txt',
    })
    download.click()
    window.print()
    // Electron leaves a refused one without an answer.
    document.documentElement.requestFullscreen().catch(() => {})
    return granted
  })
  expect(granted).toEqual([])
  const isFullScreen = await keyfold.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((one) => one.isFullScreen()),
  )
  expect(isFullScreen).toBe(false)
  expect(await keyfold.window.evaluate(() => document.fullscreenElement)).toBeNull()
  const seen = await keyfold.app.evaluate(() => (globalThis as unknown as { seen: object }).seen)
  expect([
    { downloads: 0, refused: 0 },
    { downloads: 1, refused: 1 },
  ]).toContainEqual(seen)
  await expectUntouched(keyfold, canary)
})

/** The mark is gone if the document is ever replaced. */
async function markDocument({ window }: Keyfold): Promise<void> {
  await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
  await window.evaluate(() => Object.assign(globalThis, { isFirstDocument: true }))
}

/** The one window still shows its first document, and neither the canary nor the browser has heard of anything. */
async function expectUntouched({ app, window, browser }: Keyfold, canary: TestServer): Promise<void> {
  // A navigation that was let through would have begun by the next frame.
  await window.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  expect(window.url()).toBe('app://keyfold/index.html')
  expect(await window.evaluate(() => 'isFirstDocument' in globalThis)).toBe(true)
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  expect(canary.hits).toEqual([])
  expect(browser.opened()).toEqual([])
}
