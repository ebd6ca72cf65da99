import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, expect, type Page } from 'playwright/test'
import type { Place } from './place.ts'
import { isAlive, startLimitMs } from './processes.ts'

/** The operating system's own browser: what `xdg-open` starts for http and https in this test. */
export interface SystemBrowser {
  /** The next page that the system has opened; waits for it. */
  nextPage(): Promise<Page>
  /** Every command line with which the system has started it. */
  opened(): readonly string[]
  /** Ends it, as when a person closes its last window. */
  close(): Promise<void>
}

const isSandboxed = process.env.KEYFOLD_SANDBOX === '1'

const flags = [
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-gpu',
  ...(isSandboxed ? [] : ['--no-sandbox']),
]

/**
 * Makes Debian's Chromium the default browser of this test's desktop, by the files that a desktop reads: an
 * application and a list of defaults.
 */
export function installSystemBrowser(place: Place): SystemBrowser {
  const log = join(place.root, 'browser.log')
  const pids = join(place.root, 'browser.pids')
  const command = join(place.root, 'bin', 'test-browser')
  const profile = place.browserProfile
  // In a session of its own and without the app's pipes, as desktops start programs: it outlives the app.
  writeFileSync(
    command,
    `#!/bin/sh
printf '%s\\n' "$*" >> '${log}'
setsid sh -c 'echo $$ >> "${pids}"; exec chromium "$@"' sh --user-data-dir='${profile}' ${flags.join(' ')} "$@" < /dev/null > /dev/null 2>&1 &
`,
  )
  chmodSync(command, 0o755)
  writeFileSync(
    join(place.applications, 'test-browser.desktop'),
    `[Desktop Entry]
Type=Application
Name=Test browser
Exec=${command} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;
`,
  )
  const defaults = ['http', 'https'].map((scheme) => `x-scheme-handler/${scheme}=test-browser.desktop`)
  writeFileSync(
    join(place.config, 'mimeapps.list'),
    `[Default Applications]\n${defaults.join('\n')}\ntext/html=test-browser.desktop\n`,
  )

  let connected: Promise<Browser> | undefined
  const given = new WeakSet<Page>()

  const connect = async () => {
    const portFile = join(profile, 'DevToolsActivePort')
    await expect
      .poll(() => readLines(portFile).length, { message: 'the browser was started', timeout: startLimitMs })
      .toBeGreaterThan(1)
    return chromium.connectOverCDP(`http://127.0.0.1:${readLines(portFile)[0]}`)
  }

  return {
    async nextPage() {
      connected ??= connect()
      const [context] = (await connected).contexts()
      const isNext = (page: Page) => isOpened(page) && !given.has(page)
      await expect.poll(() => context?.pages().some(isNext), 'a page was opened').toBe(true)
      const page = context?.pages().find(isNext)
      if (!page) throw new Error('The page is gone')
      given.add(page)
      return page
    },
    opened: () => readLines(log),
    async close() {
      const browser = await connected?.catch(() => undefined)
      connected = undefined
      for (const pid of readLines(pids)) await endGroup(Number(pid), profile)
      await browser?.close()
    },
  }
}

/** Not the empty page that a browser starts with. An address that did not load is one of `chrome-error:`. */
function isOpened(page: Page): boolean {
  return !/^(?:about|chrome):/.test(page.url())
}

function readLines(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

/** Ends a browser with all its processes if it still is this test's: ids are used again. */
async function endGroup(leader: number, profile: string): Promise<void> {
  const commandLine = `/proc/${leader}/cmdline`
  if (!existsSync(commandLine) || !readFileSync(commandLine, 'utf8').includes(profile)) return
  process.kill(-leader, 'SIGKILL')
  await expect.poll(() => isAlive(-leader), { message: 'the browser ended', intervals: [10] }).toBe(false)
}
